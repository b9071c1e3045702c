//! Several processes on one vault: one exchange at a time, and whoever comes late loses nothing (SR-56 to SR-58).

use std::time::Duration;

use crate::engine::CallOptions;
use crate::model::grant::{GrantStatus, Material};
use crate::model::http::NetFailure;
use crate::model::renewal::Renewal;
use crate::model::rows::Schedule;

use super::stage::{Answer, INVALID_GRANT, LIFETIME, Stage, connect, get, load, soon, spawn_caller, value, write_over};

const LEASE: Duration = Duration::from_secs(60);
const BEYOND_BACKOFF: Duration = Duration::from_secs(61);

#[tokio::test]
async fn many_callers_share_one_flight() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let mut callers: Vec<_> = (0..25).map(|_| spawn_caller(&engine)).collect();
    stage.provider.gate.reached(1).await;
    callers.extend((0..25).map(|_| spawn_caller(&engine)));
    // All of them have their turn before the answer comes.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(callers.iter().all(|caller| !caller.is_finished()));
    stage.provider.gate.open();
    for caller in callers {
        assert_eq!(soon(caller).await.unwrap(), "at-2");
    }
    assert_eq!((stage.acquisitions(), stage.provider.presented()), (1, vec!["rt-1".to_owned()]));
    assert_eq!(stage.store.reads_by_id.load(std::sync::atomic::Ordering::SeqCst), 1, "nobody else has even looked");
}

#[tokio::test]
async fn nothing_is_answered_before_it_is_stored() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.store.updates.shut();
    let caller = spawn_caller(&engine);
    stage.store.updates.reached(1).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!caller.is_finished());
    assert_eq!(load(&engine).await.generation, 1);
    stage.store.updates.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    assert_eq!(load(&engine).await.generation, 2);
}

#[tokio::test]
async fn the_loser_of_the_lease_waits_and_gets_the_winners_token() {
    let stage = Stage::new("strict");
    let processes = [stage.process().await, stage.process().await, stage.process().await];
    connect(&processes[0]).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let mut callers = vec![spawn_caller(&processes[0])];
    stage.provider.gate.reached(1).await;
    callers.extend(processes[1..].iter().flat_map(|engine| [spawn_caller(engine), spawn_caller(engine)]));
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(callers.iter().all(|caller| !caller.is_finished()));
    stage.provider.gate.open();
    for caller in callers {
        assert_eq!(soon(caller).await.unwrap(), "at-2");
    }
    assert_eq!(stage.provider.presented(), ["rt-1"]);
}

#[tokio::test]
async fn a_late_result_becomes_a_candidate_and_serves_when_the_other_fails() {
    let stage = Stage::new("reusable");
    let (slow, quick) = (stage.process().await, stage.process().await);
    connect(&slow).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-slow", Some("rt-slow")), Answer::AtOnce("at-quick", Some("rt-quick"))]);
    // The slow process's answer comes after its lease has ended and the other one has committed.
    stage.provider.gate.shut();
    let late = spawn_caller(&slow);
    stage.provider.gate.reached(1).await;
    stage.clock.advance(LEASE + Duration::from_secs(1));
    assert_eq!(value(&quick).await, "at-quick");
    stage.provider.gate.open();
    assert_eq!(soon(late).await.unwrap(), "at-quick");
    assert_eq!(tokens_of(&quick).await, ("rt-quick".to_owned(), vec!["rt-slow".to_owned()]));
    assert_eq!(load(&quick).await.open_intent, None);

    // The current one is refused: the other is tried before anybody is sent to sign in.
    stage.clock.advance(LIFETIME);
    stage.provider.will([INVALID_GRANT, Answer::Tokens("at-3", Some("rt-3"))]);
    assert_eq!(value(&quick).await, "at-3");
    assert_eq!(stage.provider.presented()[2..], ["rt-quick", "rt-slow"]);
    assert_eq!(load(&quick).await.secrets.status, GrantStatus::Active);

    stage.clock.advance(LIFETIME);
    stage.provider.will([INVALID_GRANT]);
    assert_eq!(value(&quick).await, "reauth_required");
    assert_eq!(load(&quick).await.secrets.status, GrantStatus::NeedsReauth);
}

#[tokio::test]
async fn a_late_result_revives_what_was_ended_for_its_spent_predecessor() {
    const REFUSED: &str = r#"{"error":"interaction_required","claims":"{\"access_token\":{\"a\":null}}"}"#;
    let stage = Stage::new("reusable");
    let (slow, quick) = (stage.process().await, stage.process().await);
    connect(&slow).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-slow", Some("rt-slow")), Answer::StatusAtOnce(400, REFUSED)]);
    stage.provider.gate.shut();
    let late = tokio::spawn({
        let slow = slow.clone();
        async move { get(&slow).await.unwrap() }
    });
    stage.provider.gate.reached(1).await;
    stage.clock.advance(LEASE + Duration::from_secs(1));
    assert_eq!(value(&quick).await, "reauth_required");
    let ended = load(&quick).await.secrets;
    assert_eq!((ended.status, ended.pending_claims.is_some()), (GrantStatus::NeedsReauth, true));
    // Nor does a lease that cannot be released take the stored tokens back.
    stage.store.keeps_leases.store(true, std::sync::atomic::Ordering::SeqCst);
    stage.provider.gate.open();
    let told = soon(late).await.unwrap();
    assert_eq!((told.value.expose().as_str(), told.degraded), ("at-slow", false));
    let revived = load(&quick).await.secrets;
    assert_eq!(
        (revived.status, revived.pending_claims.is_some()),
        (GrantStatus::Active, false),
        "nobody is to be asked any more"
    );
    assert_eq!(value(&quick).await, "at-slow");
}

#[tokio::test]
async fn a_success_without_a_token_leaves_a_rotating_exchange_in_doubt_and_nothing_else_does() {
    for (status, body, in_doubt) in [
        (200, r#"{"token_type":"Bearer"}"#, true),
        (200, r#"{"access_token":"at"#, true),
        (200, "<html>", false),
        (200, "", true),
        (200, r#"{"ok":false}"#, false),
        (302, "", false),
        (503, "", false),
    ] {
        let stage = Stage::new("strict");
        let process = stage.process().await;
        connect(&process).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Status(status, body)]);
        assert_eq!(value(&process).await, "provider_unavailable");
        assert_eq!(load(&process).await.open_intent.is_some(), in_doubt, "{status}");
    }
}

#[tokio::test]
async fn a_late_holder_commits_its_result_and_leaves_the_next_holder_its_lease() {
    let stage = Stage::new("reusable");
    let (slow, quick) = (stage.process().await, stage.process().await);
    connect(&slow).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-slow", Some("rt-slow")), Answer::Tokens("at-quick", Some("rt-quick"))]);
    stage.provider.gate.shut();
    let late = spawn_caller(&slow);
    stage.provider.gate.reached(1).await;
    stage.clock.advance(LEASE + Duration::from_secs(1));
    let next = spawn_caller(&quick);
    stage.provider.gate.reached(2).await;
    let lease = load(&slow).await.open_intent;
    assert!(lease.is_some());
    stage.provider.gate.admit(1);
    assert_eq!(soon(late).await.unwrap(), "at-slow");
    // What it was exchanged for is spent, and no candidate.
    assert_eq!(tokens_of(&slow).await, ("rt-slow".to_owned(), vec![]));
    assert_eq!(load(&slow).await.open_intent, lease, "the next holder is still under way");
    stage.provider.gate.open();
    assert_eq!(soon(next).await.unwrap(), "at-quick");
    assert_eq!(tokens_of(&slow).await, ("rt-quick".to_owned(), vec!["rt-slow".to_owned()]));
    let stored = load(&slow).await;
    assert_eq!((stored.generation, stored.open_intent), (3, None));
}

/// The current refresh token and the candidates.
async fn tokens_of(engine: &crate::engine::Engine) -> (String, Vec<String>) {
    let Material::OAuth(tokens) = load(engine).await.secrets.material else { panic!("tokens") };
    let text = |token: &crate::base::Secret<String>| token.expose().clone();
    (text(tokens.renewal.refresh_token().unwrap()), tokens.candidates.iter().map(text).collect())
}

#[tokio::test]
async fn a_process_that_lost_its_lease_ends_no_grant() {
    let stage = Stage::new("strict");
    let (slow, quick) = (stage.process().await, stage.process().await);
    connect(&slow).await;
    stage.clock.advance(LIFETIME);
    // The slow one's refusal arrives after the other one has renewed.
    stage.provider.will([INVALID_GRANT, Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let late = spawn_caller(&slow);
    stage.provider.gate.reached(1).await;
    stage.clock.advance(LEASE + Duration::from_secs(1));
    let prompt = spawn_caller(&quick);
    stage.provider.gate.reached(2).await;
    stage.provider.gate.open();
    assert_eq!(soon(prompt).await.unwrap(), "at-2");
    let late = soon(late).await.unwrap();
    assert_eq!(late, "at-2", "a refusal of the old token is answered by the newer generation");
    assert_eq!(load(&quick).await.secrets.status, GrantStatus::Active);
    assert_eq!(value(&slow).await, "at-2");
}

#[tokio::test]
async fn nothing_is_sent_under_a_lease_that_is_nearly_over() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.store.acquiring_takes.store(45_000, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(value(&engine).await, "provider_unavailable");
    assert!(stage.provider.presented().is_empty());
    stage.store.acquiring_takes.store(0, std::sync::atomic::Ordering::SeqCst);
    stage.clock.advance(BEYOND_BACKOFF);
    stage.provider.will([Answer::Tokens("at-2", None)]);
    assert_eq!(value(&engine).await, "at-2");
    assert_eq!(stage.provider.presented().len(), 1, "nothing was open: this is no recovery");
}

#[tokio::test]
async fn another_process_deletes_and_this_one_learns_within_seconds() {
    for is_noted in [true, false] {
        let stage = Stage::new("strict");
        let (reader, deleter) = (stage.process().await, stage.process().await);
        let id = connect(&reader).await;
        assert_eq!(value(&reader).await, "at-1");
        deleter.manager.delete_connection(&super::stage::subject().tenant_id, &id, None).await.unwrap();
        assert_eq!(value(&deleter).await, "not_connected");
        if !is_noted {
            // By the wall clock the note of it is old, and goes before the other process has read it.
            stage.clock.jump(7200);
            deleter.repo.housekeeping().purge().await.unwrap();
        }
        stage.clock.advance(Duration::from_millis(5_001));
        assert!(reader.reader.peek(&super::stage::subject()).unwrap().is_none(), "what was seen is too old to be believed");
        assert_eq!(value(&reader).await, "not_connected");
    }
}

#[tokio::test]
async fn another_process_renews_and_this_one_learns_within_seconds() {
    let stage = Stage::new("strict");
    let (reader, renewer) = (stage.process().await, stage.process().await);
    connect(&reader).await;
    assert_eq!(value(&reader).await, "at-1");
    stage.provider.will([Answer::Tokens("at-2", None)]);
    let force = crate::engine::CallOptions { force_refresh: true, ..Default::default() };
    soon(renewer.reader.get_credential(&super::stage::subject(), &force)).await.unwrap();
    stage.clock.advance(Duration::from_millis(5_001));
    assert_eq!(value(&reader).await, "at-2");
    assert_eq!(get(&reader).await.unwrap().generation, 2);
}

#[tokio::test]
async fn a_look_reads_on_over_full_pages() {
    let stage = Stage::new("strict");
    let (reader, other) = (stage.process().await, stage.process().await);
    let first = super::stage::sample("acme", "filler");
    other.repo.insert_grant(&first, vec![], None).await.unwrap().unwrap();
    let id = connect(&reader).await;
    stage.clock.advance(Duration::from_millis(5_001));
    assert_eq!(value(&reader).await, "at-1");
    // More notes than a page holds, all before the one that matters.
    let mut grant = first;
    for _ in 0..4_100 {
        grant = write_over(&other, &grant, Schedule::Kept, |_| {}).await;
    }
    other.manager.delete_connection(&super::stage::subject().tenant_id, &id, None).await.unwrap();
    stage.clock.advance(Duration::from_millis(5_001));
    assert_eq!(value(&reader).await, "not_connected");
}

#[tokio::test]
async fn a_caller_whose_time_is_over_gets_what_still_lives() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    // Too short to be handed out at once, and alive.
    stage.clock.advance(LIFETIME - Duration::from_secs(30));
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let hurried = crate::engine::CallOptions { timeout: Some(Duration::ZERO), ..Default::default() };
    let served = soon(engine.reader.get_credential(&super::stage::subject(), &hurried)).await.unwrap();
    assert!(served.degraded && served.value.expose() == "at-1");
    // Nothing of it is left at its end.
    stage.clock.advance(Duration::from_secs(26));
    let error = soon(engine.reader.get_credential(&super::stage::subject(), &hurried)).await.unwrap_err();
    assert_eq!(error.code().as_str(), "timeout");
    stage.provider.gate.open();
    assert_eq!(value(&engine).await, "at-2", "the exchange went on");
}

#[tokio::test]
async fn closing_does_not_wait_for_somebody_elses_lease() {
    let stage = Stage::new("strict");
    let (holder, other) = (stage.process().await, stage.process().await);
    connect(&holder).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let first = spawn_caller(&holder);
    stage.provider.gate.reached(1).await;
    let second = spawn_caller(&other);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    soon(other.close()).await.unwrap();
    assert_eq!(soon(second).await.unwrap(), "closed");
    stage.provider.gate.open();
    assert_eq!(soon(first).await.unwrap(), "at-2");
}

/// "The provider has not answered" would send people to the wrong one: the other process may hang, or have been killed.
#[tokio::test]
async fn a_caller_who_waits_for_another_process_is_told_so() {
    let stage = Stage::new("strict");
    let (holder, other) = (stage.process().await, stage.process().await);
    connect(&holder).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let first = spawn_caller(&holder);
    stage.provider.gate.reached(1).await;
    let hurried = crate::engine::CallOptions { timeout: Some(Duration::from_millis(500)), ..Default::default() };
    let subject = super::stage::subject();
    for (engine, message) in [
        (&other, "Another process is renewing this Acme credential and has not finished in time."),
        (&holder, "Acme has not answered in time; the refresh goes on."),
    ] {
        let error = soon(engine.reader.get_credential(&subject, &hurried)).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.message()), ("timeout", message));
    }
    stage.provider.gate.open();
    assert_eq!(soon(first).await.unwrap(), "at-2");
}

/// SR-62: the person has signed in again while the old token was refused. Its refusal says nothing about the new one.
#[tokio::test]
async fn a_sign_in_during_a_refusal_is_the_answer_to_all_who_wait() {
    for answer in [INVALID_GRANT, Answer::Status(503, ""), Answer::Failure(NetFailure::Broken)] {
        let stage = Stage::new("strict");
        let engine = stage.process().await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME - Duration::from_secs(30));
        stage.provider.will([answer]);
        stage.provider.gate.shut();
        let plain = tokio::spawn({
            let engine = engine.clone();
            async move { get(&engine).await }
        });
        let forced = tokio::spawn({
            let (engine, force) = (engine.clone(), CallOptions { force_refresh: true, ..CallOptions::default() });
            async move { engine.reader.get_credential(&super::stage::subject(), &force).await }
        });
        let reported = tokio::spawn({
            let engine = engine.clone();
            async move { engine.reader.report_rejected(&super::stage::subject(), 1, None, &CallOptions::default()).await }
        });
        stage.provider.gate.reached(1).await;
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        let mut fresh = super::stage::sample("acme", "u");
        let Material::OAuth(tokens) = &mut fresh.secrets.material else { panic!("tokens") };
        tokens.access_token = Some("at-new".into());
        tokens.renewal = Renewal::RefreshToken("rt-new".into());
        tokens.expires_at = Some(super::stage::START.plus(2 * LIFETIME));
        let config = engine.configs().resolve(&fresh.provider, None).unwrap().clone();
        engine.connector.put_grant(&config, fresh, None).await.unwrap();
        stage.provider.gate.open();
        for caller in [plain, forced, reported] {
            let credential = soon(caller).await.unwrap().unwrap();
            assert_eq!((credential.value.expose().as_str(), credential.generation), ("at-new", 2));
            assert!(!credential.degraded && !credential.needs_reauth);
        }
        let stored = load(&engine).await;
        assert_eq!((stored.secrets.status, stored.open_intent), (GrantStatus::Active, None));
    }
}
