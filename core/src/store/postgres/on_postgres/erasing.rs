//! Erasures beside transactions that are under way.

use super::*;
use crate::base::{GrantId, TenantId, UserId};
use crate::model::rows::{Erasure, SessionFilter};
use crate::store::suite::vault::Vault as _;

fn of_user() -> Erasure {
    Erasure::User { tenant_id: TenantId::parse("t").unwrap(), user_id: UserId::parse("a").unwrap() }
}

fn of_tenant() -> Erasure {
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

/// No statement removes more than a slice, however much there is: it would take longer than anybody waits, and be taken back each time.
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
        + &format!("UPDATE {schema}.positions SET events = {MANY};");
    client.batch_execute(&fill).await.unwrap();
    for table in ["events", "grants", "jobs", "sessions"] {
        let watch = format!(
            "CREATE OR REPLACE FUNCTION {schema}.watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF (SELECT count(*) FROM gone) > 5000 THEN RAISE EXCEPTION 'too many at once'; END IF; RETURN NULL; END $$;
            CREATE TRIGGER watch AFTER DELETE ON {schema}.{table} REFERENCING OLD TABLE AS gone
                FOR EACH STATEMENT EXECUTE FUNCTION {schema}.watch()"
        );
        client.batch_execute(&watch).await.unwrap();
    }
    let left = async |table: &str| {
        client.query_one(&format!("SELECT count(*) FROM {schema}.{table}"), &[]).await.unwrap().get::<_, i64>(0)
    };
    assert_eq!((left("events").await, left("grants").await), (MANY, MANY));
    let late = Timestamp::from_unix_seconds(4_000_000_000);
    let purge = |events_before| Write::Purge {
        seals_before: Timestamp::EPOCH,
        sessions_before: Timestamp::EPOCH,
        ended_before: Timestamp::EPOCH,
        events_before,
        changes_before: Timestamp::EPOCH,
    };
    apply(&store, vec![purge(Timestamp::EPOCH)]).await;
    assert_eq!(left("events").await, MANY, "none is old");
    apply(&store, vec![purge(late)]).await;
    assert_eq!(left("events").await, 0);
    apply(&store, vec![Write::Erase { erasure: of_tenant(), now: Timestamp::EPOCH }]).await;
    assert_eq!((left("grants").await, left("sessions").await), (0, 0));
}
