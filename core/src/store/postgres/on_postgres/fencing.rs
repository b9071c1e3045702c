//! Programs of an earlier version that still run beside the migration of a newer one.

use std::sync::Arc;

use super::*;
use crate::model::rows::{MetaRow, OLDEST_READER, VAULT_VERSION};

/// The next version, which lets go on using the vault whoever knows this one.
async fn migrate(vault: &InSchema, version: u32, oldest_reader: u32) {
    let db = Life::new(vault.place(), Source::Server(Arc::new(SystemClock))).lone_session().await.unwrap();
    transaction::begin_unchecked(&db).await.unwrap();
    fence::hold_up_writers(&db).await.unwrap();
    migrations::say_version(&db, version, oldest_reader).await.unwrap();
    transaction::end(&db).await.unwrap();
    db.finish();
}

/// A vault in which a grant is due, and a store that has it open.
async fn with_due_grant() -> (InSchema, PostgresStore, GrantRow) {
    let (vault, store) = open_vault().await;
    let meta = MetaRow {
        schema_version: VAULT_VERSION,
        oldest_reader: OLDEST_READER,
        environment_hash: [1; 32],
        store_epoch: 0,
        earlier_epoch: None,
    };
    let (grant, _) = suite::two_grants();
    let grant = GrantRow { refresh_at: Some(Timestamp::from_unix_seconds(5)), ..grant };
    apply(&store, vec![Write::InitMeta(meta), insert(&grant)]).await;
    (vault, store, grant)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_program_that_is_shut_out_while_it_runs_does_nothing_any_more() {
    let (vault, store, grant) = with_due_grant().await;
    migrate(&vault, VAULT_VERSION + 1, VAULT_VERSION).await;
    assert!(find(&store, &grant).await.is_some(), "the next version lets this one go on");
    apply(
        &store,
        vec![Write::TouchGrant { tenant_id: grant.tenant_id.clone(), grant_id: grant.id.clone(), at: Timestamp::EPOCH }],
    )
    .await;

    migrate(&vault, VAULT_VERSION + 2, VAULT_VERSION + 1).await;
    let asked = suite::lease_acquisition(&grant);
    let (other, _) = suite::two_grants();
    let old = Timestamp::from_unix_seconds(9);
    let purge =
        Write::Purge { seals_before: old, sessions_before: old, ended_before: old, events_before: old, changes_before: old };
    let id = GrantQuery::Id(grant.tenant_id.clone(), grant.id.clone());
    let told = [
        ("acquire", store.commit(Batch { writes: vec![Write::AcquireLease(asked)] }).await.map(drop)),
        ("insert", store.commit(Batch { writes: vec![insert(&other)] }).await.map(drop)),
        ("purge", store.commit(Batch { writes: vec![purge] }).await.map(drop)),
        ("nothing", store.commit(Batch { writes: vec![] }).await.map(drop)),
        ("jobs", store.take_jobs(suite::due_jobs()).await.map(drop)),
        ("find", store.find_grant(id).await.map(drop)),
        ("changes", store.changes_since(None, 1).await.map(drop)),
        ("meta", store.find_meta().await.map(drop)),
    ];
    for (what, told) in told {
        let error = told.expect_err(what);
        assert_eq!(error.code(), ErrorCode::VaultNewer, "{what}: {error}");
        let expected = format!("A newer version of Authpipe wrote {} (schema {}).", store.name(), VAULT_VERSION + 2);
        assert_eq!((error.message(), error.hint()), (expected.as_str(), Some("Upgrade Authpipe.")));
    }
    // Nor has it kept the work from others, or removed what has grown old.
    let notes = format!("SELECT count(*) FROM {}.changes", vault.schema);
    assert_eq!(vault.client().await.query_one(&notes, &[]).await.unwrap().get::<_, i64>(0), 1);
    let held = format!("SELECT count(*) FROM {}.jobs WHERE held_until IS NOT NULL OR attempts > 0", vault.schema);
    assert_eq!(vault.client().await.query_one(&held, &[]).await.unwrap().get::<_, i64>(0), 0);
    migrate(&vault, VAULT_VERSION, OLDEST_READER).await;
    assert_eq!(store.take_jobs(suite::due_jobs()).await.unwrap().len(), 1, "a backup of before was put back");
}

/// What a writer has begun is there when the migration goes on; whoever comes meanwhile reads what it says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_migration_waits_for_who_writes_and_lets_nobody_in_behind_it() {
    use crate::store::suite::vault::Vault as _;
    let (vault, store, grant) = with_due_grant().await;
    let (vault, store) = (Arc::new(vault), Arc::new(store));
    let (_, later) = suite::two_grants();
    let before = vault.begin(Batch { writes: vec![insert(&later)] }).await;
    let migrating = {
        let vault = vault.clone();
        tokio::spawn(async move { migrate(&vault, VAULT_VERSION + 1, VAULT_VERSION + 1).await })
    };
    while !is_waiting(&vault, "SHARE ROW EXCLUSIVE").await {
        assert!(!migrating.is_finished(), "it has not waited");
        tokio::task::yield_now().await;
    }
    assert!(find(&store, &grant).await.is_some(), "reads go on");
    let late = {
        let (store, grant) = (store.clone(), grant.clone());
        let touch = Write::TouchGrant { tenant_id: grant.tenant_id, grant_id: grant.id, at: Timestamp::from_unix_seconds(77) };
        tokio::spawn(async move { store.commit(Batch { writes: vec![touch] }).await })
    };
    while !is_waiting(&vault, "IN ROW EXCLUSIVE").await {
        assert!(!late.is_finished(), "it has not waited");
        tokio::task::yield_now().await;
    }
    before.commit().await;
    migrating.await.unwrap();
    assert_eq!(late.await.unwrap().unwrap_err().code(), ErrorCode::VaultNewer);
    let touched = format!("SELECT count(*), count(*) FILTER (WHERE last_used_at = 77000) FROM {}.grants", vault.schema);
    let found = vault.client().await.query_one(&touched, &[]).await.unwrap();
    assert_eq!((found.get::<_, i64>(0), found.get::<_, i64>(1)), (2, 0));
}

/// The steps of this program do so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn each_step_waits_for_who_writes() {
    let vault = postgres_vault(Way::Direct);
    super::many::fill_first_schema(&vault, 10).await;
    let writer = vault.client().await;
    let begun = format!("BEGIN; LOCK TABLE {}.meta IN ROW EXCLUSIVE MODE", vault.schema);
    writer.batch_execute(&begun).await.unwrap();
    let store = Arc::new(vault.store());
    let opening = tokio::spawn({
        let store = store.clone();
        async move { store.open().await }
    });
    while !is_waiting(&vault, "SHARE ROW EXCLUSIVE").await {
        assert!(!opening.is_finished(), "it has not waited");
        tokio::task::yield_now().await;
    }
    writer.batch_execute("COMMIT").await.unwrap();
    opening.await.unwrap().unwrap();
}

/// A version that renames what is read says so, and nobody is told that somebody has changed the database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn what_a_newer_version_has_renamed_is_not_told_as_damage() {
    let (vault, store, grant) = with_due_grant().await;
    let schema = &vault.schema;
    let rename = format!("ALTER TABLE {schema}.grants RENAME COLUMN config TO settings");
    vault.client().await.batch_execute(&rename).await.unwrap();
    let id = GrantQuery::Id(grant.tenant_id.clone(), grant.id.clone());
    let damaged = store.find_grant(id.clone()).await.unwrap_err();
    assert!(damaged.message().ends_with("a table of it was removed or changed."), "{damaged}");
    migrate(&vault, VAULT_VERSION + 1, VAULT_VERSION + 1).await;
    assert_eq!(store.find_grant(id).await.unwrap_err().code(), ErrorCode::VaultNewer);
    assert_eq!(store.take_jobs(suite::due_jobs()).await.unwrap_err().code(), ErrorCode::VaultNewer);
}
