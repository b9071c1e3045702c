//! Everything that is sealed is opened, also what a later version seals in a place of its own.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::super::revocations::NewRevocation;
use super::super::testing::{fill, open, process, session};
use super::*;
use crate::base::{Secret, Timestamp};
use crate::model::grant::{CredentialType, Grant, Material, OAuthTokens};
use crate::model::renewal::Renewal;
use crate::model::revocation::Revocation;
use crate::model::standing::Standing;
use crate::vault::LocalRootKey;

/// Columns with bytes that are sealed. Whoever adds one fills it in [`filled`].
const SEALED: [&str; 5] = ["root_keys.sentinel", "grants.sealed", "sessions.sealed", "jobs.sealed", "keysets.sealed"];

/// Of before there were keysets; `repo::gathering` has tests with such.
const LEGACY: [&str; 2] = ["legacy_keys.key_id", "legacy_keys.wrapped"];

/// Columns with bytes that are none: ids, hashes and what the audit log is linked by.
const PLAIN: [&str; 19] = [
    "meta.environment_hash",
    "grants.account_hash",
    "grants.key_id",
    "grants.lease_owner",
    "grants.intent_digest",
    "sessions.state_hash",
    "sessions.binding_hash",
    "sessions.resume_hash",
    "sessions.completion_hash",
    "sessions.key_id",
    "jobs.key_id",
    "processes.id",
    "ended_keys.key_id",
    "keysets.key_ids",
    "endpoint_pauses.endpoint",
    "audit.salt",
    "audit.content",
    "audit.signer",
    "audit.mac",
];

/// A grant whose tokens a provider could revoke.
fn signed_in(stored: &Grant) -> Grant {
    let mut grant = stored.clone();
    grant.credential_type = CredentialType::OAuthToken;
    grant.secrets.material = Material::OAuth(OAuthTokens {
        access_token: Some("at-1".into()),
        token_secret: None,
        renewal: Renewal::RefreshToken("rt-1".into()),
        renewal_end: None,
        scopes: vec![],
        asked_scopes: vec![],
        issued_at: Timestamp::EPOCH,
        issued_on: None,
        expires_at: None,
        standing: Standing::Good,
        candidates: vec![],
    });
    grant
}

/// A vault with something in each sealed column.
async fn filled(file: &Path, key: &Secret<String>) {
    let repo = open(file, key).await;
    let grants = fill(&repo, 0..3).await;
    assert!(repo.sessions().insert_session(&session(grants[0].key.tenant_id.clone()), 9).await.unwrap());
    let since = Timestamp::from_unix_seconds(1);
    let revocation = Revocation::of(&signed_in(&grants[1]), false, since).unwrap();
    repo.queue_revocation(&NewRevocation { revocation, due_at: since }).await.unwrap();
    repo.close().await;
}

/// What is found; `None`: the vault does not open.
async fn verify(file: &Path, key: &Secret<String>) -> Option<Verification> {
    let repo = process(file, key);
    let found = match repo.open().await {
        Ok(()) => Some(repo.housekeeping().verify().await.unwrap()),
        Err(_) => None,
    };
    repo.close().await;
    found
}

/// Every column with bytes that the schema has, as `table.column`.
fn columns_of_bytes(database: &Connection) -> Vec<String> {
    let sql = "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
        WHERE t.type = 'table' AND c.type = 'BLOB'";
    let mut statement = database.prepare(sql).unwrap();
    let names = statement.query_map([], |row| row.get(0)).unwrap();
    names.collect::<Result<_, _>>().unwrap()
}

#[tokio::test]
async fn a_changed_byte_of_whatever_is_sealed_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    filled(&file, &key).await;
    let whole = verify(&file, &key).await.unwrap();
    assert!(whole.is_whole(), "{whole:?}");
    assert_eq!((whole.grants, whole.sessions, whole.revocations), (3, 1, 1));
    let database = Connection::open(&file).unwrap();
    for place in columns_of_bytes(&database) {
        if PLAIN.contains(&&*place) || LEGACY.contains(&&*place) || place == "audit.erased" {
            continue;
        }
        assert!(SEALED.contains(&&*place), "{place}: if it is sealed, verify opens it; else say what it is");
        let (table, column) = place.split_once('.').unwrap();
        let sql = format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL LIMIT 1");
        let Value::Blob(sealed) = database.query_row(&sql, [], |row| row.get(0)).expect(&place) else { panic!("{place}") };
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        let put = format!("UPDATE {table} SET {column} = ?2 WHERE {column} = ?1");
        assert_eq!(database.execute(&put, (&sealed, &changed)).unwrap(), 1, "{place}");
        assert!(verify(&file, &key).await.is_none_or(|found| !found.is_whole()), "{place}");
        assert_eq!(database.execute(&put, (&changed, &sealed)).unwrap(), 1, "{place}");
    }
    assert!(verify(&file, &key).await.unwrap().is_whole());
}

/// A version that queues something else than this one knows may have written it, or somebody else: neither is passed over.
#[tokio::test]
async fn what_is_queued_of_another_kind_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    filled(&file, &key).await;
    let database = Connection::open(&file).unwrap();
    for kind in ["deliver", "sing"] {
        let edit = "UPDATE jobs SET kind = ?1 WHERE sealed IS NOT NULL";
        assert_eq!(database.execute(edit, [kind]).unwrap(), 1);
        let found = verify(&file, &key).await.unwrap();
        assert_eq!((found.revocations, found.unknown_queued.len(), found.unreadable()), (0, 1, 1), "{found:?}");
        assert!(found.unknown_queued[0].starts_with(&format!("{kind} con_")) && !found.is_whole(), "{found:?}");
    }
    // Of a kind that is known, and with a row that cannot be.
    let edit = "UPDATE jobs SET kind = 'revoke', tenant_id = '' WHERE sealed IS NOT NULL";
    assert_eq!(database.execute(edit, []).unwrap(), 1);
    let found = verify(&file, &key).await.unwrap();
    assert_eq!((found.unreadable_queued.len(), found.unreadable()), (1, 1), "{found:?}");
}
