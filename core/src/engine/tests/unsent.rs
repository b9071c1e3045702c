//! An exchange under whose lease nothing has been sent yet: everybody can tell it from one that may have been, and what died before it sent
//! anything leaves nothing in doubt (SR-57, I6).

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::base::{Clock as _, GrantId};
use crate::engine::grants::leases::Acquired;
use crate::engine::{CallOptions, Engine};
use crate::model::grant::{OpenIntent, RefreshStage, RefreshState};
use crate::model::http::NetFailure;
use crate::model::lease::{CommitRight, LeaseHolder};
use crate::net::Door as _;

use super::stage::{Answer, LIFETIME, Stage, connect, load, soon, spawn_caller, subject, value};

/// Its processes say at once that they have sent nothing.
fn stage() -> Stage {
    let mut stage = Stage::new("strict");
    stage.told_unsent = Duration::from_millis(1);
    stage
}

async fn shown(engine: &Engine, id: &GrantId) -> RefreshState {
    engine.manager.get_connection(&subject().tenant_id, id).await.unwrap().refresh
}

async fn wait_until_claimed(engine: &Engine, id: &GrantId) {
    let is_claimed = async {
        while shown(engine, id).await.stage != Some(RefreshStage::Claimed) {
            tokio::task::yield_now().await;
        }
    };
    soon(is_claimed).await;
}

/// How often the store was told what is spent under a lease.
fn revisions(stage: &Stage) -> usize {
    stage.store.asked.lock().unwrap().iter().filter(|what| what.contains("ReviseIntent")).count()
}

#[tokio::test]
async fn a_lease_under_which_nothing_was_sent_is_told_from_one_that_sends() {
    let stage = stage();
    let (holder, other) = (stage.process().await, stage.process().await);
    let id = connect(&holder).await;
    assert_eq!(shown(&other, &id).await.stage, None);
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.connecting.shut();
    stage.provider.gate.shut();
    let caller = spawn_caller(&holder);
    stage.provider.connecting.reached(1).await;
    wait_until_claimed(&other, &id).await;
    let claimed = shown(&other, &id).await;
    assert!(claimed.held_since.is_some() && claimed.held_by.is_some() && claimed.in_doubt_since.is_none(), "{claimed:?}");
    assert_eq!(stage.provider.presented(), Vec::<String>::new());
    // By the time at which the provider sees anything, everybody does.
    stage.provider.connecting.open();
    stage.provider.gate.reached(1).await;
    assert_eq!(shown(&other, &id).await.stage, Some(RefreshStage::Sending));
    stage.provider.gate.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    assert_eq!(shown(&other, &id).await.stage, None);
    assert_eq!(revisions(&stage), 2);
}

/// What is announced counts as sent: an exchange that sends at once costs no commit more.
#[tokio::test(start_paused = true)]
async fn an_exchange_that_sends_at_once_says_nothing_more() {
    let stage = stage();
    let engine = stage.process().await;
    let id = connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&engine);
    stage.provider.gate.reached(1).await;
    // Longer than it waits before it says so.
    tokio::time::advance(Duration::from_secs(1)).await;
    // Whoever would say so has its turn before anybody looks.
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    assert_eq!(shown(&engine, &id).await.stage, Some(RefreshStage::Sending));
    stage.provider.gate.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    assert_eq!(revisions(&stage), 0);
}

/// The token is presented again at once, while the one in use lives: nobody waits for a repair of what never happened.
#[tokio::test]
async fn what_died_before_it_sent_anything_is_not_in_doubt() {
    let stage = stage();
    let (dying, other) = (stage.process().await, stage.process().await);
    let id = connect(&dying).await;
    let forced = CallOptions { force_refresh: true, ..CallOptions::default() };
    stage.provider.connecting.shut();
    let lost = {
        let (dying, forced) = (dying.clone(), forced.clone());
        tokio::spawn(async move { dying.reader.get_credential(&subject(), &forced).await.map(drop) })
    };
    stage.provider.connecting.reached(1).await;
    wait_until_claimed(&other, &id).await;
    lost.abort();
    stage.store.holder_died.store(true, Ordering::SeqCst);
    let seen = shown(&other, &id).await;
    assert_eq!((seen.held_since, seen.stage, seen.in_doubt_since, seen.not_before), (None, None, None, None));
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    let answered = {
        let other = other.clone();
        tokio::spawn(async move { other.reader.get_credential(&subject(), &forced).await.unwrap().value.expose().clone() })
    };
    stage.provider.connecting.reached(2).await;
    assert!(!load(&other).await.open_intent.unwrap().is_recovery, "it repairs nothing");
    stage.provider.connecting.open();
    assert_eq!(soon(answered).await.unwrap(), "at-2");
    dying.idle().await;
    assert_eq!(stage.provider.presented(), ["rt-1"], "the one that came late has sent nothing");
}

/// The one that it was to repair is in doubt as it was before.
#[tokio::test]
async fn what_was_to_repair_a_lost_answer_and_was_not_sent_leaves_that_doubt() {
    let stage = stage();
    let (dying, other) = (stage.process().await, stage.process().await);
    let id = connect(&dying).await;
    stage.clock.advance(LIFETIME);
    let began = stage.clock.now();
    stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
    assert_eq!(value(&dying).await, "provider_unavailable");
    stage.clock.advance(Duration::from_secs(61));
    stage.provider.connecting.shut();
    let lost = spawn_caller(&dying);
    stage.provider.connecting.reached(1).await;
    wait_until_claimed(&other, &id).await;
    assert_eq!(shown(&other, &id).await.in_doubt_since, Some(began));
    lost.abort();
    stage.store.holder_died.store(true, Ordering::SeqCst);
    let seen = shown(&other, &id).await;
    assert_eq!((seen.in_doubt_since, seen.not_before), (Some(began), None), "and nobody has to wait: no repair was lost");
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    let repaired = spawn_caller(&other);
    stage.provider.connecting.reached(2).await;
    assert!(load(&other).await.open_intent.unwrap().is_recovery);
    stage.provider.connecting.open();
    assert_eq!(soon(repaired).await.unwrap(), "at-2");
}

/// A process that has said that it has sent nothing, on its way to the provider.
struct Claimed {
    stage: Stage,
    caller: tokio::task::JoinHandle<String>,
    other: Arc<Engine>,
}

async fn claimed() -> Claimed {
    let stage = stage();
    let (holder, other) = (stage.process().await, stage.process().await);
    let id = connect(&holder).await;
    stage.clock.advance(LIFETIME);
    stage.provider.connecting.shut();
    let caller = spawn_caller(&holder);
    stage.provider.connecting.reached(1).await;
    wait_until_claimed(&other, &id).await;
    Claimed { stage, caller, other }
}

/// The others believe what it has said.
#[tokio::test]
async fn nothing_is_sent_by_whoever_cannot_say_that_it_will_be() {
    let Claimed { stage, caller, .. } = claimed().await;
    stage.store.go_away(true);
    stage.provider.connecting.open();
    assert!(!soon(caller).await.unwrap().starts_with("at-"));
    assert_eq!(stage.provider.presented(), Vec::<String>::new());
}

#[tokio::test]
async fn nothing_is_sent_under_a_lease_that_is_another_ones_by_then() {
    let Claimed { stage, caller, other } = claimed().await;
    other.grants.break_lease(&load(&other).await).await.unwrap();
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.connecting.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    assert_eq!(
        (stage.provider.presented().len(), stage.acquisitions()),
        (1, 2),
        "sent under a lease of its own, not under the first"
    );
}

/// The word that nothing was sent may be on its way for longer than the word that it is sent now: it names another text by then.
#[tokio::test]
async fn a_late_word_that_nothing_was_sent_is_not_believed() {
    let stage = stage();
    let (holder, other) = (stage.process().await, stage.process().await);
    let id = connect(&holder).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.connecting.shut();
    stage.provider.gate.shut();
    let caller = spawn_caller(&holder);
    stage.provider.connecting.reached(1).await;
    wait_until_claimed(&other, &id).await;
    stage.provider.connecting.open();
    stage.provider.gate.reached(1).await;
    let LeaseHolder { owner, epoch } = load(&other).await.open_intent.unwrap().holder.unwrap();
    let right = CommitRight { tenant_id: subject().tenant_id, grant_id: id.clone(), generation: 1, fence: 0, owner, epoch };
    let announced = Sha256::digest(b"authpipe intent 1\0rt-1").into();
    assert!(holder.repo.revise_intent(&right, Some(announced), OpenIntent::NOTHING_SENT).await.is_err());
    assert_eq!(shown(&other, &id).await.stage, Some(RefreshStage::Sending));
    stage.provider.gate.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
}

/// Whoever would send at once has to wait: the others are told first.
#[tokio::test]
async fn nobody_goes_through_at_once_while_the_others_are_told_that_nothing_was_sent() {
    let stage = stage();
    let engine = stage.process().await;
    let id = connect(&engine).await;
    let Acquired::Ours(held) = engine.grants.acquire(&load(&engine).await, false).await.unwrap() else { panic!("no lease") };
    held.departure.beside(Duration::from_millis(1), wait_until_claimed(&engine, &id)).await;
    assert!(!held.departure.try_pass() && !held.departure.is_sent().load(Ordering::SeqCst));
    assert!(held.departure.pass().await && held.departure.is_sent().load(Ordering::SeqCst));
    assert_eq!(shown(&engine, &id).await.stage, Some(RefreshStage::Sending));
    assert!(held.departure.try_pass(), "from now on");
}
