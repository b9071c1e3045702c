//! The order of commits, the server's clock, and commits whose answer is lost.

use super::super::logs::{Notes, Proof};
use super::super::{commit, grants, transaction};
use super::*;
use crate::base::TestClock;

/// A session in a transaction of its own, in which a grant is written and not yet noted.
async fn begin(vault: &InSchema, row: &GrantRow) -> Db {
    let db = Life::new(vault.place(), Source::Server(Arc::new(SystemClock))).lone_session().await.unwrap();
    transaction::begin(&db).await.unwrap();
    grants::insert(&db, row, row.account_hash.as_slice()).await.unwrap();
    db
}

async fn note(db: &Db, row: &GrantRow, event: &Event) -> Option<Proof> {
    let mut notes = Notes::default();
    notes.note(&row.tenant_id, &row.id, Timestamp::EPOCH);
    notes.append(db, event, true).await.unwrap();
    notes.write(db).await.unwrap()
}

/// The first to begin is the last to commit; a reader who pages one by one sees both, whenever it looks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn two_transactions_that_commit_in_reverse_order_are_both_read() {
    let (vault, store) = open_vault().await;
    let (one, two) = suite::two_grants();
    let [first_event, second_event, _] = suite::three_events();
    let start = store.changes_since(None, 1).await.unwrap().position;
    let first = begin(&vault, &one).await;
    let second = begin(&vault, &two).await;
    note(&second, &two, &second_event).await;
    transaction::end(&second).await.unwrap();
    let page = store.changes_since(Some(start), 1).await.unwrap();
    assert_eq!(page.grants, [(two.tenant_id.clone(), two.id.clone())]);
    let events = store.list_events(EventFilter { limit: 1, ..EventFilter::default() }).await.unwrap();
    assert_eq!(events[0].1.id, second_event.id);

    note(&first, &one, &first_event).await;
    assert!(store.changes_since(Some(page.position.clone()), 1).await.unwrap().grants.is_empty(), "it is not committed");
    transaction::end(&first).await.unwrap();
    let next = store.changes_since(Some(page.position), 1).await.unwrap();
    assert_eq!(next.grants, [(one.tenant_id.clone(), one.id.clone())], "behind the page that ended before it");
    let after = Some(events[0].0.clone());
    let events = store.list_events(EventFilter { limit: 1, after, ..EventFilter::default() }).await.unwrap();
    assert_eq!(events[0].1.id, first_event.id);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn leases_go_by_the_servers_clock_whatever_those_of_the_hosts_say() {
    let (vault, store) = open_vault().await;
    let (grant, _) = suite::two_grants();
    apply(&store, vec![insert(&grant), Write::AcquireLease(suite::lease_acquisition(&grant))]).await;
    let length = suite::lease_acquisition(&grant).length;
    for seconds in [1_600_000_000, 1_900_000_000] {
        // A host whose clock is years away.
        let clock = TestClock::frozen_at(Timestamp::from_unix_seconds(seconds));
        let other = PostgresStore::new(vault.place(), Arc::new(clock.clone()));
        other.open().await.unwrap();
        let left = find(&other, &grant).await.unwrap().lease.left;
        assert!(left > Duration::ZERO && left <= length, "{left:?}");
        let acquire = vec![Write::AcquireLease(suite::lease_acquisition(&grant))];
        assert_eq!(apply(&other, acquire.clone()).await, Outcome::Conflict(Conflict::Leased));
        // What a test lets pass does pass.
        clock.advance(length);
        assert_eq!(find(&other, &grant).await.unwrap().lease.left, Duration::ZERO);
    }
}

/// Whichever way it went, who asks afterwards learns it, and not before the server has decided.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_commit_whose_answer_was_lost_is_resolved_by_reading() {
    let (vault, store) = open_vault().await;
    let (one, two) = suite::two_grants();
    let [first_event, second_event, third_event] = suite::three_events();
    let committed = begin(&vault, &one).await;
    let proof = note(&committed, &one, &first_event).await;
    let store = Arc::new(store);
    let asking = tokio::spawn({
        let store = store.clone();
        async move { commit::was_committed(&store.life, proof).await }
    });
    // The server is in the middle of it, for all that anybody knows.
    while !is_waiting(&vault, "positions").await {
        tokio::task::yield_now().await;
    }
    assert!(!asking.is_finished());
    transaction::end(&committed).await.unwrap();
    assert!(asking.await.unwrap().unwrap());

    let taken_back = begin(&vault, &two).await;
    let proof = note(&taken_back, &two, &second_event).await;
    drop(taken_back);
    assert!(!commit::was_committed(&store.life, proof).await.unwrap());
    // Somebody else has the number by now.
    let taken_back = begin(&vault, &two).await;
    let mut notes = Notes::default();
    notes.note(&two.tenant_id, &two.id, Timestamp::EPOCH);
    let proof = notes.write(&taken_back).await.unwrap();
    drop(taken_back);
    let other = GrantRow { tenant_id: crate::base::TenantId::parse("other").unwrap(), ..two.clone() };
    apply(&store, vec![insert(&other), Write::AppendEvent(third_event)]).await;
    assert!(!commit::was_committed(&store.life, proof).await.unwrap());
    assert!(
        commit::was_committed(&store.life, None).await.unwrap_err().message().ends_with("whether it took effect is unknown.")
    );
}

/// The server commits, and waits for a standby that is not there before it says so; somebody looks after that while it is asked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_commit_that_nobody_answers_is_resolved_and_not_told_as_a_failure() {
    let cluster = Arc::new(Cluster::start(&["wal_level = replica", "max_wal_senders = 1"]).unwrap());
    let place = place_at(&cluster.address(Cluster::APP));
    let life = Life::new(place, Source::Server(Arc::new(SystemClock))).with_commit_limit(Duration::from_millis(200));
    let store = PostgresStore::living(life);
    store.open().await.unwrap();
    let set = |standbys: &str| {
        cluster.sql("postgres", &format!("ALTER SYSTEM SET synchronous_standby_names = '{standbys}'")).unwrap();
        cluster.sql("postgres", "SELECT pg_reload_conf()").unwrap();
    };
    set("nobody");
    while cluster.sql("postgres", "SHOW synchronous_standby_names").unwrap() != "nobody" {
        tokio::task::yield_now().await;
    }
    let (row, _) = suite::two_grants();
    let [event, ..] = suite::three_events();
    let commit = tokio::spawn({
        let batch = Batch { writes: vec![insert(&row), Write::AppendEvent(event)] };
        async move { (store.commit(batch).await, store) }
    });
    let asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%positions%'";
    while cluster.sql("postgres", asked).unwrap() == "0" {
        assert!(!commit.is_finished(), "somebody asks what became of it");
        tokio::task::yield_now().await;
    }
    set("");
    let (outcome, store) = commit.await.unwrap();
    assert!(matches!(outcome.unwrap(), Outcome::Applied { .. }));
    assert!(find(&store, &row).await.is_some());
}

/// Of an installation, whose row has the hash of the organisation that it claims, the same as of a connection, whose row has none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_renewal_costs_no_statement_for_what_it_claims_already() {
    use crate::model::rows::Write;
    let (vault, store) = open_vault().await;
    let [connection, installation] = suite::one_of_each();
    let (key, ..) = suite::sign_in();
    apply(&store, vec![key, insert(&connection), insert(&installation)]).await;
    let mut counts = vec![];
    for row in [&connection, &installation] {
        let db = Life::new(vault.place(), Source::Server(Arc::new(SystemClock))).lone_session().await.unwrap();
        transaction::begin(&db).await.unwrap();
        let before = db.count_statements();
        let renewed = suite::renewed(row);
        assert!(matches!(&renewed, Write::UpdateGrant { claims, .. } if claims.is_empty()));
        let batch = Batch { writes: vec![renewed] };
        let applied = super::super::write::apply(&db, &batch).await.unwrap();
        assert!(matches!(applied, super::super::write::Applied::All { .. }), "{applied:?}");
        counts.push(db.count_statements() - before);
        transaction::end(&db).await.unwrap();
    }
    assert_eq!(counts[0], counts[1]);
    // Its key is held, it is changed, its jobs follow, and the change is noted.
    assert!(counts[0] <= 5, "{counts:?}");
}

/// What is usual for the role does not count, and a commit is durable before it is acknowledged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_commit_is_durable_whatever_is_usual_for_the_role() {
    let cluster = Cluster::start(&[]).unwrap();
    for (usual, ours) in [("off", "on"), ("local", "on"), ("on", "on"), ("remote_apply", "remote_apply")] {
        cluster.sql("postgres", &format!("ALTER ROLE authpipe SET synchronous_commit = {usual}")).unwrap();
        let life = Life::new(place_at(&cluster.address(Cluster::APP)), Source::Server(Arc::new(SystemClock)));
        let db = life.lone_session().await.unwrap();
        transaction::begin_unchecked(&db).await.unwrap();
        let found = db.client().unwrap().query_typed_one("SELECT current_setting('synchronous_commit')", &[]).await.unwrap();
        assert_eq!(found.get::<_, &str>(0), ours, "{usual}");
    }
}
