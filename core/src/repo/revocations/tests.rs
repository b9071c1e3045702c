//! What waits to be revoked, in the vault and before the eyes of whoever can write there.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::super::testing::{grant, open, update};
use super::super::{DueWork, GrantUpdate, Repo};
use super::*;
use crate::base::Secret;
use crate::model::grant::{CredentialType, Grant, GrantSecrets, GrantStatus, Material, OAuthTokens};
use crate::model::renewal::{MintKind, Renewal};
use crate::model::rows::JobKind;
use crate::model::standing::Standing;
use crate::vault::LocalRootKey;

const SECOND: Duration = Duration::from_secs(1);

fn signed_in(n: usize) -> Grant {
    let mut stored = grant(n);
    stored.credential_type = CredentialType::OAuthToken;
    stored.secrets.material = Material::OAuth(OAuthTokens {
        access_token: Some("at-canary".into()),
        token_secret: None,
        renewal: Renewal::RefreshToken("rt-canary".into()),
        renewal_end: None,
        scopes: vec![],
        asked_scopes: vec![],
        issued_at: Timestamp::EPOCH,
        issued_on: None,
        expires_at: Some(Timestamp::from_unix_seconds(3600)),
        standing: Standing::Good,
        candidates: vec!["rt-spare".into()],
    });
    stored
}

/// Ends a grant, and queues its tokens.
async fn end(repo: &Repo, grant: &Grant) {
    let now = Timestamp::from_unix_seconds(1);
    let revocation = Revocation::of(grant, false, now).unwrap();
    let secrets = GrantSecrets { status: GrantStatus::Revoked, ..GrantSecrets::unreadable() };
    let ended = Grant { secrets, generation: grant.generation + 1, fence: grant.fence + 1, ..grant.clone() };
    let revocation = Some(NewRevocation { revocation, due_at: now });
    repo.replace_grant(GrantUpdate { grant: &ended, revocation, ..update(grant) }).await.unwrap().unwrap();
}

async fn take(repo: &Repo) -> Vec<HeldRevocation> {
    let kinds = [JobKind::Queued(QueuedKind::Revoke)];
    let taken = repo.take_jobs(&kinds, Timestamp::from_unix_seconds(9), SECOND, 10, vec![]).await.unwrap();
    let held = taken.into_iter().filter_map(|due| match due {
        DueWork::Revocation(held) => Some(*held),
        DueWork::Grant(_) => None,
    });
    held.collect()
}

fn tokens(revocation: &Revocation) -> Vec<String> {
    revocation.refresh_tokens.iter().chain(&revocation.access_token).map(|token| token.expose().clone()).collect()
}

fn let_go(file: &Path) {
    let database = Connection::open(file).unwrap();
    database.execute("UPDATE jobs SET held_boot = NULL, held_since = NULL, held_until = NULL", []).unwrap();
}

#[tokio::test]
async fn what_is_queued_is_found_by_another_process_with_all_that_it_takes() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("vault.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let stored = signed_in(1);
    repo.insert_grant(&stored, vec![], None).await.unwrap().unwrap();
    let expected = Revocation::of(&stored, false, Timestamp::from_unix_seconds(1)).unwrap();
    end(&repo, &stored).await;
    let other = open(&file, &key).await;
    let [found] = &take(&other).await[..] else { panic!("one") };
    let found = &found.revocation;
    assert_eq!(tokens(found), tokens(&expected));
    assert_eq!(
        (&found.id, &found.grant_id, &found.tenant_id, &found.user_id, &found.config, &found.provider, found.since),
        (
            &expected.id,
            &expected.grant_id,
            &expected.tenant_id,
            &expected.user_id,
            &expected.config,
            &expected.provider,
            expected.since
        )
    );
    assert_eq!((&found.account, found.access_ends_at), (&expected.account, expected.access_ends_at));
    let of = |revocation: &Revocation| {
        let it = &revocation.destination;
        (it.issuer.clone(), it.token_endpoint.clone(), it.client_id.clone(), it.variables.clone())
    };
    assert_eq!(of(found), of(&expected));
    let raw = std::fs::read(&file).unwrap();
    for token in tokens(&expected) {
        assert!(!raw.windows(token.len()).any(|window| window == token.as_bytes()), "it is sealed");
    }
}

/// A row that somebody has moved or changed opens nowhere (SR-42), and is met once.
#[tokio::test]
async fn what_is_moved_opens_nowhere_and_is_handed_out_no_more() {
    for edit in [
        "UPDATE jobs SET id = id || 'x'",
        "UPDATE jobs SET config = 'another'",
        "UPDATE jobs SET tenant_id = 't2'",
        "UPDATE jobs SET sealed = (SELECT sealed FROM grants WHERE tenant_id = 't1')",
        "UPDATE jobs SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) || x'00' AS BLOB)",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (file, key) = (folder.path().join("vault.db"), LocalRootKey::make());
        let repo = open(&file, &key).await;
        let stored = signed_in(1);
        // Another one of its tenant, and one of another tenant.
        for stored in [&stored, &grant(8), &grant(2)] {
            repo.insert_grant(stored, vec![], None).await.unwrap().unwrap();
        }
        end(&repo, &stored).await;
        assert_eq!(Connection::open(&file).unwrap().execute(edit, []).unwrap(), 1, "{edit}");
        assert!(take(&repo).await.is_empty(), "{edit}");
        let left: i64 = Connection::open(&file).unwrap().query_row("SELECT count(*) FROM jobs", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0, "{edit}");
    }
}

/// The plaintext is a promise (`FORMAT.md`, "Revocation records").
#[tokio::test]
async fn the_record_of_before_is_read() {
    const FROZEN: &str = r#"{"v":1,"grant_id":"con_0000000000000000000001","user_id":"u1","provider":"acme","issuer":null,"token_endpoint":"https://id.acme.example/token","client_id":"client","variables":{"site":"a"},"account":{"organisation":"o","person":"p","display":null},"refresh_tokens":["rt-1","rt-0"],"access_token":"at-1","access_ends_at":1800003600000,"is_over":false,"since":1800000000000}"#;
    let row = QueuedJob {
        kind: QueuedKind::Revoke,
        id: "con_0000000000000000000001.0".into(),
        tenant_id: crate::base::TenantId::parse("t1").unwrap(),
        config: crate::base::ConfigId::parse("acme").unwrap(),
        due_at: Timestamp::EPOCH,
        attempts: 0,
        key_id: [0; 16],
        sealed: crate::model::sealed::SealedBytes::from_stored(vec![]),
    };
    let read = record::read_revocation(FROZEN.as_bytes(), &row).unwrap();
    assert_eq!(tokens(&read), ["rt-1", "rt-0", "at-1"]);
    assert_eq!(read.account.as_ref().and_then(|account| account.person.as_deref()), Some("p"));
    let written = record::write_revocation(&read);
    assert_eq!(std::str::from_utf8(&written).unwrap(), FROZEN, "and written so");
    let newer = FROZEN.replace("\"v\":1", "\"v\":2");
    assert!(record::read_revocation(newer.as_bytes(), &row).is_err());
}

#[tokio::test]
async fn only_who_holds_it_ends_or_postpones_it() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("vault.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let stored = signed_in(1);
    repo.insert_grant(&stored, vec![], None).await.unwrap().unwrap();
    let new = NewRevocation {
        revocation: Revocation::of(&stored, false, Timestamp::from_unix_seconds(1)).unwrap(),
        due_at: Timestamp::from_unix_seconds(1),
    };
    end(&repo, &stored).await;
    let first = take(&repo).await.remove(0);
    assert!(!repo.postpone_revocation(&new.held(), Timestamp::EPOCH).await.unwrap(), "whoever queued it has it no more");
    let_go(&file);
    let second = take(&repo).await.remove(0);
    assert_eq!((first.attempts(), second.attempts()), (1, 2));
    assert!(!repo.postpone_revocation(&first, Timestamp::EPOCH).await.unwrap());
    assert!(repo.postpone_revocation(&second, Timestamp::from_unix_seconds(99)).await.unwrap());
    assert!(take(&repo).await.is_empty(), "it is not due");
    // Queued once more it is the same.
    repo.queue_revocation(&new).await.unwrap();
}

fn new(stored: &Grant) -> NewRevocation {
    let since = Timestamp::from_unix_seconds(1);
    NewRevocation { revocation: Revocation::of(stored, false, since).unwrap(), due_at: since }
}

/// A tenant that was erased begins with nothing, also not with a key for what comes late of it.
#[tokio::test]
async fn what_comes_late_of_an_erased_tenant_is_not_queued_and_makes_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("vault.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let stored = signed_in(1);
    repo.insert_grant(&stored, vec![], None).await.unwrap().unwrap();
    repo.erase_tenant_of(&stored).await;
    repo.queue_revocation(&new(&stored)).await.unwrap();
    let count = |sql: &str| Connection::open(&file).unwrap().query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM jobs"), 0);
    assert_eq!(count("SELECT count(*) FROM keysets WHERE tenant_id = 't1'"), 0);
    repo.close().await;
}

/// Another process has let another key follow, and this one seals under the one before.
#[tokio::test]
async fn what_is_queued_under_a_key_that_has_just_ended_is_sealed_under_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("vault.db"), LocalRootKey::make());
    let (repo, other) = (open(&file, &key).await, open(&file, &key).await);
    let stored = signed_in(1);
    repo.insert_grant(&stored, vec![], None).await.unwrap().unwrap();
    other.housekeeping().rotate_tenant_key(&stored.key.tenant_id, |_| true).await.unwrap();
    repo.queue_revocation(&new(&stored)).await.unwrap();
    let [found] = &take(&other).await[..] else { panic!("one") };
    assert_eq!(tokens(&found.revocation), ["rt-canary", "rt-spare", "at-canary"]);
    for process in [repo, other] {
        process.close().await;
    }
}

/// Each part of where it stands, by itself (SR-42): another place would not open it.
#[tokio::test]
async fn each_part_of_a_revocations_place_is_bound_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let repo = open(&folder.path().join("vault.db"), &LocalRootKey::make()).await;
    let Write::QueueJob(row) = repo.queue_write(&new(&signed_in(1))).await.unwrap() else { panic!("a job") };
    type Change = fn(&mut QueuedJob);
    let changes: [(&str, Change); 3] = [
        ("id", |row| row.id.push('x')),
        ("tenant", |row| row.tenant_id = crate::base::TenantId::parse("t2").unwrap()),
        ("config", |row| row.config = crate::base::ConfigId::parse("other").unwrap()),
    ];
    for (what, change) in changes {
        let mut other = row.clone();
        change(&mut other);
        assert_ne!(repo.revocation_context(&other).encode(), repo.revocation_context(&row).encode(), "{what}");
    }
    repo.close().await;
}

/// What an app mints ends by itself, unless the definition says that the provider revokes it; and where there is no token there is nothing to
/// ask for.
#[test]
fn nothing_is_queued_of_what_is_minted_or_holds_no_token() {
    let is_queued = |renewal: Renewal, access: Option<&str>, minted: bool| {
        let mut stored = signed_in(1);
        let Material::OAuth(tokens) = &mut stored.secrets.material else { panic!("tokens") };
        (tokens.renewal, tokens.access_token, tokens.candidates) = (renewal, access.map(Secret::from), vec![]);
        Revocation::of(&stored, minted, Timestamp::EPOCH).is_some()
    };
    let mint = || Renewal::Mint(MintKind::JwtBearer);
    assert!(!is_queued(mint(), Some("at"), false));
    assert!(is_queued(mint(), Some("at"), true));
    assert!(is_queued(Renewal::Never, Some("at"), false));
    assert!(is_queued(Renewal::RefreshToken("rt".into()), None, false));
    assert!(!is_queued(Renewal::Never, None, false));
    assert!(Revocation::of(&grant(1), true, Timestamp::EPOCH).is_none(), "a key is none of the provider's grants");
}
