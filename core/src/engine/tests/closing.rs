//! What is under way when the close begins, room by room: exchanges end with what they have stored, and nobody sits out a wait for
//! somebody who does not come.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::engine::common::tasks::Tasks;
use crate::engine::{CallOptions, Engine};
use crate::model::grant::Grant;
use crate::model::rows::Schedule;

use super::kept::{connect_account, sign_in};
use super::late::die_before_the_commit;
use super::stage::{Answer, Gate, START, Stage, connect, load, soon, subject, write_over};

/// The token, or the code of the error.
fn forced(engine: &Arc<Engine>) -> JoinHandle<String> {
    let (engine, force) = (engine.clone(), CallOptions { force_refresh: true, ..CallOptions::default() });
    tokio::spawn(async move {
        let answer = engine.reader.get_credential(&subject(), &force).await;
        answer.map_or_else(|error| error.code().as_str().to_owned(), |credential| credential.value.expose().clone())
    })
}

/// Waits until so many more reads of grants have been asked of the store.
async fn reads(stage: &Stage, more: usize) {
    let asked = || stage.store.asked.lock().unwrap().iter().filter(|what| what.starts_with("grant by")).count();
    let before = asked();
    soon(async {
        while asked() < before + more {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
}

/// A lease of this very process that nobody stands behind any more, as after a panic or where it could not be released: whoever finds it
/// ends it, so that neither a renewal nor a sign-in waits for it, and no close for them.
#[tokio::test]
async fn nobody_waits_for_a_lease_that_was_left_behind() {
    for (signs_in, expected) in [(false, "provider_unavailable"), (true, "signed in")] {
        let stage = Stage::new("strict");
        let engine = stage.process().await;
        connect_account(&engine).await;
        let _left = die_before_the_commit(&engine).await;
        let waits = match signs_in {
            false => forced(&engine),
            true => {
                let signed_in = sign_in(&engine);
                tokio::spawn(async move {
                    let told = signed_in.await.unwrap();
                    told.map_or_else(|error| error.code().as_str().to_owned(), |_| "signed in".to_owned())
                })
            }
        };
        assert_eq!(soon(waits).await.unwrap(), expected);
        soon(engine.close()).await.unwrap();
    }
}

#[tokio::test]
async fn closing_does_not_wait_for_another_process() {
    let stage = Stage::new("strict");
    let (engine, other) = (stage.process().await, stage.process().await);
    connect(&engine).await;
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let holder = forced(&other);
    stage.provider.gate.reached(1).await;
    let waits = forced(&engine);
    reads(&stage, 3).await;
    assert!(!waits.is_finished());
    soon(engine.close()).await.unwrap();
    assert_eq!(soon(waits).await.unwrap(), "closed");
    stage.provider.gate.open();
    assert_eq!(soon(holder).await.unwrap(), "at-2");
}

/// The store is away, and a successor waits for the next try: the close is no reason to wait for that.
#[tokio::test(start_paused = true)]
async fn closing_does_not_sit_out_the_pause_between_two_tries_to_store() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let caller = forced(&engine);
    stage.provider.gate.reached(1).await;
    stage.store.updates.shut();
    stage.store.updates.open();
    stage.store.go_away(true);
    stage.provider.gate.open();
    stage.store.updates.reached(4).await;
    let begun = Instant::now();
    soon(engine.close()).await.unwrap_err();
    assert_eq!((begun.elapsed(), soon(caller).await.unwrap()), (Duration::ZERO, "vault_unavailable".to_owned()));
}

/// A sign-in, a check, a deletion and due work, each held at its commit or at the provider.
#[tokio::test]
async fn what_is_under_way_in_each_room_ends_with_the_close() {
    type Begin = fn(&Arc<Engine>, Grant) -> JoinHandle<bool>;
    let rooms: [(&str, Begin); 4] = [
        ("connecting", |engine, _| {
            let signed_in = sign_in(engine);
            tokio::spawn(async move { signed_in.await.unwrap().is_ok() })
        }),
        ("checking", |engine, grant| {
            let engine = engine.clone();
            tokio::spawn(async move { engine.checker.check(&grant.key.tenant_id, &grant.id).await.is_ok() })
        }),
        ("managing", |engine, grant| {
            let engine = engine.clone();
            tokio::spawn(async move { engine.manager.delete_connection(&grant.key.tenant_id, &grant.id, None).await.is_ok() })
        }),
        ("watching", |engine, _| {
            let engine = engine.clone();
            tokio::spawn(async move { engine.scheduler.run_maintenance(None).await.is_ok_and(|report| report.checked == 1) })
        }),
    ];
    for (room, begin) in rooms {
        let stage = Stage::new("strict");
        let engine = stage.process().await;
        connect_account(&engine).await;
        let due = |grant: &mut Grant| grant.next_check_at = Some(START);
        let grant = write_over(&engine, &load(&engine).await, Schedule::Check, due).await;
        stage.store.updates.shut();
        let under_way = begin(&engine, grant);
        stage.store.updates.reached(1).await;
        let closing = tokio::spawn({
            let engine = engine.clone();
            async move { engine.close().await }
        });
        while !engine.tasks.is_closed() {
            tokio::task::yield_now().await;
        }
        stage.store.updates.open();
        soon(closing).await.unwrap().unwrap();
        assert!(soon(under_way).await.unwrap(), "{room}");
        assert!(engine.tasks.is_empty(), "{room}");
    }
    // Nobody else begins anything.
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    let grant = load(&engine).await;
    soon(engine.close()).await.unwrap();
    let (tenant_id, id) = (&grant.key.tenant_id, &grant.id);
    let told = [
        engine.checker.check(tenant_id, id).await.map(drop),
        engine.manager.delete_connection(tenant_id, id, None).await.map(drop),
        engine.manager.get_connection(tenant_id, id).await.map(drop),
        engine.scheduler.run_maintenance(None).await.map(drop),
        engine.reader.get_credential(&subject(), &CallOptions::default()).await.map(drop),
        sign_in(&engine).await.unwrap().map(drop),
    ];
    for (number, told) in told.into_iter().enumerate() {
        assert_eq!(told.unwrap_err().code().as_str(), "closed", "{number}");
    }
    assert_eq!(stage.store.acquisitions.load(Ordering::SeqCst), 0);
}

/// Work that tells of its beginning and its end, some time after it.
fn work(counts: &Arc<[AtomicUsize; 2]>) -> impl Future<Output = ()> + Send + 'static {
    let counts = counts.clone();
    async move {
        counts[0].fetch_add(1, Ordering::SeqCst);
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        counts[1].fetch_add(1, Ordering::SeqCst);
    }
}

/// The last of what was under way has ended, the close has not gone on yet, and a call begins one more.
#[tokio::test]
async fn what_begins_in_the_last_moment_of_a_close_is_waited_for() {
    let (tasks, counts) = (Arc::new(Tasks::new(tokio::runtime::Handle::current())), Arc::default());
    let gate = Arc::new(Gate::new());
    gate.shut();
    tasks.spawn_exchange({
        let gate = gate.clone();
        async move { gate.pass().await }
    });
    let closing = tokio::spawn({
        let tasks = tasks.clone();
        async move { tasks.close().await }
    });
    gate.reached(1).await;
    while !tasks.is_closed() {
        tokio::task::yield_now().await;
    }
    // One thread runs in turns: what was held ends, this begins, and then the close goes on.
    gate.open();
    let caller = tokio::spawn({
        let (tasks, counts) = (tasks.clone(), Arc::clone(&counts));
        async move { tasks.spawn_exchange(work(&counts)) }
    });
    soon(closing).await.unwrap();
    soon(caller).await.unwrap();
    assert_eq!(counts.each_ref().map(|count| count.load(Ordering::SeqCst)), [1, 1]);
}

/// On several threads: either it is refused, or the close has waited for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_begins_while_a_close_goes_on_is_waited_for_or_refused() {
    for round in 0..200 {
        let (tasks, counts) = (Arc::new(Tasks::new(tokio::runtime::Handle::current())), Arc::default());
        let caller = std::thread::spawn({
            let (tasks, counts) = (tasks.clone(), Arc::clone(&counts));
            move || (0..20).for_each(|_| tasks.spawn_exchange(work(&counts)))
        });
        soon(tasks.close()).await;
        let at_the_end = counts.each_ref().map(|count: &AtomicUsize| count.load(Ordering::SeqCst));
        caller.join().unwrap();
        assert!(tasks.is_empty(), "round {round}: begun after the end");
        assert_eq!(at_the_end[0], at_the_end[1], "round {round}: not waited for");
    }
}
