//! Commits of one process that wait at the same time go as one, and each is judged by itself.

use tokio::task::JoinHandle;

use super::*;
use crate::base::GrantId;
use crate::model::rows::{GrantGuard, LeaseGuard, Schedule};

/// A vault with its tenant's key and so many grants that are sealed under it.
async fn with_grants(many: usize) -> (InSchema, Arc<PostgresStore>, Vec<GrantRow>) {
    let (vault, store) = open_vault().await;
    let [template, _] = suite::one_of_each();
    let (key, ..) = suite::sign_in();
    let make = |number| GrantRow {
        id: GrantId::make_connection(),
        user_id: crate::base::UserId::parse(&format!("u{number}")).ok(),
        ..template.clone()
    };
    let grants: Vec<GrantRow> = (0..many).map(make).collect();
    apply(&store, std::iter::once(key).chain(grants.iter().map(insert)).collect()).await;
    (vault, Arc::new(store), grants)
}

/// Its next generation, told of by an event.
fn renewal(before: &GrantRow, event: &str) -> Batch {
    let [template, ..] = suite::three_events();
    let event = Event { id: event.to_owned(), grant_id: Some(before.id.clone()), ..template };
    Batch { writes: vec![suite::renewed(before), Write::AppendEvent(event)] }
}

fn begin(store: &Arc<PostgresStore>, batch: Batch) -> JoinHandle<Result<Outcome>> {
    let store = store.clone();
    tokio::spawn(async move { store.commit(batch).await })
}

/// Holds up every commit that appends until it is told to let go.
struct HeldUp(tokio::task::JoinHandle<()>, tokio::sync::oneshot::Sender<()>);

impl HeldUp {
    async fn at_the_numbers(vault: &InSchema) -> Self {
        HeldUp::by(vault, &format!("SELECT 1 FROM {}.positions FOR UPDATE", vault.schema)).await
    }

    async fn by(vault: &InSchema, lock: &str) -> Self {
        let client = vault.client().await;
        client.batch_execute(&format!("BEGIN; {lock}")).await.unwrap();
        let (let_go, told) = tokio::sync::oneshot::channel();
        let held = tokio::spawn(async move {
            let _ = told.await;
            client.batch_execute("COMMIT").await.unwrap();
        });
        HeldUp(held, let_go)
    }

    async fn let_go(self) {
        self.1.send(()).unwrap();
        self.0.await.unwrap();
    }
}

/// Begins all of these while the first of them is held up, so that the others go as one.
async fn begin_as_one(
    vault: &InSchema,
    store: &Arc<PostgresStore>,
    first: Batch,
    others: Vec<Batch>,
) -> Vec<JoinHandle<Result<Outcome>>> {
    let held = HeldUp::at_the_numbers(vault).await;
    let first = begin(store, first);
    while !is_waiting(vault, "positions").await {
        assert!(!first.is_finished(), "it has not waited");
        tokio::task::yield_now().await;
    }
    let others = begin_in_order(store, &store.changes, others).await;
    held.let_go().await;
    assert_eq!(first.await.unwrap().unwrap(), APPLIED);
    others
}

/// Begins them one after the other, behind what holds up their queue.
async fn begin_in_order(store: &Arc<PostgresStore>, queue: &Queue, batches: Vec<Batch>) -> Vec<JoinHandle<Result<Outcome>>> {
    let mut begun = vec![];
    for batch in batches {
        begun.push(begin(store, batch));
        while queue.count_waiting() < begun.len() {
            assert!(begun.iter().all(|one| !one.is_finished()), "one has not waited");
            tokio::task::yield_now().await;
        }
    }
    begun
}

const APPLIED: Outcome = Outcome::Applied { epochs: vec![] };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn commits_that_wait_at_the_same_time_go_as_one() {
    let (vault, store, grants) = with_grants(20).await;
    let start = store.changes_since(None, 1).await.unwrap().position;
    let batches = grants[1..].iter().map(|grant| renewal(grant, &format!("evt_{}", grant.id.as_str()))).collect();
    for told in begin_as_one(&vault, &store, renewal(&grants[0], "evt_first"), batches).await {
        assert_eq!(told.await.unwrap().unwrap(), APPLIED);
    }
    for grant in &grants {
        assert_eq!(find(&store, grant).await.unwrap().generation, grant.generation + 1);
    }
    let transactions = format!("SELECT count(DISTINCT xmin::text) FROM {}.changes WHERE seq > {}", vault.schema, start.as_str());
    assert_eq!(vault.client().await.query_one(&transactions, &[]).await.unwrap().get::<_, i64>(0), 2);
    let seen = store.changes_since(Some(start), 100).await.unwrap();
    assert_eq!(seen.grants.len(), grants.len());
    let events = store.list_events(EventFilter { limit: 100, ..EventFilter::default() }).await.unwrap();
    assert_eq!(events.len(), grants.len());
}

/// One that is stale, one whose key has ended, one whose event is there already, two of one grant, one that a rule of whoever runs the database
/// refuses at the commit, one with a number that does not fit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn one_that_is_refused_takes_no_other_with_it() {
    for wrong in ["stale", "ended", "twice", "same", "too late", "too large"] {
        let (vault, store, grants) = with_grants(5).await;
        let bad = match wrong {
            "stale" => renewal(&GrantRow { generation: 7, ..grants[1].clone() }, "evt_bad"),
            "ended" => {
                let ended =
                    format!("INSERT INTO {}.ended_keys (key_id, ended_at) VALUES ('\\x{}', 1)", vault.schema, "77".repeat(16));
                vault.client().await.batch_execute(&ended).await.unwrap();
                renewal(&GrantRow { key_id: [0x77; 16], ..grants[1].clone() }, "evt_bad")
            }
            "twice" => renewal(&grants[1], "evt_first"),
            "same" => renewal(&grants[2], "evt_bad"),
            "too late" => {
                let (schema, id) = (&vault.schema, grants[1].id.as_str());
                let rule = format!(
                    "CREATE FUNCTION {schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
                    CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON {schema}.grants DEFERRABLE INITIALLY DEFERRED
                        FOR EACH ROW WHEN (NEW.id = '{id}') EXECUTE FUNCTION {schema}.refuse()"
                );
                vault.client().await.batch_execute(&rule).await.unwrap();
                renewal(&grants[1], "evt_bad")
            }
            _ => renewal(&GrantRow { fence: u64::MAX, ..grants[1].clone() }, "evt_bad"),
        };
        let good = grants[2..].iter().map(|grant| renewal(grant, &format!("evt_{}", grant.id.as_str())));
        // The bad one is neither first nor last, but where two are about one grant.
        let mut batches: Vec<_> = good.collect();
        batches.insert(1, bad);
        let mut told = vec![];
        for one in begin_as_one(&vault, &store, renewal(&grants[0], "evt_first"), batches).await {
            told.push(one.await.unwrap());
        }
        let bad = told.remove(1);
        match wrong {
            "stale" | "same" => assert_eq!(bad.unwrap(), Outcome::Conflict(Conflict::Stale), "{wrong}"),
            "ended" => assert_eq!(bad.unwrap(), Outcome::Conflict(Conflict::KeyEnded)),
            "twice" => assert_eq!(bad.unwrap(), Outcome::Conflict(Conflict::Exists)),
            "too late" => assert_eq!(bad.unwrap_err().code(), ErrorCode::VaultUnavailable),
            _ => assert_eq!(bad.unwrap_err().code(), ErrorCode::InvalidRequest),
        }
        for one in told {
            assert_eq!(one.unwrap(), APPLIED, "{wrong}");
        }
        let generations = |row: &GrantRow| row.generation;
        assert_eq!(find(&store, &grants[1]).await.map(|row| generations(&row)), Some(1), "{wrong}");
        for grant in &grants[2..] {
            assert_eq!(find(&store, grant).await.unwrap().generation, 2, "{wrong}");
        }
        // The order of numbers has no hole and nothing twice.
        let events = store.list_events(EventFilter { limit: 100, ..EventFilter::default() }).await.unwrap();
        let positions: Vec<_> = events.iter().map(|(position, _)| position.as_str().to_owned()).collect();
        assert_eq!(positions, ["1", "2", "3", "4"], "{wrong}");
    }
}

/// Whoever needs it waits, and nobody else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn what_somebody_keeps_locked_holds_up_who_needs_it_and_no_other() {
    let (vault, store, grants) = with_grants(3).await;
    let locked = format!("SELECT 1 FROM {}.grants WHERE id = '{}' FOR UPDATE", vault.schema, grants[0].id.as_str());
    let held = HeldUp::by(&vault, &locked).await;
    let waiting = begin(&store, renewal(&grants[0], "evt_0"));
    let acquiring = begin(&store, Batch { writes: vec![Write::AcquireLease(suite::lease_acquisition(&grants[0]))] });
    while !is_waiting(&vault, "grants SET").await {
        assert!(!waiting.is_finished() || !acquiring.is_finished(), "one of them waits");
        tokio::task::yield_now().await;
    }
    for (number, grant) in grants.iter().enumerate().skip(1) {
        assert_eq!(begin(&store, renewal(grant, &format!("evt_{number}"))).await.unwrap().unwrap(), APPLIED);
        let now = find(&store, grant).await.unwrap();
        let acquire = Batch { writes: vec![Write::AcquireLease(suite::lease_acquisition(&now))] };
        assert_eq!(begin(&store, acquire).await.unwrap().unwrap(), Outcome::Applied { epochs: vec![1] });
    }
    assert!(!waiting.is_finished() && !acquiring.is_finished());
    held.let_go().await;
    // Whichever of the two was first, the other one has its word.
    let (renewed, acquired) = (waiting.await.unwrap().unwrap(), acquiring.await.unwrap().unwrap());
    let is_right = match (&renewed, &acquired) {
        (Outcome::Applied { .. }, Outcome::Conflict(Conflict::Stale)) => true,
        (Outcome::Applied { .. }, Outcome::Applied { epochs }) => *epochs == [1],
        _ => false,
    };
    assert!(is_right, "{renewed:?} {acquired:?}");
}

/// A job that somebody has locked, which only who works on the database by hand does, holds up its grant and no other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_job_that_somebody_keeps_locked_holds_up_its_own_grant_alone() {
    let (vault, store, grants) = with_grants(6).await;
    let due = |grant: &GrantRow, at| GrantRow { refresh_at: Some(Timestamp::from_unix_seconds(at)), ..grant.clone() };
    // Each has a job that follows it.
    for grant in &grants {
        apply(&store, renewal(&due(grant, 1), &format!("evt_before_{}", grant.id.as_str())).writes).await;
    }
    let grants: Vec<GrantRow> = {
        let mut now = vec![];
        for grant in &grants {
            now.push(due(&find(&store, grant).await.unwrap(), 2));
        }
        now
    };
    let locked = format!("SELECT 1 FROM {}.jobs WHERE id = '{}' FOR UPDATE", vault.schema, grants[1].id.as_str());
    let held = HeldUp::by(&vault, &locked).await;
    let batches = grants[1..].iter().map(|grant| renewal(grant, &format!("evt_{}", grant.id.as_str()))).collect();
    let mut begun = begin_as_one(&vault, &store, renewal(&grants[0], "evt_first"), batches).await;
    let waiting = begun.remove(0);
    for other in begun {
        assert_eq!(other.await.unwrap().unwrap(), APPLIED);
    }
    while !is_waiting(&vault, "jobs").await {
        assert!(!waiting.is_finished(), "its job is locked");
        tokio::task::yield_now().await;
    }
    held.let_go().await;
    assert_eq!(waiting.await.unwrap().unwrap(), APPLIED);
    let transactions =
        format!("SELECT count(DISTINCT xmin::text) FROM {}.grants WHERE generation = 3 AND id = ANY ($1)", vault.schema);
    let ids: Vec<_> = grants[2..].iter().map(|grant| grant.id.as_str()).collect();
    assert_eq!(vault.client().await.query_one(&transactions, &[&ids]).await.unwrap().get::<_, i64>(0), 1, "they went as one");
}

/// Where more grants are locked than a process has connections, those that nobody has locked go on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn very_many_that_wait_for_somebody_leave_connections_to_others() {
    let (vault, store, grants) = with_grants(9).await;
    let ids: Vec<_> = grants[..8].iter().map(|grant| format!("'{}'", grant.id.as_str())).collect();
    let locked = format!("SELECT 1 FROM {}.grants WHERE id IN ({}) FOR UPDATE", vault.schema, ids.join(", "));
    let held = HeldUp::by(&vault, &locked).await;
    let waiting: Vec<_> =
        grants[..8].iter().enumerate().map(|(n, grant)| begin(&store, renewal(grant, &format!("evt_{n}")))).collect();
    while count_waiting_for_locks(&vault).await < 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(begin(&store, renewal(&grants[8], "evt_8")).await.unwrap().unwrap(), APPLIED);
    // Another pair may have its turn at this moment.
    assert!(count_waiting_for_locks(&vault).await <= 2, "half of the connections");
    held.let_go().await;
    for one in waiting {
        assert_eq!(one.await.unwrap().unwrap(), APPLIED);
    }
}

async fn count_waiting_for_locks(vault: &InSchema) -> i64 {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%'";
    vault.client().await.query_one(sql, &[&vault.schema]).await.unwrap().get(0)
}

/// A transaction that takes long, as on a connection that no longer answers, holds up who is in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn behind_a_transaction_that_takes_long_others_go_past_it() {
    let (vault, grants) = {
        let (vault, store, grants) = with_grants(3).await;
        store.close().await;
        (vault, grants)
    };
    let life = Life::new(vault.place(), Source::Server(Arc::new(SystemClock))).that_is_slow_at_once();
    let store = Arc::new(PostgresStore::living(life));
    store.open().await.unwrap();
    // Whoever is first waits for a note of its own: what comes behind it does not.
    let (s, id) = (&vault.schema, grants[0].id.as_str());
    let slow = format!(
        "CREATE FUNCTION {s}.wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM {s}.theirs FOR UPDATE; RETURN NEW; END $$;
        CREATE TABLE {s}.theirs (x int); INSERT INTO {s}.theirs VALUES (1);
        CREATE TRIGGER wait BEFORE UPDATE ON {s}.grants FOR EACH ROW WHEN (NEW.id = '{id}') EXECUTE FUNCTION {s}.wait()"
    );
    vault.client().await.batch_execute(&slow).await.unwrap();
    let held = HeldUp::by(&vault, &format!("SELECT 1 FROM {s}.theirs FOR UPDATE")).await;
    let first = begin(&store, renewal(&grants[0], "evt_0"));
    while !is_waiting(&vault, "grants SET").await {
        assert!(!first.is_finished(), "it has not waited");
        tokio::task::yield_now().await;
    }
    for (n, grant) in grants.iter().enumerate().skip(1) {
        assert_eq!(begin(&store, renewal(grant, &format!("evt_{n}"))).await.unwrap().unwrap(), APPLIED);
    }
    assert!(!first.is_finished(), "it waits still");
    held.let_go().await;
    assert_eq!(first.await.unwrap().unwrap(), APPLIED);
}

/// A batch with a lease that is another's, or for a row that has changed, is told why.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn each_lease_is_given_or_refused_by_itself() {
    let (vault, store, grants) = with_grants(6).await;
    apply(&store, vec![Write::AcquireLease(suite::lease_acquisition(&grants[1]))]).await;
    apply(&store, vec![renewal(&grants[2], "evt_2").writes.remove(0)]).await;
    // The first is held up by a migration, as all are.
    let held = HeldUp::by(&vault, &format!("LOCK TABLE {}.meta IN SHARE ROW EXCLUSIVE MODE", vault.schema)).await;
    let acquire = |grant: &GrantRow| Batch { writes: vec![Write::AcquireLease(suite::lease_acquisition(grant))] };
    let first = begin(&store, acquire(&grants[0]));
    while !is_waiting(&vault, "IN ROW EXCLUSIVE").await {
        tokio::task::yield_now().await;
    }
    let others = grants[1..].iter().chain([&grants[5]]).map(acquire).collect();
    let others = begin_in_order(&store, &store.leases, others).await;
    held.let_go().await;
    let given = || Outcome::Applied { epochs: vec![1] };
    assert_eq!(first.await.unwrap().unwrap(), given());
    let mut told = vec![];
    for other in others {
        told.push(other.await.unwrap().unwrap());
    }
    let refused = Outcome::Conflict;
    let twice = refused(Conflict::Leased);
    assert_eq!(told, [refused(Conflict::Leased), refused(Conflict::Stale), given(), given(), given(), twice]);
    let transactions =
        "SELECT count(DISTINCT xmin::text) FROM @.grants WHERE lease_epoch = 1 AND id = ANY ($1)".replace('@', &vault.schema);
    let ids: Vec<_> = grants[3..].iter().map(|grant| grant.id.as_str()).collect();
    let client = vault.client().await;
    assert_eq!(client.query_one(&transactions, &[&ids]).await.unwrap().get::<_, i64>(0), 1, "they went as one");
}

/// A caller that goes away takes nothing with it that others wait for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn callers_that_go_away_leave_the_others_theirs() {
    let (vault, store, grants) = with_grants(4).await;
    let held = HeldUp::at_the_numbers(&vault).await;
    let first = begin(&store, renewal(&grants[0], "evt_0"));
    while !is_waiting(&vault, "positions").await {
        tokio::task::yield_now().await;
    }
    let others = (1..4).map(|n| renewal(&grants[n], &format!("evt_{n}"))).collect();
    let others = begin_in_order(&store, &store.changes, others).await;
    first.abort();
    others[0].abort();
    assert!(first.await.unwrap_err().is_cancelled());
    held.let_go().await;
    for other in others.into_iter().skip(1) {
        assert_eq!(other.await.unwrap().unwrap(), APPLIED);
    }
    for grant in &grants {
        assert_eq!(find(&store, grant).await.unwrap().generation, 2, "what was begun is ended");
    }
}

/// What is guarded by who holds the lease, with it and without.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_result_is_stored_under_its_lease_alone_and_ends_it() {
    let (_vault, store, grants) = with_grants(2).await;
    let wanted = suite::lease_acquisition(&grants[0]);
    apply(&store, vec![Write::AcquireLease(wanted.clone())]).await;
    let under = |owner, epoch| {
        let Write::UpdateGrant { row, claims, now, .. } = suite::renewed(&grants[0]) else { panic!("another write") };
        let lease = LeaseGuard::Held(crate::model::lease::LeaseHolder { owner, epoch });
        let guard = GrantGuard { generation: 1, revision: Some(1), fence: grants[0].fence, lease };
        Batch { writes: vec![Write::UpdateGrant { row, claims, guard, schedule: Schedule::Refresh, release_lease: true, now }] }
    };
    for (owner, epoch) in [([9; 16], 1), (wanted.owner, 2)] {
        let told = store.commit(under(owner, epoch)).await.unwrap();
        assert_eq!(told, Outcome::Conflict(Conflict::Stale));
    }
    assert_eq!(store.commit(under(wanted.owner, 1)).await.unwrap(), APPLIED);
    let stored = find(&store, &grants[0]).await.unwrap();
    assert_eq!((stored.generation, stored.lease.owner), (2, None));
}
