//! A session that is cancelled while its answer is being judged: either it completes, or nothing is connected.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::base::{ConfigId, GrantId, Label, Secret, SessionId};
use crate::engine::common::policy::Policy;
use crate::engine::{AuthRequest, CallbackInput, CallbackOutcome, Engine, ListQuery, NativeRequest};
use crate::model::client::Client;
use crate::model::principal::{Principal, Role};
use crate::model::session::{SessionMode, SessionStatus};

use super::stage::{Answer, INVALID_GRANT, Stage, connect, load, soon, subject};

pub(super) fn creator() -> Principal {
    Principal { tenant_id: subject().tenant_id, user_id: subject().user_id.unwrap(), role: Role::Member }
}

/// Starts a session: its id, and the callback that finishes it.
pub(super) async fn start(engine: &Arc<Engine>) -> (SessionId, CallbackInput) {
    start_for(engine, None).await
}

/// The same of one that connects this connection again.
async fn start_for(engine: &Arc<Engine>, connection_id: Option<GrantId>) -> (SessionId, CallbackInput) {
    let request = AuthRequest {
        connection_id,
        installation_id: None,
        provider: subject().provider,
        config: None,
        tenant_id: creator().tenant_id,
        user_id: creator().user_id,
        label: Label::empty(),
        scopes: vec![],
        variables: BTreeMap::new(),
        login_hint: None,
        prompt: None,
        return_to: None,
        mode: SessionMode::Popup,
        opener_origin: None,
    };
    let created = engine.connector.start_auth(request).await.unwrap();
    let url = url::Url::parse(&created.authorization_url).unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let input = CallbackInput {
        config: ConfigId::parse("acme").unwrap(),
        raw: Secret::new(format!("code=a-code&state={state}")),
        cookies: created.set_cookie[0].split(';').next().map(|cookie| cookie.to_owned().into()),
        principal: Some(creator()),
    };
    (created.session_id, input)
}

pub(super) fn finish(engine: &Arc<Engine>, input: CallbackInput) -> tokio::task::JoinHandle<CallbackOutcome> {
    let engine = engine.clone();
    tokio::spawn(async move { engine.connector.finish(input).await.unwrap() })
}

fn cancel(engine: &Arc<Engine>, id: &SessionId) -> tokio::task::JoinHandle<()> {
    let (engine, id) = (engine.clone(), id.clone());
    tokio::spawn(async move { engine.connector.cancel_session(&id, &creator()).await.unwrap() })
}

pub(super) async fn status(engine: &Arc<Engine>, id: &SessionId) -> SessionStatus {
    engine.connector.view_session(id, &creator()).await.unwrap().status
}

pub(super) async fn connections(engine: &Arc<Engine>) -> usize {
    let query = ListQuery { all_tenants: true, ..ListQuery::default() };
    engine.manager.list_connections(&query).await.unwrap().data.len()
}

pub(super) fn code(outcome: &CallbackOutcome) -> Option<&'static str> {
    let CallbackOutcome::Ended(ending) = outcome else { panic!("it goes on") };
    ending.error.as_ref().map(|error| error.code().as_str())
}

/// The callback of a session that was cancelled meanwhile tells just that.
fn assert_told_of_the_cancellation(outcome: &CallbackOutcome) {
    let CallbackOutcome::Ended(ending) = outcome else { panic!("it goes on") };
    assert_eq!((ending.status, code(outcome)), (SessionStatus::Cancelled, None));
}

#[tokio::test]
async fn a_session_cancelled_in_the_last_instant_connects_nothing() {
    // A new connection, one in place of a deleted one, and one that is reconnected.
    for before in ["nothing", "deleted", "connected"] {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        if before != "nothing" {
            let id = connect(&engine).await;
            if before == "deleted" {
                engine.manager.delete_connection(&creator().tenant_id, &id, None).await.unwrap();
            }
        }
        let count = connections(&engine).await;
        let (id, input) = start(&engine).await;
        stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
        stage.store.updates.shut();
        let callback = finish(&engine, input);
        // The grant is on its way into the store when its creator cancels.
        stage.store.updates.reached(1).await;
        soon(cancel(&engine, &id)).await.unwrap();
        stage.store.updates.open();
        assert_told_of_the_cancellation(&soon(callback).await.unwrap());
        assert_eq!(status(&engine, &id).await, SessionStatus::Cancelled, "{before}");
        assert_eq!(connections(&engine).await, count, "{before}");
        if before == "connected" {
            assert_eq!(load(&engine).await.generation, 1);
        }
    }
}

/// Whoever connects it again has asked for no new one (SR-13).
#[tokio::test]
async fn what_is_deleted_while_it_is_connected_again_does_not_come_back() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let grant_id = connect(&engine).await;
    let (id, input) = start_for(&engine, Some(grant_id.clone())).await;
    engine.manager.delete_connection(&creator().tenant_id, &grant_id, None).await.unwrap();
    stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
    assert_eq!(code(&soon(finish(&engine, input)).await.unwrap()), Some("not_connected"));
    assert_eq!((status(&engine, &id).await, connections(&engine).await), (SessionStatus::Failed, 0));
}

#[tokio::test]
async fn a_session_and_its_connection_are_one_commit() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let (id, input) = start(&engine).await;
    stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
    let received = 1;
    stage.store.sessions.shut();
    stage.store.sessions.admit(received);
    // Nothing but that commit is let through, and it is enough.
    assert_eq!(code(&soon(finish(&engine, input)).await.unwrap()), None);
    let view = engine.connector.view_session(&id, &creator()).await.unwrap();
    assert_eq!((view.status, view.connection.map(|grant| grant.id)), (SessionStatus::Complete, Some(load(&engine).await.id)));
    // Whoever cancels now comes too late.
    soon(cancel(&engine, &id)).await.unwrap();
    assert_eq!((status(&engine, &id).await, connections(&engine).await), (SessionStatus::Complete, 1));
}

#[tokio::test]
async fn a_connection_that_changes_under_a_sign_in_is_read_again() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let grant_id = connect(&engine).await;
    let (id, input) = start(&engine).await;
    stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
    stage.store.updates.shut();
    let deletion = tokio::spawn({
        let (engine, grant_id) = (engine.clone(), grant_id.clone());
        async move { engine.manager.delete_connection(&creator().tenant_id, &grant_id, None).await }
    });
    stage.store.updates.reached(1).await;
    let callback = finish(&engine, input);
    stage.store.updates.reached(2).await;
    // The deletion is first: the other commit is stale for the connection's sake, not for the session's.
    stage.store.updates.admit(1);
    soon(deletion).await.unwrap().unwrap();
    assert_eq!(connections(&engine).await, 0);
    stage.store.updates.open();
    assert_eq!(code(&soon(callback).await.unwrap()), None);
    assert_eq!(load(&engine).await.id, grant_id);
    assert_eq!(status(&engine, &id).await, SessionStatus::Complete);
}

#[tokio::test]
async fn a_cancellation_that_comes_second_looks_again_until_it_counts() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let (id, input) = start(&engine).await;
    stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
    stage.provider.gate.shut();
    stage.store.sessions.shut();
    let callback = finish(&engine, input);
    stage.store.sessions.reached(1).await;
    let cancelled = cancel(&engine, &id);
    stage.store.sessions.reached(2).await;
    // The answer is received first, so what the cancellation has read is old.
    stage.store.sessions.admit(1);
    stage.provider.gate.reached(1).await;
    stage.store.sessions.open();
    soon(cancelled).await.unwrap();
    assert_eq!(status(&engine, &id).await, SessionStatus::Cancelled);
    stage.provider.gate.open();
    assert_told_of_the_cancellation(&soon(callback).await.unwrap());
    assert_eq!(connections(&engine).await, 0);
}

/// The commit is made, and its answer is lost: the person is told what is stored.
#[tokio::test]
async fn an_end_that_was_stored_without_an_answer_is_told_as_it_stands() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let (id, input) = start(&engine).await;
    stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
    stage.store.answer_is_lost.store(true, std::sync::atomic::Ordering::SeqCst);
    let outcome = soon(finish(&engine, input)).await.unwrap();
    assert_eq!(code(&outcome), None);
    let CallbackOutcome::Ended(ending) = outcome else { panic!("it goes on") };
    assert_eq!(ending.status, SessionStatus::Complete);
    assert_eq!((status(&engine, &id).await, connections(&engine).await), (SessionStatus::Complete, 1));
}

/// For a day a server can ask what became of a session; a second one would be a row more for each click.
#[tokio::test]
async fn a_session_without_a_grant_is_forgotten_a_day_after_its_end() {
    const DAY: Duration = Duration::from_secs(24 * 3600);
    for how in ["cancelled", "failed"] {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        let (id, input) = start(&engine).await;
        match how {
            "cancelled" => soon(cancel(&engine, &id)).await.unwrap(),
            _ => {
                stage.provider.will([INVALID_GRANT]);
                soon(finish(&engine, input)).await.unwrap();
            }
        }
        let told = async || engine.connector.view_session(&id, &creator()).await.map(|view| view.status.as_str());
        stage.clock.advance(DAY - Duration::from_secs(60));
        engine.repo.housekeeping().purge().await.unwrap();
        assert_eq!(told().await.unwrap(), how);
        stage.clock.advance(Duration::from_secs(120));
        engine.repo.housekeeping().purge().await.unwrap();
        assert_eq!(told().await.unwrap_err().code().as_str(), "not_found", "{how}");
    }
}

/// Cancelled ones are not pending, so no limit of those holds whoever starts and cancels in a loop.
#[tokio::test]
async fn sessions_that_are_started_and_cancelled_in_a_loop_fill_no_vault() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let mut ids = Vec::new();
    for _ in 0..110 {
        let (id, _) = start(&engine).await;
        engine.connector.cancel_session(&id, &creator()).await.unwrap();
        stage.clock.advance(Duration::from_secs(1));
        ids.push(id);
    }
    let mut known = 0;
    for id in &ids {
        known += usize::from(engine.connector.view_session(id, &creator()).await.is_ok());
    }
    assert!((100..=101).contains(&known), "{known}");
    assert_eq!(status(&engine, &ids[109]).await, SessionStatus::Cancelled, "the last are known");
}

/// What came and was not finished in time: nobody was signed in, or whoever exchanged it has stopped.
#[tokio::test]
async fn an_answer_that_nobody_has_finished_is_told_by_its_cause() {
    for (principal, cause) in [(None, "nobody was signed in"), (Some(creator()), "has not finished")] {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        let (id, mut input) = start(&engine).await;
        input.principal = principal.clone();
        stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
        stage.provider.gate.shut();
        let callback = finish(&engine, input);
        match principal {
            Some(_) => stage.provider.gate.reached(1).await,
            None => assert!(matches!(soon(callback).await.unwrap(), CallbackOutcome::Resume { .. })),
        }
        stage.clock.advance(Policy::default().parked + Duration::from_secs(1));
        let told = |view: crate::engine::SessionView| (view.status, view.error.unwrap().message().to_owned());
        // As another process sees it, which does not know whether whoever finishes it lives.
        let other = stage.process().await;
        let (status, message) = told(other.connector.view_session(&id, &creator()).await.unwrap());
        assert_eq!(status, SessionStatus::Expired);
        assert!(message.contains(cause), "{message}");
        // What was sealed is gone, and with it what would tell the two apart.
        engine.repo.housekeeping().purge().await.unwrap();
        let (_, message) = told(other.connector.view_session(&id, &creator()).await.unwrap());
        assert_eq!(message, "The provider's answer came back, but the sign-in was not finished in time.");
        stage.provider.gate.open();
    }
}

/// Whoever comes second waits by the clock, however often the process is woken meanwhile, and no longer than the first may take.
#[tokio::test]
async fn a_second_answer_waits_as_long_as_the_first_may_take_and_no_longer() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let (_, input) = start(&engine).await;
    let again = CallbackInput {
        config: input.config.clone(),
        raw: input.raw.clone(),
        cookies: input.cookies.clone(),
        principal: input.principal.clone(),
    };
    stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
    stage.provider.gate.shut();
    let first = finish(&engine, input);
    stage.provider.gate.reached(1).await;
    let second = tokio::spawn({
        let engine = engine.clone();
        async move { engine.connector.finish(again).await.map(drop).map_err(|error| error.code().as_str()) }
    });
    let policy = Policy::default();
    let limit = policy.exchange + policy.callback_probe;
    let looks = limit.as_millis() / 2 + 1_000;
    for _ in 0..looks {
        engine.tasks.wake();
        tokio::task::yield_now().await;
    }
    assert!(!second.is_finished(), "no time has passed");
    stage.clock.advance(limit);
    assert_eq!(soon(second).await.unwrap(), Err("timeout"));
    stage.provider.gate.open();
    soon(first).await.unwrap();
}

/// Nobody finds out more of a code that is spent: whoever asks again, when its time is over, is told so and waits for nobody.
#[tokio::test]
async fn an_answer_that_stopped_with_its_process_has_an_end_for_whoever_asks_again() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let (id, input) = start(&engine).await;
    let again = || CallbackInput {
        config: input.config.clone(),
        raw: input.raw.clone(),
        cookies: input.cookies.clone(),
        principal: input.principal.clone(),
    };
    stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
    stage.provider.gate.shut();
    let first = finish(&engine, again());
    stage.provider.gate.reached(1).await;
    let (policy, other) = (Policy::default(), stage.process().await);
    stage.clock.advance(policy.parked + policy.judging() + Duration::from_secs(1));
    let outcome = soon(other.connector.finish(again())).await.unwrap();
    assert_eq!(code(&outcome), Some("session_expired"));
    assert_eq!(status(&other, &id).await, SessionStatus::Expired);
    assert_eq!(status(&engine, &id).await, SessionStatus::Pending, "its own process knows that it goes on");
    // It was slow and has not stopped: what it comes to counts.
    stage.provider.gate.open();
    assert_eq!(code(&soon(first).await.unwrap()), None);
    assert_eq!((status(&engine, &id).await, connections(&engine).await), (SessionStatus::Complete, 1));
}

/// The browser is told how its sign-in ended while the vault takes no writes, and the vault once it takes them.
#[tokio::test(start_paused = true)]
async fn an_ending_that_cannot_be_stored_is_told_and_stored_later() {
    let stage = Stage::new("reusable");
    let engine = stage.process_with(stage.provider.clone(), true).await;
    let (id, input) = start(&engine).await;
    stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
    stage.provider.gate.shut();
    let first = finish(&engine, input);
    stage.provider.gate.reached(1).await;
    stage.store.go_away(true);
    stage.provider.gate.open();
    let outcome = soon(first).await.unwrap();
    assert_eq!(code(&outcome), Some("vault_unavailable"));
    stage.store.go_away(false);
    let stored = async {
        while status(&engine, &id).await != SessionStatus::Failed {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    soon(stored).await;
    assert_eq!(connections(&engine).await, 0);
}

/// Whoever changes a definition while somebody signs in gets no code that was meant for the endpoint of before (SR-17).
#[tokio::test]
async fn a_code_goes_to_the_endpoint_of_when_its_sign_in_began() {
    for (endpoint, presented) in [("https://id.acme.example/token", 1), ("https://other.example/token", 0)] {
        let stage = Stage::new("reusable");
        let (_, input) = start(&stage.process().await).await;
        let client = Client::Secret("secret".into());
        let changed = stage.process_as(client, |definition| definition["oauth"]["token_endpoint"] = endpoint.into()).await;
        stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
        let outcome = match changed.connector.finish(input).await {
            Ok(outcome) => code(&outcome),
            Err(error) => Some(error.code().as_str()),
        };
        assert_eq!((outcome.is_none(), stage.provider.presented().len()), (presented == 1, presented), "{endpoint}: {outcome:?}");
        assert_eq!(connections(&changed).await, presented, "{endpoint}");
    }
}

/// What finishes a native session stays with the process that started it: whoever reads the vault, with its key, has neither.
#[tokio::test]
async fn the_vault_holds_neither_verifier_nor_binding_of_a_native_session() {
    let stage = Stage::new("reusable");
    let engine = stage.process_changed(|definition| definition["oauth"]["public_clients"] = true.into()).await;
    let mut request = NativeRequest::new(subject().provider, creator().tenant_id, creator().user_id);
    request.redirect_uri = Some("com.acme.notes://auth".to_owned());
    let native = engine.connector.start_native(request).await.unwrap();
    assert!(native.authorization_url().contains("code_challenge="));
    let stored = engine.connector.load_native(&native.held()).await.unwrap().unwrap();
    let secrets = stored.secrets.unwrap();
    assert!(secrets.verifier.is_none() && secrets.parked.is_none());
}
