//! Migrations, schemas and rights.

use super::*;
use crate::model::rows::{AuditFilter, MetaRow, VAULT_VERSION};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn several_processes_that_start_at_once_migrate_once() {
    let vault = postgres_vault(Way::Direct);
    let starting: Vec<_> = (0..12)
        .map(|_| {
            let store = vault.store();
            tokio::spawn(async move {
                store.open().await.unwrap();
                store
            })
        })
        .collect();
    let mut stores = Vec::new();
    for store in starting {
        stores.push(store.await.unwrap());
    }
    let (grant, _) = suite::two_grants();
    apply(&stores[0], vec![insert(&grant)]).await;
    for store in &stores {
        assert!(find(store, &grant).await.is_some());
    }
    let versions = format!("SELECT count(*) FROM {}.authpipe", vault.schema);
    assert_eq!(vault.client().await.query_one(&versions, &[]).await.unwrap().get::<_, i64>(0), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_newer_schema_is_refused_by_name_unless_it_says_otherwise() {
    let (vault, store) = open_vault().await;
    let meta = MetaRow {
        schema_version: VAULT_VERSION,
        oldest_reader: VAULT_VERSION,
        environment_hash: [1; 32],
        store_epoch: 0,
        earlier_epoch: None,
    };
    apply(&store, vec![Write::InitMeta(meta)]).await;
    let client = vault.client().await;
    let schema = &vault.schema;
    client.batch_execute(&format!("UPDATE {schema}.authpipe SET schema_version = 99")).await.unwrap();
    vault.store().open().await.expect("the newer version lets this one read");
    client.batch_execute(&format!("UPDATE {schema}.meta SET oldest_reader = 99")).await.unwrap();
    let refused = vault.store();
    let error = refused.open().await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultNewer);
    let expected = format!("A newer version of Authpipe wrote {} (schema 99).", refused.name());
    assert_eq!((error.message(), error.hint()), (expected.as_str(), Some("Upgrade Authpipe.")));
    client.batch_execute(&format!("DELETE FROM {schema}.meta")).await.unwrap();
    assert_eq!(vault.store().open().await.unwrap_err().code(), ErrorCode::VaultNewer, "nobody has said that we may");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn tables_of_another_program_are_left_alone() {
    let vault = postgres_vault(Way::Direct);
    let schema = &vault.schema;
    let client = vault.client().await;
    client.batch_execute(&format!("CREATE SCHEMA {schema}; CREATE TABLE {schema}.users (x int)")).await.unwrap();
    let error = vault.store().open().await.unwrap_err();
    assert!(error.message().ends_with("its schema holds tables that Authpipe has not made."), "{error}");
    assert!(error.hint().unwrap().contains("?schema=authpipe"));
    let tables = format!("SELECT count(*) FROM pg_tables WHERE schemaname = '{schema}'");
    assert_eq!(client.query_one(&tables, &[]).await.unwrap().get::<_, i64>(0), 1);
    // An empty one is a place for a vault.
    client.batch_execute(&format!("DROP TABLE {schema}.users")).await.unwrap();
    vault.store().open().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn vaults_in_two_schemas_of_a_database_are_two() {
    let ((_, one), (_, two)) = (open_vault().await, open_vault().await);
    let (grant, _) = suite::two_grants();
    apply(&one, vec![insert(&grant)]).await;
    assert!(find(&two, &grant).await.is_none());
    apply(&two, vec![insert(&grant)]).await;
    assert_ne!(one.name(), two.name());
}

/// Rights that a role has of all tables of the schema by default are not those of the audit log, from the step on that makes them so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn rights_by_default_remove_no_entry_of_the_audit_log() {
    let cluster = Cluster::start(&[]).unwrap();
    let run = Role { name: "authpipe_run", password: "run" };
    let sql = |sql: &str| cluster.sql(Cluster::DATABASE, sql).unwrap();
    sql(&format!(
        "CREATE ROLE authpipe_run LOGIN PASSWORD 'run'; GRANT CONNECT ON DATABASE {} TO authpipe_run; CREATE SCHEMA authpipe AUTHORIZATION {}",
        Cluster::DATABASE,
        Cluster::APP.name
    ));
    sql(include_str!("../rights.sql").rsplit_once('\n').unwrap().0.lines().last().unwrap());
    sql("GRANT USAGE ON SCHEMA authpipe TO authpipe_run");
    let store = |role| PostgresStore::new(place_at(&cluster.address(role)), Arc::new(SystemClock));
    store(Cluster::APP).open().await.unwrap();
    let store = store(run);
    store.open().await.unwrap();
    for writes in suite::told_and_erased() {
        apply(&store, writes).await;
    }
    let client = super::super::testing::connect(&place_at(&cluster.address(run)).config).await;
    client.batch_execute("DELETE FROM authpipe.events").await.unwrap();
    for forbidden in ["DELETE FROM authpipe.audit", "UPDATE authpipe.audit SET mac = ''"] {
        let refused = client.batch_execute(forbidden).await.unwrap_err();
        assert_eq!(refused.code().map(|code| code.code()), Some("42501"), "{forbidden}");
    }
}

/// The two roles of the manual: one makes the schema, and one reads and writes rows and may do nothing else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_role_that_only_reads_and_writes_rows_is_enough_once_the_schema_is_there() {
    let cluster = Cluster::start(&[]).unwrap();
    let run = Role { name: "authpipe_run", password: "run" };
    let sql = |sql: &str| cluster.sql(Cluster::DATABASE, sql).unwrap();
    sql(&format!(
        "CREATE ROLE authpipe_run LOGIN PASSWORD 'run'; GRANT CONNECT ON DATABASE {} TO authpipe_run",
        Cluster::DATABASE
    ));
    let store = |role| PostgresStore::new(place_at(&cluster.address(role)), Arc::new(SystemClock));

    let error = store(run).open().await.unwrap_err();
    assert!(error.message().starts_with("The role has not the rights that it needs in postgres://authpipe_run@"), "{error}");
    store(Cluster::APP).open().await.unwrap();
    assert!(store(run).open().await.unwrap_err().message().starts_with("The role has not the rights"), "of somebody else");
    sql(include_str!("../rights.sql"));

    let store = store(run);
    store.open().await.unwrap();
    let (grant, due) = suite::two_grants();
    apply(&store, vec![insert(&grant), insert(&due), Write::AcquireLease(suite::lease_acquisition(&grant))]).await;
    apply(&store, suite::three_events().into_iter().map(Write::AppendEvent).collect()).await;
    apply(&store, vec![suite::pending_session(3)]).await;
    let at = Timestamp::from_unix_seconds(1);
    let old = Write::Purge { seals_before: at, sessions_before: at, ended_before: at, events_before: at, changes_before: at };
    apply(&store, vec![old]).await;
    assert!(find(&store, &grant).await.unwrap().lease.owner.is_some());
    for writes in suite::told_and_erased() {
        apply(&store, writes).await;
    }
    let log = store.list_audit(AuditFilter { limit: 9, ..AuditFilter::default() }).await.unwrap();
    assert_eq!((log.len(), log[0].erased.is_some()), (1, true));
    // It could copy the vault and not leave it, so it is told before anything is copied.
    use crate::store::Address as _;
    let refused = place_at(&cluster.address(run)).copy_from(Arc::new(SystemClock)).await.map(drop).unwrap_err();
    assert!(refused.message().starts_with("The role does not own the tables of"), "{refused}");
    let client = super::super::testing::connect(&place_at(&cluster.address(run)).config).await;
    for forbidden in [
        "DROP TABLE authpipe.grants",
        "CREATE TABLE authpipe.more (x int)",
        "TRUNCATE authpipe.events",
        "CREATE SCHEMA x",
        "DELETE FROM authpipe.audit",
        "UPDATE authpipe.audit SET number = 2",
        "UPDATE authpipe.audit SET mac = ''",
    ] {
        let refused = client.batch_execute(forbidden).await.unwrap_err();
        assert_eq!(refused.code().map(|code| code.code()), Some("42501"), "{forbidden}");
    }
}

/// A rule or a trigger that drops what is written tells nobody: neither is it taken for stored, nor for somebody else's change.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn what_the_database_drops_is_no_success_and_no_conflict() {
    let (vault, store) = open_vault().await;
    let (first, second) = suite::two_grants();
    apply(&store, vec![insert(&first)]).await;
    let (client, schema) = (vault.client().await, &vault.schema);
    let drop_updates = format!(
        "CREATE FUNCTION {schema}.nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER theirs BEFORE UPDATE ON {schema}.grants FOR EACH ROW EXECUTE FUNCTION {schema}.nothing()"
    );
    for (make, write) in [
        (format!("CREATE RULE theirs AS ON INSERT TO {schema}.grants DO INSTEAD NOTHING"), insert(&second)),
        (drop_updates, suite::replace(&first)),
    ] {
        client.batch_execute(&make).await.unwrap();
        let told = store.commit(Batch { writes: vec![write] }).await.unwrap_err();
        assert!(told.message().ends_with("something in the database drops what is written to grants."), "{make}: {told}");
    }
}
