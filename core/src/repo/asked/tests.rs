//! Somebody has the database take names for the same that differ in their case only, under a process that runs: what is another's is given to
//! nobody, and what is one's own is found behind it.

use std::sync::Arc;

use rusqlite::Connection;

use super::super::testing::{grant, open, session, successor, value};
use super::super::{Act, GrantWrite, Repo};
use super::*;
use crate::base::{ConfigId, GrantId, Label, TenantId, Timestamp, UserId};
use crate::model::audit::AuditKind;
use crate::model::event::EventType;
use crate::model::grant::{CredentialType, Grant, GrantStatus};
use crate::model::lease::CommitRight;
use crate::model::rows::{Batch, KeyPurpose, KeyState, Write};
use crate::model::sealed::SealedBytes;
use crate::model::subject::SubjectKind;
use crate::vault::LocalRootKey;

struct Loosened {
    _folder: tempfile::TempDir,
    repo: Arc<Repo>,
    /// Many of `acme`, then one of `ACME`, each told in the audit log. What both have, the others have first.
    grants: Vec<Grant>,
}

fn tenant(name: &str) -> TenantId {
    TenantId::parse(name).unwrap()
}

/// A table as it was, but for two columns that are compared otherwise, and for its own rule of uniqueness.
fn loosen(database: &Connection, table: &str) {
    let read = |sql: &str| -> Vec<String> {
        let mut query = database.prepare(sql).unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let looser = "CASE WHEN name IN ('tenant_id', 'user_id') THEN ' COLLATE NOCASE' ELSE '' END";
    let columns = read(&format!("SELECT name || ' ' || type || {looser} FROM pragma_table_info('{table}')")).join(", ");
    let indexes =
        read(&format!("SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = '{table}' AND sql IS NOT NULL"));
    database
        .execute_batch(&format!(
            "CREATE TABLE loose ({columns}); INSERT INTO loose SELECT * FROM {table};
            DROP TABLE {table}; ALTER TABLE loose RENAME TO {table}; {};",
            indexes.join(";")
        ))
        .unwrap();
}

fn told(grant: &Grant, n: usize) -> Event {
    Event {
        id: format!("evt_{n}"),
        event_type: EventType::ConnectionCreated,
        grant_id: Some(grant.id.clone()),
        session_id: None,
        tenant_id: grant.key.tenant_id.clone(),
        user_id: grant.key.user_id.clone(),
        config: grant.key.config.clone(),
        provider: grant.provider.clone(),
        status: Some(GrantStatus::Active),
        reason: None,
        failure: None,
        at: Timestamp::from_unix_seconds(1),
        cursor: None,
    }
}

async fn loosened() -> Loosened {
    const OTHERS: usize = 5;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("v.db");
    let repo = open(&file, &LocalRootKey::make()).await;
    let mut ids: Vec<GrantId> = (0..=OTHERS).map(|_| GrantId::make_connection()).collect();
    ids.sort();
    let mut grants = Vec::new();
    for (n, id) in ids.into_iter().enumerate() {
        let mut one = Grant { id, ..grant(n) };
        // The last one, of `ACME`, is called as the first of `acme`.
        one.key.tenant_id = tenant(if n < OTHERS { "acme" } else { "ACME" });
        one.key.user_id = UserId::parse(&format!("u{}", n % OTHERS)).ok();
        let act = Some(Act { kind: AuditKind::CredentialStored, actor: None });
        let write = GrantWrite::Insert { grant: &one, events: vec![told(&one, n)], act };
        grants.extend(repo.write_grants(vec![write], None).await.unwrap().unwrap());
    }
    let database = Connection::open(&file).unwrap();
    ["grants", "events", "audit"].into_iter().for_each(|table| loosen(&database, table));
    Loosened { _folder: folder, repo, grants }
}

#[tokio::test]
async fn a_page_that_has_lost_rows_of_others_goes_on_behind_them() {
    let Loosened { repo, grants, _folder } = loosened().await;
    let own = grants.last().unwrap();
    let tenant_id = Some(own.key.tenant_id.clone());
    for limit in [1, 2, 5, 10] {
        let filter = GrantFilter { tenant_id: tenant_id.clone(), limit, ..GrantFilter::default() };
        let raw = repo.store.list_grants(filter.clone()).await.unwrap();
        assert_ne!(raw[0].tenant_id, own.key.tenant_id, "the database takes them for the same");
        let found = list_grants(&*repo.store, filter).await.unwrap();
        assert_eq!(found.iter().map(|row| &row.id).collect::<Vec<_>>(), [&own.id], "{limit}");
        let filter = EventFilter { tenant_id: tenant_id.clone(), limit, ..EventFilter::default() };
        for newest_first in [false, true] {
            let found = list_events(&*repo.store, EventFilter { newest_first, ..filter.clone() }).await.unwrap();
            assert_eq!(found.iter().map(|(_, event)| event.id.as_str()).collect::<Vec<_>>(), ["evt_5"], "{limit}");
        }
        let filter = AuditFilter { tenant_id: tenant_id.clone(), limit, ..AuditFilter::default() };
        let found = list_audit(&*repo.store, filter).await.unwrap();
        let ids: Vec<_> = found.iter().map(|row| row.about.grant_id.as_deref()).collect();
        assert_eq!(ids, [Some(own.id.as_str())], "{limit}");
    }
    // Of the others, as many as were asked for.
    let others = GrantFilter { tenant_id: Some(tenant("acme")), limit: 2, ..GrantFilter::default() };
    assert_eq!(list_grants(&*repo.store, others).await.unwrap().len(), 2);
    repo.close().await;
}

#[tokio::test]
async fn who_stands_behind_somebody_elses_row_is_found() {
    let Loosened { repo, grants, _folder } = loosened().await;
    let (first, own) = (&grants[0], &grants[5]);
    let raw = async |grant: &Grant| repo.store.find_grant(GrantQuery::Key(grant.key.clone())).await.unwrap().unwrap().id;
    assert_eq!(raw(own).await, raw(first).await, "the database takes them for the same");
    assert_eq!(value(&repo.find_grant(&own.key).await.unwrap().unwrap()), value(own));
    assert_eq!(value(&repo.find_grant(&first.key).await.unwrap().unwrap()), value(first));
    let both = repo.find_grants([&own.key, &first.key].into_iter()).await.unwrap();
    assert_eq!(both.iter().flatten().map(value).collect::<Vec<_>>(), [value(own), value(first)]);
    assert!(repo.load_grant(&own.key.tenant_id, &first.id).await.unwrap().is_none());
    repo.close().await;
}

/// A foreign row says nothing of what waits beside the vault: neither that its grant is there, nor which numbers it has.
#[tokio::test]
async fn what_waits_in_the_spool_is_not_anothers() {
    let Loosened { repo, grants, _folder } = loosened().await;
    let first = &grants[0];
    let right = successor(first, 7).right;
    let foreign = CommitRight { tenant_id: tenant("ACME"), ..right.clone() };
    assert!(repo.is_of_later_state(&right).await.unwrap(), "its row is of before");
    assert!(!repo.is_of_later_state(&foreign).await.unwrap());
    repo.close().await;
}

#[tokio::test]
async fn a_job_of_a_config_that_was_not_asked_for_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("v.db");
    let repo = open(&file, &LocalRootKey::make()).await;
    let due = Grant { refresh_at: Some(Timestamp::EPOCH), ..grant(1) };
    repo.insert_grant(&due, vec![], None).await.unwrap().unwrap();
    // What the column of the job says is not what the grant is.
    Connection::open(&file).unwrap().execute_batch("UPDATE jobs SET config = 'other'").unwrap();
    let request = |except: Vec<ConfigId>| JobRequest {
        kinds: vec![JobKind::Grant(crate::model::rows::GrantJob::Refresh)],
        now: Timestamp::from_unix_seconds(1),
        after: None,
        hold: std::time::Duration::ZERO,
        limit: 10,
        except,
    };
    let except = vec![due.key.config.clone()];
    assert_eq!(repo.store.take_jobs(request(except.clone())).await.unwrap().len(), 1);
    assert_eq!(take_jobs(&*repo.store, request(except)).await.unwrap(), []);
    assert_eq!(take_jobs(&*repo.store, request(vec![])).await.unwrap().len(), 1);
    repo.close().await;
}

/// Each part by itself: any of them may be a column that somebody has had compared otherwise.
#[tokio::test]
async fn every_part_of_a_question_is_compared_with_the_row_that_answers_it() {
    let folder = tempfile::tempdir().unwrap();
    let repo = open(&folder.path().join("v.db"), &LocalRootKey::make()).await;
    let stored = grant(1);
    repo.insert_grant(&stored, vec![], None).await.unwrap().unwrap();
    let (by_id, by_key) = (GrantQuery::Id(stored.key.tenant_id.clone(), stored.id.clone()), GrantQuery::Key(stored.key.clone()));
    let row = repo.store.find_grant(by_id.clone()).await.unwrap().unwrap();
    assert!(is_asked(&by_id, &row) && is_asked(&by_key, &row));
    type Edit = fn(&mut GrantRow);
    let edits: [(&str, Edit, [bool; 2]); 7] = [
        ("tenant", |row| row.tenant_id = tenant("T1"), [false, false]),
        ("id", |row| row.id = GrantId::make_connection(), [false, true]),
        ("config", |row| row.config = ConfigId::parse("other").unwrap(), [true, false]),
        ("user", |row| row.user_id = UserId::parse("U1").ok(), [true, false]),
        ("label", |row| row.label = Label::parse("Other").unwrap(), [true, false]),
        ("subject", |row| row.subject = SubjectKind::Tenant, [true, false]),
        ("purpose", |row| row.credential_type = CredentialType::WebhookSecret, [true, false]),
    ];
    for (what, edit, expected) in edits {
        let mut edited = row.clone();
        edit(&mut edited);
        assert_eq!([&by_id, &by_key].map(|query| is_asked(query, &edited)), expected, "{what}");
    }
    repo.close().await;
}

#[tokio::test]
async fn a_page_of_a_user_holds_nobody_elses_rows() {
    let Loosened { repo, grants, _folder } = loosened().await;
    let of = |user: &str| GrantFilter {
        tenant_id: Some(grants[1].key.tenant_id.clone()),
        user_id: UserId::parse(user).ok(),
        limit: 10,
        ..GrantFilter::default()
    };
    assert_eq!(repo.store.list_grants(of("U1")).await.unwrap().len(), 1, "the database takes them for the same");
    assert_eq!(list_grants(&*repo.store, of("U1")).await.unwrap(), []);
    assert_eq!(list_grants(&*repo.store, of("u1")).await.unwrap().len(), 1);
    repo.close().await;
}

#[tokio::test]
async fn neither_sign_ins_nor_keys_of_another_name_are_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("v.db");
    let repo = open(&file, &LocalRootKey::make()).await;
    let (own, other) = (tenant("acme"), tenant("ACME"));
    let session = session(own.clone());
    assert!(repo.sessions().insert_session(&session, 9).await.unwrap());
    let legacy = KeyRow {
        key_id: [7; 16],
        purpose: KeyPurpose::Tenant,
        tenant_id: Some(own.clone()),
        state: KeyState::Primary,
        root_key_id: "root".to_owned(),
        wrapped: SealedBytes::from_stored(vec![1]),
        created_at: Timestamp::EPOCH,
    };
    repo.store.commit(Batch { writes: vec![Write::AddLegacyKey(legacy)] }).await.unwrap();
    let database = Connection::open(&file).unwrap();
    ["sessions", "keysets", "legacy_keys"].into_iter().for_each(|table| loosen(&database, table));
    let of_user =
        |tenant_id: &TenantId, user: &str| SessionQuery::Id(tenant_id.clone(), UserId::parse(user).unwrap(), session.id.clone());
    for (query, is_own) in [
        (of_user(&own, "u1"), true),
        (of_user(&other, "u1"), false),
        (of_user(&own, "U1"), false),
        (SessionQuery::OfTenant(own.clone(), session.id.clone()), true),
        (SessionQuery::OfTenant(other.clone(), session.id.clone()), false),
    ] {
        assert!(repo.store.find_session(query.clone()).await.unwrap().is_some(), "the database takes them for the same");
        assert_eq!(find_session(&*repo.store, query).await.unwrap().is_some(), is_own);
    }
    for (tenant_id, is_own) in [(own, true), (other, false)] {
        let owner = KeyOwner::Tenant(tenant_id);
        assert!(repo.store.find_keyset(owner.clone()).await.unwrap().is_some(), "the database takes them for the same");
        assert_eq!(find_keyset(&*repo.store, &owner).await.unwrap().is_some(), is_own);
        assert_eq!(list_legacy_keys(&*repo.store, &owner).await.unwrap().len(), usize::from(is_own));
    }
    repo.close().await;
}
