//! What one renewal is told of a provider, the others need not hear: pauses, an open circuit, and how many ask at once (SR-65, SR-66).

use std::sync::Arc;
use std::time::Duration;

use crate::base::{Result, UserId};
use crate::engine::{CallOptions, Engine};
use crate::model::credential::Credential;
use crate::model::http::NetFailure;
use crate::model::subject::Subject;
use crate::store::Store as _;

use super::stage::{Answer, INVALID_GRANT, LIFETIME, Stage, sample, soon, subject};

const BEYOND_PAUSE: Duration = Duration::from_secs(61);

/// Connects so many users, whose credentials have ended.
async fn stage_of(users: usize) -> (Stage, Arc<Engine>) {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    for user in 0..users {
        engine.repo.insert_grant(&sample("acme", &user.to_string()), vec![], None).await.unwrap().unwrap();
    }
    stage.clock.advance(LIFETIME);
    (stage, engine)
}

async fn get(engine: &Arc<Engine>, user: usize) -> Result<Credential> {
    let subject = Subject { user_id: Some(UserId::parse(&user.to_string()).unwrap()), ..subject() };
    soon(engine.reader.get_credential(&subject, &CallOptions::default())).await
}

async fn code(engine: &Arc<Engine>, user: usize) -> &'static str {
    get(engine, user).await.map_or_else(|error| error.code().as_str(), |_| "served")
}

fn spawn(engine: &Arc<Engine>, user: usize) -> tokio::task::JoinHandle<&'static str> {
    let engine = engine.clone();
    tokio::spawn(async move { code(&engine, user).await })
}

fn tokens(count: usize) -> impl Iterator<Item = Answer> {
    (0..count).map(|_| Answer::Tokens("at-2", None))
}

#[tokio::test]
async fn a_pause_that_one_grant_is_told_stops_all_and_changes_none() {
    let (stage, engine) = stage_of(20).await;
    let other = stage.process().await;
    stage.provider.will([Answer::Status(429, "")]);
    for user in 0..20 {
        let error = get(&engine, user).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.message()), ("rate_limited", "Acme asked for a pause."), "{user}");
        assert!(error.retry_after().is_some_and(|after| !after.is_zero() && after <= Duration::from_secs(60)), "{error:?}");
    }
    // Another process hears of it with the grant, and asks for none of the others.
    for user in 0..20 {
        assert_eq!(code(&other, user).await, "rate_limited");
    }
    assert_eq!(stage.provider.presented().len(), 1);
    stage.clock.advance(BEYOND_PAUSE);
    stage.provider.will(tokens(20));
    for user in 0..20 {
        assert_eq!(code(&engine, user).await, "served", "{user}");
    }
    assert_eq!(stage.provider.presented().len(), 21);
}

/// Waits until what is told behind callers is in the vault.
async fn until_pauses(stage: &Stage, count: usize) {
    while stage.store.list_endpoint_pauses().await.unwrap().len() != count {
        tokio::task::yield_now().await;
    }
}

/// What is read of the others is believed for a second.
const BEYOND_BELIEF: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_pause_that_one_process_is_told_stops_the_others_and_one_of_all_finds_out() {
    for failures in [1, 5] {
        let (stage, engine) = stage_of(20).await;
        let other = stage.process().await;
        // A pause that the provider asks for, and a circuit that opens.
        stage.provider.will((0..failures).map(|_| Answer::Status(if failures == 1 { 429 } else { 503 }, "")));
        for user in 0..failures {
            assert_ne!(code(&engine, user).await, "served");
        }
        soon(until_pauses(&stage, 1)).await;
        for user in failures..20 {
            let error = get(&other, user).await.unwrap_err();
            let expected = if failures == 1 { "rate_limited" } else { "provider_unavailable" };
            assert_eq!(error.code().as_str(), expected, "{user}");
            assert!(error.retry_after().is_some_and(|after| !after.is_zero()), "{error:?}");
        }
        assert_eq!(stage.provider.presented().len(), failures);
        // It is over, and one process is at the provider to find out: nobody else asks.
        stage.clock.advance(BEYOND_PAUSE);
        stage.provider.will(tokens(20));
        stage.provider.gate.shut();
        let first = spawn(&engine, 10);
        stage.provider.gate.reached(1).await;
        for user in 11..16 {
            assert!(get(&other, user).await.unwrap_err().retry_after().is_some_and(|after| !after.is_zero()));
        }
        assert_eq!(stage.provider.presented().len(), failures + 1);
        stage.provider.gate.open();
        assert_eq!(soon(first).await.unwrap(), "served");
        // It works: everybody hears of it.
        soon(until_pauses(&stage, 0)).await;
        stage.clock.advance(BEYOND_BELIEF);
        for user in 11..16 {
            assert_eq!(code(&other, user).await, "served", "{user}");
        }
    }
}

/// Lets everybody go as far as they can.
async fn settle() {
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
}

/// Many ask at once where nobody has read for a second what other processes were told: all of them wait for one read.
#[tokio::test]
async fn nobody_is_sent_before_what_other_processes_were_told_is_known() {
    for is_new in [true, false] {
        let (stage, engine) = stage_of(66).await;
        let warm = stage.process().await;
        stage.provider.will([Answer::Tokens("at-2", None), Answer::Status(429, "")]);
        assert_eq!(code(&warm, 0).await, "served");
        assert_eq!(code(&engine, 1).await, "rate_limited");
        soon(until_pauses(&stage, 1)).await;
        stage.clock.advance(BEYOND_BELIEF);
        let other = if is_new { stage.process().await } else { warm };
        stage.store.pauses.shut();
        let callers: Vec<_> = (2..66).map(|user| spawn(&other, user)).collect();
        stage.store.pauses.reached(1).await;
        settle().await;
        assert_eq!(stage.provider.presented().len(), 2, "is new: {is_new}");
        stage.store.pauses.open();
        for caller in callers {
            assert_eq!(soon(caller).await.unwrap(), "rate_limited");
        }
        assert_eq!(stage.provider.presented().len(), 2);
    }
}

/// What others were told meanwhile counts for who waits for room; and what was sent before says nothing about the end of a pause.
#[tokio::test]
async fn who_waits_for_room_hears_what_another_process_is_told_meanwhile() {
    const MOST: usize = 64;
    let (stage, engine) = stage_of(MOST + 21).await;
    let other = stage.process().await;
    stage.provider.will(tokens(MOST));
    stage.provider.will([Answer::StatusAtOnce(429, "")]);
    stage.provider.gate.shut();
    let callers: Vec<_> = (0..MOST + 20).map(|user| spawn(&engine, user)).collect();
    stage.provider.gate.reached(MOST).await;
    settle().await;
    assert_eq!(code(&other, MOST + 20).await, "rate_limited");
    soon(until_pauses(&stage, 1)).await;
    stage.clock.advance(BEYOND_BELIEF);
    stage.provider.gate.open();
    let mut served = Vec::new();
    for (user, caller) in callers.into_iter().enumerate() {
        match soon(caller).await.unwrap() {
            "served" => served.push(user),
            code => assert_eq!(code, "rate_limited"),
        }
    }
    assert_eq!((served.len(), stage.provider.presented().len()), (MOST, MOST + 1));
    settle().await;
    assert_eq!(stage.store.list_endpoint_pauses().await.unwrap().len(), 1, "the pause runs on");
    // Who came first is not known; what was brought for somebody is everybody's.
    assert_eq!(code(&other, served[0]).await, "served");
}

/// Whoever finds out and learns nothing leaves it to the next one, and not for as long as his time would run.
#[tokio::test]
async fn who_finds_out_in_vain_leaves_it_to_the_next_at_once() {
    let (stage, engine) = stage_of(4).await;
    let other = stage.process().await;
    stage.provider.will([Answer::Status(429, ""), Answer::Failure(NetFailure::TimedOut), Answer::Tokens("at-2", None)]);
    assert_eq!(code(&engine, 0).await, "rate_limited");
    soon(until_pauses(&stage, 1)).await;
    stage.clock.advance(BEYOND_PAUSE);
    assert_eq!(code(&engine, 1).await, "provider_unavailable");
    let is_over = async {
        while stage.store.list_endpoint_pauses().await.unwrap().iter().any(|pause| !pause.left.is_zero()) {
            tokio::task::yield_now().await;
        }
    };
    soon(is_over).await;
    stage.clock.advance(BEYOND_BELIEF);
    assert_eq!(code(&other, 2).await, "served");
}

/// Very many grants in two processes, 2,000 in a long run, all due at once, and a provider that answers 429 and means it.
#[tokio::test]
async fn two_processes_come_through_a_storm_of_429_with_hardly_a_request_too_many() {
    let grants = if std::env::var_os("AUTHPIPE_LONG").is_some() { 2_000 } else { 300 };
    let (stage, engine) = stage_of(grants).await;
    let engines = [engine, stage.process().await];
    let all = || {
        let callers: Vec<_> = (0..grants).map(|user| spawn(&engines[user % 2], user)).collect();
        async move {
            let mut served = 0;
            for caller in callers {
                served += usize::from(soon(caller).await.unwrap() == "served");
            }
            served
        }
    };
    // Each pause is followed by another one, before which one of all has asked.
    let mut asked = Vec::new();
    for _ in 0..3 {
        let before = stage.provider.presented().len();
        stage.provider.forget();
        stage.provider.will((0..200).map(|_| Answer::Status(429, "")));
        assert_eq!(all().await, 0);
        soon(until_pauses(&stage, 1)).await;
        asked.push(stage.provider.presented().len() - before);
        stage.clock.advance(BEYOND_PAUSE);
    }
    assert!(asked[0] <= 4 && asked[1..] == [1, 1], "{asked:?}");
    let before = stage.provider.presented().len();
    stage.provider.forget();
    stage.provider.will(tokens(grants));
    let mut rounds = 0;
    while all().await < grants {
        stage.clock.advance(BEYOND_BELIEF);
        rounds += 1;
        assert!(rounds < 20, "it does not end");
    }
    println!("{grants} grants; {asked:?} requests in pauses");
    assert_eq!(stage.provider.presented().len() - before, grants, "each grant is renewed once");
}

#[tokio::test]
async fn after_a_pause_one_finds_out_and_then_ever_more_go() {
    let (stage, engine) = stage_of(10).await;
    stage.provider.will([Answer::Status(429, "")]);
    assert_eq!(code(&engine, 0).await, "rate_limited");
    stage.clock.advance(BEYOND_PAUSE);
    stage.provider.will(tokens(10));
    stage.provider.gate.shut();
    let callers: Vec<_> = (0..10).map(|user| spawn(&engine, user)).collect();
    for (asked, answered) in [(1, 1), (3, 2), (7, 4), (10, 1 << 20)] {
        stage.provider.gate.reached(asked).await;
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
        assert_eq!(stage.provider.presented().len(), 1 + asked);
        stage.provider.gate.admit(answered);
    }
    for caller in callers {
        assert_eq!(soon(caller).await.unwrap(), "served");
    }
}

/// The one who finds out is told to wait again: so is everybody behind him, at once.
#[tokio::test]
async fn who_waits_for_his_turn_hears_of_the_next_pause() {
    let (stage, engine) = stage_of(10).await;
    stage.provider.will([Answer::Status(429, "")]);
    assert_eq!(code(&engine, 0).await, "rate_limited");
    stage.clock.advance(BEYOND_PAUSE);
    stage.provider.will([Answer::Status(429, "")]);
    stage.provider.gate.shut();
    let callers: Vec<_> = (0..10).map(|user| spawn(&engine, user)).collect();
    stage.provider.gate.reached(1).await;
    stage.provider.gate.open();
    for caller in callers {
        assert_eq!(soon(caller).await.unwrap(), "rate_limited");
    }
    assert_eq!(stage.provider.presented().len(), 2);
}

#[tokio::test]
async fn failures_of_several_grants_open_the_circuit_and_one_success_closes_it() {
    for failure in [|| Answer::Status(503, ""), || Answer::Status(200, "<html>"), || Answer::Failure(NetFailure::TimedOut)] {
        let (stage, engine) = stage_of(12).await;
        stage.provider.will((0..5).map(|_| failure()));
        for user in 0..12 {
            let error = get(&engine, user).await.unwrap_err();
            assert_eq!(error.code().as_str(), "provider_unavailable", "{user}");
            assert!(error.retry_after().is_some_and(|after| !after.is_zero()), "{error:?}");
        }
        assert_eq!(stage.provider.presented().len(), 5, "the others were spared");
        // Well again: everybody is served within two minutes (I6).
        stage.clock.advance(BEYOND_PAUSE);
        stage.provider.will(tokens(12));
        for user in 0..12 {
            assert_eq!(code(&engine, user).await, "served", "{user}");
        }
    }
}

/// What says something about a grant says nothing about the provider, and one grant's failures are its own.
#[tokio::test]
async fn neither_a_grant_that_fails_again_and_again_nor_refusals_open_the_circuit() {
    let (stage, engine) = stage_of(12).await;
    for _ in 0..8 {
        stage.provider.will([Answer::Status(503, "")]);
        assert_eq!(code(&engine, 0).await, "provider_unavailable");
        stage.clock.advance(BEYOND_PAUSE);
    }
    stage.provider.will((1..8).map(|_| INVALID_GRANT));
    for user in 1..8 {
        assert_eq!(code(&engine, user).await, "reauth_required");
    }
    stage.provider.will(tokens(4));
    for user in 8..12 {
        assert_eq!(code(&engine, user).await, "served");
    }
}

#[tokio::test]
async fn so_many_ask_at_once_and_no_more() {
    const MOST: usize = 64;
    let (stage, engine) = stage_of(MOST + 20).await;
    stage.provider.will(tokens(MOST + 20));
    stage.provider.gate.shut();
    let callers: Vec<_> = (0..MOST + 20).map(|user| spawn(&engine, user)).collect();
    stage.provider.gate.reached(MOST).await;
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
    assert_eq!(stage.provider.presented().len(), MOST);
    stage.provider.gate.open();
    for caller in callers {
        assert_eq!(soon(caller).await.unwrap(), "served");
    }
}

/// An orderly end waits for what was sent, and for nobody's turn.
#[tokio::test]
async fn who_waits_for_his_turn_does_not_hold_up_the_end() {
    let (stage, engine) = stage_of(2).await;
    stage.provider.will([Answer::Status(429, "")]);
    assert_eq!(code(&engine, 0).await, "rate_limited");
    stage.clock.advance(BEYOND_PAUSE);
    stage.provider.will(tokens(1));
    stage.provider.gate.shut();
    let first = spawn(&engine, 0);
    stage.provider.gate.reached(1).await;
    let second = spawn(&engine, 1);
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
    let closing = tokio::spawn({
        let engine = engine.clone();
        async move { engine.close().await }
    });
    assert_eq!(soon(second).await.unwrap(), "closed");
    stage.provider.gate.open();
    soon(closing).await.unwrap().unwrap();
    drop(first);
    assert_eq!(stage.provider.presented().len(), 2);
}

#[tokio::test]
async fn scheduled_work_leaves_a_provider_alone_that_wants_a_pause() {
    let (stage, engine) = stage_of(40).await;
    let key = |user: usize| sample("acme", &user.to_string()).key;
    for user in 0..40 {
        let grant = engine.repo.find_grant(&key(user)).await.unwrap().unwrap();
        let now = Some(crate::base::Clock::now(&*stage.clock));
        super::stage::write_over(&engine, &grant, crate::model::rows::Schedule::Refresh, |grant| {
            (grant.refresh_at, grant.last_used_at) = (now, now);
        })
        .await;
    }
    stage.provider.will((0..8).map(|_| Answer::Status(429, "")));
    let round = tokio::spawn({
        let engine = engine.clone();
        async move { engine.scheduler.run_maintenance(None).await }
    });
    let report = soon(round).await.unwrap().unwrap();
    assert_eq!(report.refreshed, 0);
    let asked = stage.provider.presented().len();
    assert!(asked <= 8, "no more than a lane is wide: {asked}");
    assert_eq!(soon(engine.scheduler.run_maintenance(None)).await.unwrap().failed, 0, "nothing is begun in the pause");
    // What was taken and not asked is due again with the end of the pause, and is nobody's until then.
    stage.clock.advance(BEYOND_PAUSE);
    stage.provider.forget();
    stage.provider.will(tokens(40));
    let refreshed = soon(engine.scheduler.run_maintenance(None)).await.unwrap().refreshed;
    assert!(usize::try_from(refreshed).unwrap() >= 40 - asked, "{refreshed} of 40, of which {asked} have been asked for");
    stage.clock.advance(Duration::from_secs(200));
    soon(engine.scheduler.run_maintenance(None)).await.unwrap();
    assert_eq!(stage.provider.presented().len(), asked + 40);
}
