//! What is asked all the time, the server keeps parsed and planned; where a name means nothing, the same is asked without.

use std::sync::atomic::{AtomicU32, Ordering};

use super::super::errors::Failure;
use super::super::{process, query};
use super::*;

/// A vault of one connection, so that it is known which one is asked, with a grant.
async fn with_a_grant(way: Way) -> (InSchema, PostgresStore, GrantRow) {
    let vault = postgres_vault(way);
    let place = place_at(&format!("{}&connections=1", vault.address()));
    let store = PostgresStore::living(Life::new(place, Source::Server(Arc::new(SystemClock))).that_is_never_slow());
    store.open().await.unwrap();
    let [grant, _] = suite::one_of_each();
    let (key, ..) = suite::sign_in();
    apply(&store, vec![key, insert(&grant)]).await;
    (vault, store, grant)
}

/// What the process keeps that the store's connection leads to now, and how often that was planned, and asked.
struct Kept {
    statements: i64,
    planned: i64,
    asked: i64,
}

async fn kept(store: &PostgresStore) -> Kept {
    let sql = "SELECT count(*), coalesce(sum(custom_plans), 0)::int8, coalesce(sum(custom_plans + generic_plans), 0)::int8
        FROM pg_prepared_statements";
    let asked = store.life.run(|db| async move {
        let read = |row: &tokio_postgres::Row| Ok(Kept { statements: row.get(0), planned: row.get(1), asked: row.get(2) });
        Ok(db.select(sql, &[], read).await?.remove(0))
    });
    asked.await.unwrap()
}

/// Asks until the server keeps so many statements, however slow this machine is.
async fn until_kept(store: &PostgresStore, least: i64, mut ask: impl AsyncFnMut()) {
    for _ in 0..1_000 {
        ask().await;
        if kept(store).await.statements >= least {
            return;
        }
    }
    panic!("nothing is kept");
}

async fn until_reads_are_kept(store: &PostgresStore, grant: &GrantRow) {
    until_kept(store, 1, async || assert_eq!(find(store, grant).await.unwrap().id, grant.id)).await;
}

async fn acquire(store: &PostgresStore, seen: &GrantRow) -> Outcome {
    apply(store, vec![Write::AcquireLease(suite::lease_acquisition(seen))]).await
}

const APPLIED: Outcome = Outcome::Applied { epochs: vec![] };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn what_is_asked_all_the_time_is_parsed_once_and_planned_a_few_times() {
    let (_vault, store, grant) = with_a_grant(Way::Direct).await;
    until_reads_are_kept(&store, &grant).await;
    let before = kept(&store).await;
    for _ in 0..100 {
        assert_eq!(find(&store, &grant).await.unwrap().id, grant.id);
    }
    let now = kept(&store).await;
    assert_eq!(now.statements, 1, "one for all of them");
    assert!(now.asked - before.asked >= 100, "each is asked of it: {}", now.asked - before.asked);
    assert!(now.planned <= 6, "{} plans", now.planned);
    assert!(!store.life.names().are_off());
}

/// The statements of a refresh, each with its guard: a lease is given once, and not to the next one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn what_is_written_all_the_time_is_kept_as_well_and_guarded_as_before() {
    let (_vault, store, mut grant) = with_a_grant(Way::Direct).await;
    until_reads_are_kept(&store, &grant).await;
    let (mut epoch, mut left) = (0, 5);
    while left > 0 {
        epoch += 1;
        let wanted = suite::lease_acquisition(&grant);
        let (tenant_id, grant_id, owner) = (wanted.tenant_id.clone(), wanted.grant_id.clone(), wanted.owner);
        assert_eq!(acquire(&store, &grant).await, Outcome::Applied { epochs: vec![epoch] });
        assert_eq!(acquire(&store, &grant).await, Outcome::Conflict(Conflict::Leased));
        assert_eq!(apply(&store, vec![suite::renewed(&grant)]).await, APPLIED);
        assert_eq!(apply(&store, vec![suite::renewed(&grant)]).await, Outcome::Conflict(Conflict::Stale));
        apply(&store, vec![Write::ReleaseLease { tenant_id, grant_id, owner, epoch, intent: None }]).await;
        grant = find(&store, &grant).await.unwrap();
        // The leases of several, that of one, the renewal, its jobs and its note.
        left -= u64::from(kept(&store).await.statements >= 5);
        assert!(epoch < 1_000, "they are not kept");
    }
    assert!(!store.life.names().are_off());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn behind_a_pooler_nothing_has_a_name() {
    let (_vault, store, grant) = with_a_grant(Way::Pooled).await;
    for _ in 0..20 {
        assert_eq!(find(&store, &grant).await.unwrap().id, grant.id);
        assert_eq!(kept(&store).await.statements, 0);
    }
    assert!(store.life.names().are_off());
}

/// As behind a pooler that says of no process of the server that it is another one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn where_a_name_means_nothing_the_same_is_asked_without() {
    for strange in ["DEALLOCATE ALL", "another process"] {
        for write in [false, true] {
            let (_vault, store, grant) = with_a_grant(Way::Direct).await;
            until_reads_are_kept(&store, &grant).await;
            let stale = GrantRow { generation: 7, ..grant.clone() };
            until_kept(&store, 3, async || {
                assert_eq!(acquire(&store, &stale).await, Outcome::Conflict(Conflict::Stale));
            })
            .await;
            match strange {
                "another process" => store.life.names().pretend(1),
                sql => store.life.run(|db| async move { Ok(db.client()?.batch_execute(sql).await?) }).await.unwrap(),
            }
            if write {
                assert_eq!(acquire(&store, &grant).await, Outcome::Applied { epochs: vec![1] }, "once: {strange}");
            }
            assert_eq!(find(&store, &grant).await.unwrap().lease.epoch, u64::from(write), "{strange}");
            assert!(store.life.names().are_off(), "{strange}");
            for _ in 0..5 {
                assert_eq!(find(&store, &grant).await.unwrap().id, grant.id);
            }
            assert_eq!(kept(&store).await.statements, 0, "{strange}");
        }
    }
}

/// What another program has kept under the name gives what it likes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn an_answer_of_another_statement_of_the_same_name_is_not_believed() {
    // Other columns, other parameters, no row at all, and as many columns as ours has, of another process.
    let columns = format!("1{}", ", NULL".repeat(query::WHOLE_GRANT.split(", ").count() + 1));
    let others = [
        "(text, text) AS SELECT 'a stranger'::text WHERE $1 <> $2".to_owned(),
        "(text) AS SELECT $1".to_owned(),
        "(text, text) AS SELECT $1 WHERE $1 = $2".to_owned(),
        format!("(text, text) AS SELECT {columns} WHERE $1 <> $2"),
    ];
    for other in &others {
        let (_vault, store, grant) = with_a_grant(Way::Direct).await;
        until_reads_are_kept(&store, &grant).await;
        let swapped = store.life.run(|db| async move {
            for row in db.client()?.query_typed("SELECT name FROM pg_prepared_statements", &[]).await? {
                let name: &str = row.get(0);
                db.client()?.batch_execute(&format!("DEALLOCATE {name}; PREPARE {name} {other}")).await?;
            }
            Ok(())
        });
        swapped.await.unwrap();
        assert_eq!(find(&store, &grant).await.unwrap().id, grant.id, "{other}");
        assert!(store.life.names().are_off(), "{other}");
    }
}

/// A newer version may give a column another type; whoever runs meanwhile reads on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_column_of_another_type_is_read_by_a_new_plan() {
    let (vault, store, grant) = with_a_grant(Way::Direct).await;
    until_reads_are_kept(&store, &grant).await;
    let change = format!("ALTER TABLE {}.grants ALTER COLUMN label TYPE varchar", vault.schema);
    vault.client().await.batch_execute(&change).await.unwrap();
    assert_eq!(find(&store, &grant).await.unwrap().id, grant.id);
    assert!(!store.life.names().are_off(), "names are not at fault");
}

/// One that was in use may have what is stale too, and behind that the same is asked without names.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn what_is_stale_twice_is_asked_a_third_time_without_names() {
    let (_vault, store, _) = with_a_grant(Way::Direct).await;
    let asked = AtomicU32::new(0);
    let stale_twice = store.life.run(|_| {
        let number = asked.fetch_add(1, Ordering::SeqCst);
        async move { if number < 2 { Err(Failure::Misnamed { for_good: false }) } else { Ok(number) } }
    });
    assert_eq!(stale_twice.await.unwrap(), 2);
    assert!(store.life.names().are_off());
}

/// Whoever has been answered waits no longer than a second for a server that does not say which process it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_server_that_does_not_say_which_process_it_is_holds_nobody_up() {
    let vault = postgres_vault(Way::Direct);
    let place = place_at(&format!("{}&connections=1", vault.address()));
    let store = PostgresStore::living(Life::new(place, Source::Server(Arc::new(SystemClock))).that_is_never_slow());
    store.open().await.unwrap();
    let silent = format!(
        "CREATE FUNCTION {}.pg_backend_pid() RETURNS integer LANGUAGE sql AS 'SELECT 1 FROM pg_catalog.pg_sleep(600)'",
        vault.schema
    );
    vault.client().await.batch_execute(&silent).await.unwrap();
    // From here on this connection asks that one.
    let path = format!("SET search_path = {}, pg_catalog", vault.schema);
    let asked = store.life.run(|db| {
        let path = path.clone();
        async move { Ok(db.client()?.batch_execute(&path).await?) }
    });
    tokio::time::timeout(Duration::from_secs(60), asked).await.expect("who is answered waits for a name").unwrap();
    assert!(store.find_meta().await.unwrap().is_none(), "another connection is asked");
}

/// What the key for cancelling names is the process that answers, and behind a pooler another one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn the_key_of_a_connection_names_its_process() {
    for (way, is_named) in [(Way::Direct, true), (Way::Pooled, false)] {
        let client = postgres_vault(way).client().await;
        let answering = process::ask(&client).await.unwrap();
        assert_eq!(process::of_key(&client).await == Some(answering), is_named, "{way:?}");
    }
}
