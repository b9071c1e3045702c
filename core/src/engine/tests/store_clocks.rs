//! The clock of the store: by it a token is as old as it is, whatever its issuer's clock said, and where somebody sets it back, nobody waits
//! for longer than a lease lasts (SR-68).

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::stage::{Answer, LIFETIME, Stage, connect, load, soon, spawn_caller, subject, value, write_over};
use crate::base::{BootTime, Clock as _};
use crate::engine::{CallOptions, Engine};
use crate::model::grant::Material;
use crate::model::http::NetFailure;
use crate::model::rows::Schedule;

const LEASE: Duration = Duration::from_secs(60);
const EXCHANGE: Duration = Duration::from_secs(20);
/// A credential counts as ended this long before its end.
const MARGIN: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

/// What is stored was got on another machine, or before this one was started.
async fn got_elsewhere(engine: &Engine) {
    let issued_elsewhere = |material: &mut Material| {
        let Material::OAuth(tokens) = material else { unreachable!("tokens") };
        tokens.issued_on = Some(BootTime { boot: "elsewhere".into(), at: Duration::from_secs(7) });
    };
    write_over(engine, &load(engine).await, Schedule::Kept, |grant| {
        grant.revision += 1;
        issued_elsewhere(&mut grant.secrets.material);
    })
    .await;
}

#[tokio::test]
async fn a_token_of_a_machine_whose_clock_is_ahead_ends_in_time_on_others() {
    for seconds in [900, 86_400] {
        let stage = Stage::new("reusable");
        let ahead = stage.process().await;
        connect(&ahead).await;
        stage.clock.advance(LIFETIME);
        stage.clock.jump(seconds);
        stage.provider.will([Answer::Tokens("at-2", None)]);
        assert_eq!(value(&ahead).await, "at-2");
        stage.clock.jump(-seconds);
        got_elsewhere(&ahead).await;

        stage.clock.advance(LIFETIME / 2);
        let early = stage.process().await;
        assert_eq!(value(&early).await, "at-2", "{seconds}: and not before its time");
        stage.clock.advance(LIFETIME / 2 - MARGIN + SECOND);
        stage.provider.will([Answer::Tokens("at-3", None)]);
        for other in [early, stage.process().await] {
            assert_eq!(value(&other).await, "at-3", "{seconds}");
        }
        assert_eq!(stage.provider.presented().len(), 2, "{seconds}: renewed once");
    }
}

/// A new generation is not as old as the one before.
#[tokio::test]
async fn what_another_machine_has_just_renewed_is_served_for_its_life() {
    let stage = Stage::new("reusable");
    let (one, other) = (stage.process().await, stage.process().await);
    connect(&one).await;
    for renewal in ["at-2", "at-3"] {
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Tokens(renewal, None)]);
        assert_eq!(value(&one).await, renewal);
        got_elsewhere(&one).await;
        stage.clock.advance(LIFETIME / 2);
        for process in [&other, &stage.process().await] {
            process.grants.invalidate_all();
            assert_eq!(value(process).await, renewal);
        }
    }
    let mut grant = load(&one).await;
    assert_eq!(grant.stored_for(stage.clock.elapsed()), LIFETIME / 2);
    grant.generation += 1;
    assert_eq!(grant.stored_for(stage.clock.elapsed()), Duration::ZERO, "another one, which nobody has stored yet");
    assert_eq!(stage.provider.presented().len(), 2);
}

#[tokio::test]
async fn a_store_whose_clock_is_set_back_keeps_no_grant_from_everybody() {
    for rotation in ["reusable", "strict"] {
        let stage = Stage::new(rotation);
        let (dying, other) = (stage.process().await, stage.process().await);
        connect(&dying).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Tokens("never-seen", None), Answer::Tokens("at-2", Some("rt-2"))]);
        stage.provider.gate.shut();
        let lost = spawn_caller(&dying);
        stage.provider.gate.reached(1).await;
        stage.store.own_clock.set_back(86_400);
        let looked = stage.reads_by_id();
        let caller = spawn_caller(&other);
        soon(has_looked_twice(&stage, looked)).await;
        stage.clock.advance(LEASE - SECOND);
        soon(has_looked_twice(&stage, stage.reads_by_id())).await;
        assert_eq!(stage.provider.presented().len(), 1, "{rotation}: its holder may still be at it");
        stage.clock.advance(SECOND);
        soon(stage.provider.gate.reached(2)).await;
        lost.abort();
        stage.provider.gate.admit(2);
        assert_eq!(soon(caller).await.unwrap(), "at-2", "{rotation}");
    }
}

/// The store's clock is set forward by an hour while an exchange is under way: for another process its lease is over.
#[tokio::test]
async fn a_store_whose_clock_is_set_forward_has_no_token_presented_twice() {
    // A grace of 30 s is over by that clock too.
    for rotation in ["strict", "unknown", "grace"] {
        let stage = Stage::new(rotation);
        stage.store.own_clock.be_settable();
        let (one, other) = (stage.process().await, stage.process().await);
        connect(&one).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Tokens("at-2", Some("rt-2")), Answer::Tokens("at-3", Some("rt-3"))]);
        stage.provider.gate.shut();
        let holder = spawn_caller(&one);
        stage.provider.gate.reached(1).await;
        stage.store.own_clock.set_forward(3_600);
        let caller = spawn_caller(&other);
        soon(has_looked_twice(&stage, stage.reads_by_id())).await;
        // One that comes later does not begin to wait again.
        stage.clock.advance(EXCHANGE - SECOND);
        let late = stage.process().await;
        let latest = spawn_caller(&late);
        soon(has_looked_twice(&stage, stage.reads_by_id())).await;
        assert_eq!(stage.provider.gate.came(), 1, "{rotation}: its holder still waits for the answer");
        stage.provider.gate.open();
        for waiting in [holder, caller, latest] {
            assert_eq!(soon(waiting).await.unwrap(), "at-2", "{rotation}");
        }
        assert_eq!(stage.provider.presented(), ["rt-1"], "{rotation}");
        // What was left alone for the holder's sake is in doubt no longer: the next one renews it ahead of its end.
        stage.clock.advance(LIFETIME / 10 * 9);
        let again = CallOptions { force_refresh: true, ..CallOptions::default() };
        let next = soon(late.reader.get_credential(&subject(), &again)).await.unwrap();
        assert_eq!((next.value.expose().as_str(), stage.provider.presented().len()), ("at-3", 2), "{rotation}");
    }
}

/// Set forward once more, it says that the lease of nobody's is over as well, under which a grant is left alone for its holder's sake.
#[tokio::test]
async fn a_store_whose_clock_is_set_forward_twice_in_one_exchange_has_no_token_presented_twice() {
    let stage = Stage::new("strict");
    stage.store.own_clock.be_settable();
    let (one, others) = (stage.process().await, [stage.process().await, stage.process().await]);
    connect(&one).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2")), Answer::Tokens("at-3", Some("rt-3"))]);
    stage.provider.gate.shut();
    let holder = spawn_caller(&one);
    stage.provider.gate.reached(1).await;
    stage.store.own_clock.set_forward(3_600);
    // The one that has it left alone, and one that has only seen that.
    let mut callers = Vec::new();
    for other in &others {
        callers.push(spawn_caller(other));
        soon(has_looked_twice(&stage, stage.reads_by_id() + 20)).await;
    }
    stage.store.own_clock.set_forward(3_600);
    stage.clock.advance(EXCHANGE - SECOND);
    soon(has_looked_twice(&stage, stage.reads_by_id() + 20)).await;
    assert_eq!(stage.provider.gate.came(), 1, "its holder still waits for the answer");
    stage.provider.gate.open();
    for waiting in callers.into_iter().chain([holder]) {
        assert_eq!(soon(waiting).await.unwrap(), "at-2");
    }
    assert_eq!(stage.provider.presented(), ["rt-1"]);
}

/// Its holder has died: whoever comes waits for as long as an exchange could have taken, and no longer, however often processes change.
#[tokio::test]
async fn a_lease_of_which_only_the_stores_clock_says_that_it_is_over_heals_after_an_exchange() {
    for watches in [false, true] {
        let stage = Stage::new("strict");
        stage.store.own_clock.be_settable();
        let (dying, other) = (stage.process().await, stage.process().await);
        connect(&dying).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Tokens("never-seen", None), Answer::Tokens("at-2", Some("rt-2"))]);
        stage.provider.gate.shut();
        let lost = spawn_caller(&dying);
        stage.provider.gate.reached(1).await;
        if watches {
            // It waits from the beginning, and the lease ends in its time: nothing is waited for then.
            let caller = spawn_caller(&other);
            soon(has_looked_twice(&stage, stage.reads_by_id())).await;
            stage.clock.advance(LEASE);
            soon(stage.provider.gate.reached(2)).await;
            lost.abort();
            stage.provider.gate.admit(2);
            assert_eq!(soon(caller).await.unwrap(), "at-2");
            continue;
        }
        let since = load(&dying).await.open_intent.unwrap().since;
        stage.clock.advance(2 * LEASE);
        let caller = spawn_caller(&other);
        soon(has_looked_twice(&stage, stage.reads_by_id())).await;
        assert_eq!(load(&other).await.open_intent.unwrap().since, since, "it is in doubt since it was announced");
        caller.abort();
        drop(other);
        stage.clock.advance(EXCHANGE);
        let next = stage.process().await;
        let caller = spawn_caller(&next);
        soon(stage.provider.gate.reached(2)).await;
        lost.abort();
        stage.provider.gate.admit(2);
        assert_eq!(soon(caller).await.unwrap(), "at-2");
    }
}

/// Set back while a grant is left alone for its holder's sake, and right again: nobody waits for longer than a lease lasts.
#[tokio::test]
async fn a_grant_that_is_left_alone_is_so_for_no_longer_than_a_lease_lasts() {
    let stage = Stage::new("strict");
    stage.store.own_clock.be_settable();
    let (dying, one, other) = (stage.process().await, stage.process().await, stage.process().await);
    connect(&dying).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("never-seen", None), Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let lost = spawn_caller(&dying);
    stage.provider.gate.reached(1).await;
    stage.store.own_clock.set_forward(3_600);
    assert!(one.grants.is_watched_over(&load(&one).await).await.unwrap());
    stage.store.own_clock.set_back(86_400);
    let caller = spawn_caller(&other);
    soon(has_looked_twice(&stage, stage.reads_by_id() + 20)).await;
    stage.store.own_clock.set_forward(86_400);
    stage.clock.advance(LEASE);
    soon(stage.provider.gate.reached(2)).await;
    lost.abort();
    stage.provider.gate.admit(2);
    assert_eq!(soon(caller).await.unwrap(), "at-2");
}

/// The server stands on the machine whose clock is set back: what another machine got lives no longer for that.
#[tokio::test]
async fn a_machine_whose_clock_is_set_back_with_its_server_hands_out_nothing_that_has_ended() {
    let stage = Stage::new("reusable");
    stage.store.own_clock.be_settable();
    let engine = stage.process().await;
    connect(&engine).await;
    assert_eq!(value(&engine).await, "at-1");
    stage.clock.jump(-900);
    stage.store.own_clock.set_back(900);
    soon(engine.scheduler.run_maintenance(None)).await.unwrap();
    engine.grants.invalidate_all();
    stage.clock.advance(LIFETIME - MARGIN - SECOND);
    assert_eq!(value(&engine).await, "at-1");
    stage.clock.advance(2 * SECOND);
    stage.provider.will([Answer::Tokens("at-2", None)]);
    assert_eq!(value(&engine).await, "at-2");
}

/// Who has had it left alone knows until when, whatever the clock says before it has looked again.
#[tokio::test]
async fn who_has_a_grant_left_alone_knows_until_when() {
    let stage = Stage::new("strict");
    stage.store.own_clock.be_settable();
    let (dying, engine) = (stage.process().await, stage.process().await);
    connect(&dying).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("never-seen", None)]);
    stage.provider.gate.shut();
    let lost = spawn_caller(&dying);
    stage.provider.gate.reached(1).await;
    for until in [false, true] {
        stage.store.own_clock.set_forward(3_600);
        assert!(engine.grants.is_watched_over(&load(&engine).await).await.unwrap(), "{until}: its holder may be at it");
    }
    stage.clock.advance(EXCHANGE);
    assert!(!engine.grants.is_watched_over(&load(&engine).await).await.unwrap());
    lost.abort();
}

/// Nothing is waited for behind a holder whose end is beyond doubt: it is known to be dead, or is this process itself, or the clock is one that
/// nobody sets.
#[tokio::test]
async fn nobody_waits_for_a_holder_whose_end_is_beyond_doubt() {
    for (is_settable, is_dead) in [(true, true), (false, false)] {
        let stage = Stage::new("strict");
        let (dying, other) = (stage.process().await, stage.process().await);
        if is_settable {
            stage.store.own_clock.be_settable();
        }
        connect(&dying).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Tokens("never-seen", None), Answer::Tokens("at-2", Some("rt-2"))]);
        stage.provider.gate.shut();
        let lost = spawn_caller(&dying);
        stage.provider.gate.reached(1).await;
        stage.clock.advance(2 * LEASE);
        stage.store.holder_died.store(is_dead, Ordering::SeqCst);
        let caller = spawn_caller(&other);
        soon(stage.provider.gate.reached(2)).await;
        lost.abort();
        stage.provider.gate.admit(2);
        assert_eq!(soon(caller).await.unwrap(), "at-2", "{is_settable} {is_dead}");
        assert_eq!(stage.acquisitions(), 2, "{is_settable} {is_dead}: and none of nobody's");
    }
    let stage = Stage::new("strict");
    stage.store.own_clock.be_settable();
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Failure(NetFailure::TimedOut), Answer::Tokens("at-2", Some("rt-2"))]);
    stage.store.failing.store(1, Ordering::SeqCst);
    assert_eq!(value(&engine).await, "vault_unavailable", "its lease is left behind");
    stage.store.own_clock.set_forward(3_600);
    assert_eq!(value(&engine).await, "at-2");
}

/// Whoever waits for a lease has seen who holds it, and asked again.
async fn has_looked_twice(stage: &Stage, before: usize) {
    while stage.reads_by_id() < before + 2 {
        tokio::task::yield_now().await;
    }
}
