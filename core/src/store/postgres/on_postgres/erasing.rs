//! Erasures beside transactions that are under way.

use super::*;
use crate::base::{GrantId, TenantId, UserId};
use crate::model::rows::{Erasure, SessionFilter};
use crate::store::suite::vault::Vault as _;

fn of_user() -> Erasure {
    Erasure::User { tenant_id: TenantId::parse("t").unwrap(), user_id: UserId::parse("a").unwrap() }
}

pub(super) fn of_tenant() -> Erasure {
    Erasure::Tenant { tenant_id: TenantId::parse("t").unwrap(), is_backup_proof: false, note: GrantId::make_connection() }
}

/// What commits while it is erased is erased, or is refused: in whatever order they came, there is nothing afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_sign_in_that_commits_meanwhile_is_erased_too() {
    for erasure in [of_user(), of_tenant()] {
        for with_session in [true, false] {
            let (vault, store) = open_vault().await;
            let (key, grant, session, begun) = suite::sign_in();
            apply(&store, vec![key, begun]).await;
            let mut writes = vec![insert(&grant)];
            writes.extend(with_session.then_some(session));
            let under_way = vault.begin(Batch { writes }).await;
            let store = Arc::new(store);
            let erasing = tokio::spawn({
                let (store, erase) = (store.clone(), Write::Erase { erasure: erasure.clone(), now: Timestamp::EPOCH });
                async move { apply(&store, vec![erase]).await }
            });
            while !is_waiting(&vault, "").await {
                assert!(!erasing.is_finished());
                tokio::task::yield_now().await;
            }
            under_way.commit().await;
            assert!(matches!(erasing.await.unwrap(), Outcome::Applied { .. }));
            assert!(find(&store, &grant).await.is_none(), "{erasure:?}, with its session: {with_session}");
            let sessions = store.list_sessions(SessionFilter { limit: 10, ..SessionFilter::default() }).await.unwrap();
            assert!(sessions.is_empty());
        }
    }
}

/// A vault with 6,000 grants of a user, and an event of each that does not name the user.
async fn open_crowded() -> Crowded {
    let (vault, store) = open_vault().await;
    let (key, grant, ..) = suite::sign_in();
    let [event, ..] = suite::three_events();
    let event = Event { grant_id: Some(grant.id.clone()), user_id: None, ..event };
    apply(&store, vec![key, insert(&grant), Write::AppendEvent(event)]).await;
    let (schema, client) = (vault.schema.clone(), vault.client().await);
    let fill = format!(
        "INSERT INTO {schema}.grants SELECT (jsonb_populate_record(one, jsonb_build_object(
            'id', 'con_' || lpad(n::text, 22, '0'), 'label', n))).* FROM {schema}.grants AS one, generate_series(2, 6000) AS n;
        INSERT INTO {schema}.events SELECT (jsonb_populate_record(one, jsonb_build_object('seq', n, 'id', 'evt_' || n || 'x',
            'grant_id', 'con_' || lpad(n::text, 22, '0')))).* FROM {schema}.events AS one, generate_series(2, 6000) AS n;
        UPDATE {schema}.positions SET events = 6000;"
    );
    client.batch_execute(&fill).await.unwrap();
    Crowded { store, schema, client }
}

struct Crowded {
    store: PostgresStore,
    schema: String,
    client: tokio_postgres::Client,
}

impl Crowded {
    async fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {}.{table}", self.schema);
        self.client.query_one(&sql, &[]).await.unwrap().get(0)
    }

    async fn erase(&self, erasure: Erasure) -> Result<Outcome> {
        self.store.commit(Batch { writes: vec![Write::Erase { erasure, now: Timestamp::EPOCH }] }).await
    }
}

/// What is told of a user's grants goes with them, also where it does not name the user.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn the_events_of_very_many_grants_of_a_user_go_with_them() {
    let vault = open_crowded().await;
    vault.erase(of_user()).await.unwrap();
    assert_eq!((vault.count("grants").await, vault.count("events").await), (0, 0));
}

/// What is left of an erasure that did not come to its end opens for nobody, and the vault says that there was one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn an_erasure_of_a_tenant_destroys_its_keys_before_it_removes_very_many_rows() {
    let vault = open_crowded().await;
    let schema = &vault.schema;
    let stop = format!(
        "CREATE FUNCTION {schema}.stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it dies here'; END $$;
        CREATE TRIGGER stop BEFORE DELETE ON {schema}.grants FOR EACH STATEMENT EXECUTE FUNCTION {schema}.stop()"
    );
    vault.client.batch_execute(&stop).await.unwrap();
    vault.erase(of_tenant()).await.unwrap_err();
    assert_eq!(vault.count("grants").await, 6000);
    assert_eq!(vault.store.find_destroyed_keys(vec![[1; 16], [2; 16]]).await.unwrap(), [[1; 16]]);
    assert_eq!(vault.store.list_erasures().await.unwrap().len(), 1);
    vault.client.batch_execute(&format!("DROP TRIGGER stop ON {schema}.grants")).await.unwrap();
    vault.erase(of_tenant()).await.unwrap();
    assert_eq!((vault.count("grants").await, vault.count("events").await), (0, 0));
}

/// The server believes each of the tables to have one row, as it does when it counts them while very many are being written.
async fn believe_empty(vault: &InSchema, tables: &[&str]) {
    let client = vault.client().await;
    let mut config = vault.place().config.clone();
    config.user(Cluster::SUPERUSER.name).password(Cluster::SUPERUSER.password);
    let superuser = super::super::testing::connect(&config).await;
    for table in tables {
        let name = format!("{}.{table}", vault.schema);
        client.batch_execute(&format!("ALTER TABLE {name} SET (autovacuum_enabled = off)")).await.unwrap();
        let believe = format!("UPDATE pg_class SET reltuples = 1 WHERE oid = '{name}'::regclass AND relpages > 0");
        client.batch_execute(&format!("ANALYZE {name}")).await.unwrap();
        assert_eq!(superuser.execute(&believe, &[]).await.unwrap(), 1, "{table}");
    }
}

/// No statement removes more than a slice, however much there is: it would take longer than anybody waits, and be taken back each time.
/// So it is whatever the server believes of the tables: by its own count of rows it chooses how to find them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn very_many_rows_are_removed_in_slices() {
    const MANY: i64 = 12_000;
    let (vault, store) = open_vault().await;
    let client = vault.client().await;
    let (key, grant, _, begun) = suite::sign_in();
    let [event, ..] = suite::three_events();
    let event = Event { grant_id: Some(grant.id.clone()), ..event };
    apply(&store, vec![key, begun, insert(&grant), Write::AppendEvent(event)]).await;
    let schema = &vault.schema;
    let copy = |table: &str, changed: &str| {
        let all = format!("generate_series(2, {MANY}) AS n");
        format!(
            "INSERT INTO {schema}.{table} SELECT (jsonb_populate_record(one, jsonb_build_object({changed}))).* FROM {schema}.{table} AS one, {all};"
        )
    };
    let fill = copy("events", "'seq', n, 'id', 'evt_' || n || 'x'")
        + &copy("grants", "'id', 'conn_' || lpad(n::text, 26, '0'), 'user_id', 'u' || n")
        + &copy("changes", "'seq', n")
        + &copy("sessions", "'id', 'ses_' || n, 'state_hash', '\\x' || lpad(to_hex(n), 64, '0')")
        + &format!("UPDATE {schema}.positions SET events = {MANY}, changes = {MANY};");
    client.batch_execute(&fill).await.unwrap();
    believe_empty(&vault, &["events", "grants", "sessions", "changes"]).await;
    for table in ["events", "grants", "jobs", "sessions", "changes"] {
        let mut watch = format!(
            "CREATE OR REPLACE FUNCTION {schema}.watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF (SELECT count(*) FROM gone) > 5000 THEN RAISE EXCEPTION 'too many at once'; END IF; RETURN NULL; END $$;"
        );
        for change in ["DELETE", "UPDATE"] {
            watch.push_str(&format!(
                "CREATE TRIGGER watch_{change} AFTER {change} ON {schema}.{table} REFERENCING OLD TABLE AS gone
                    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.watch();"
            ));
        }
        client.batch_execute(&watch).await.unwrap();
    }
    let left = async |table: &str| {
        client.query_one(&format!("SELECT count(*) FROM {schema}.{table}"), &[]).await.unwrap().get::<_, i64>(0)
    };
    assert_eq!((left("events").await, left("grants").await), (MANY, MANY));
    let late = Timestamp::from_unix_seconds(4_000_000_000);
    const NONE: Timestamp = Timestamp::EPOCH;
    let purge = async |seals_before, ended_before, events_before, changes_before| {
        let purge = Write::Purge { seals_before, sessions_before: NONE, ended_before, events_before, changes_before };
        apply(&store, vec![purge]).await;
    };
    purge(NONE, NONE, NONE, NONE).await;
    assert_eq!((left("events").await, left("changes").await, left("sessions").await), (MANY, MANY, MANY), "none is old");
    purge(NONE, NONE, late, NONE).await;
    assert_eq!((left("events").await, left("changes").await), (0, MANY));
    // Times follow the order of commits only roughly: one among the old ones is not.
    let recent = format!("UPDATE {schema}.changes SET at = 5000000000000 WHERE seq = 5000 OR seq > 11000");
    client.batch_execute(&recent).await.unwrap();
    purge(NONE, NONE, NONE, late).await;
    assert_eq!((left("changes").await, left("changes WHERE seq > 11000").await), (1000, 1000), "up to the last old one");
    purge(late, NONE, NONE, NONE).await;
    assert_eq!((left("sessions WHERE sealed IS NULL").await, left("sessions").await), (MANY, MANY));
    let all_fail = format!(
        "ALTER TABLE {schema}.sessions DISABLE TRIGGER USER; UPDATE {schema}.sessions SET status = 'failed';
        ALTER TABLE {schema}.sessions ENABLE TRIGGER USER"
    );
    client.batch_execute(&all_fail).await.unwrap();
    purge(NONE, late, NONE, NONE).await;
    assert_eq!(left("sessions").await, 0);
    apply(&store, vec![Write::Erase { erasure: of_tenant(), now: Timestamp::EPOCH }]).await;
    assert_eq!((left("grants").await, left("sessions").await), (0, 0));
}
