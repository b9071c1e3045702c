//! A rejected credential where several processes share the vault (SR-64).

use crate::engine::CallOptions;
use crate::engine::renewing::flights::Wanted;
use crate::model::grant::{GrantStatus, Material};
use crate::model::http::NetFailure;
use crate::model::renewal::{MintKind, Renewal};
use crate::model::standing::Standing;

use super::stage::{Answer, LIFETIME, Stage, connect, soon, subject, value};

/// Beyond each pause after a failure.
const BEYOND_BACKOFF: std::time::Duration = std::time::Duration::from_secs(61);

/// This process still remembers what another one has replaced: the store is asked, the provider is not.
#[tokio::test]
async fn another_process_has_renewed_what_was_rejected_here() {
    let stage = Stage::new("strict");
    let (here, there) = (stage.process().await, stage.process().await);
    connect(&here).await;
    assert_eq!(value(&here).await, "at-1");
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    let report = async |engine: &std::sync::Arc<crate::engine::Engine>, generation| {
        let options = CallOptions::default();
        let credential = soon(engine.reader.report_rejected(&subject(), generation, None, &options)).await.unwrap();
        (credential.value.expose().clone(), credential.generation)
    };
    assert_eq!(report(&there, 1).await, ("at-2".to_owned(), 2));
    assert_eq!(report(&here, 1).await, ("at-2".to_owned(), 2));
    assert_eq!(value(&here).await, "at-2", "nor do reads here give the rejected one any more");
    assert_eq!(stage.provider.presented(), ["rt-1"]);
}

/// What one process has shown dead, no other hands out once it has looked, and no clock revives it. A successor that was under way
/// begins anew.
#[tokio::test]
async fn what_is_known_to_be_dead_is_dead_in_every_process() {
    let stage = Stage::new("strict");
    let (here, there) = (stage.process().await, stage.process().await);
    connect(&here).await;
    assert_eq!((value(&here).await, value(&there).await), ("at-1".to_owned(), "at-1".to_owned()));
    stage.provider.will([super::stage::INVALID_GRANT]);
    let report = soon(here.reader.report_rejected(&subject(), 1, None, &CallOptions::default())).await;
    assert_eq!(report.unwrap_err().code().as_str(), "reauth_required");
    assert_eq!(value(&here).await, "reauth_required");
    stage.clock.advance(std::time::Duration::from_secs(5));
    assert_eq!(value(&there).await, "reauth_required");
    stage.clock.jump(-7200);
    for engine in [here, there, stage.process().await] {
        engine.grants.invalidate_all();
        assert_eq!(value(&engine).await, "reauth_required");
    }
}

/// A probe is a definite word, also while the provider cannot say whether there will be another token.
#[tokio::test]
async fn what_a_probe_has_shown_dead_is_dead_in_every_process_until_it_is_renewed() {
    let stage = Stage::new("reusable");
    let (here, there) = (stage.process().await, stage.process().await);
    let id = connect(&here).await;
    assert_eq!((value(&here).await, value(&there).await), ("at-1".to_owned(), "at-1".to_owned()));
    stage.provider.probes.store(401, std::sync::atomic::Ordering::SeqCst);
    stage.provider.will([Answer::Status(503, "")]);
    let health = soon(here.checker.check(&subject().tenant_id, &id)).await.unwrap();
    assert_eq!((health.status, health.live), (GrantStatus::Degraded, Some(false)));
    assert_eq!(value(&here).await, "provider_unavailable");
    stage.clock.advance(std::time::Duration::from_secs(5));
    for engine in [&there, &stage.process().await] {
        stage.provider.will([Answer::Status(503, "")]);
        assert_eq!(value(engine).await, "provider_unavailable");
        stage.provider.forget();
    }
    stage.clock.advance(BEYOND_BACKOFF);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    assert_eq!((value(&there).await, value(&here).await), ("at-2".to_owned(), "at-2".to_owned()));
}

/// One report proves nothing about a token that nobody could renew. Whoever reads has it renewed as soon as that can be.
#[tokio::test]
async fn a_doubted_token_is_renewed_first_and_served_where_it_cannot_be() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.provider.will([Answer::Status(503, "")]);
    let report = soon(engine.reader.report_rejected(&subject(), 1, None, &CallOptions::default())).await;
    assert_eq!(report.unwrap_err().code().as_str(), "provider_unavailable");
    assert_eq!(value(&engine).await, "at-1", "its pause runs");
    assert_eq!(stage.provider.presented().len(), 1);
    stage.clock.advance(BEYOND_BACKOFF);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    assert_eq!(value(&engine).await, "at-2");
}

/// The caller gave up waiting; what its report said is not lost with it.
#[tokio::test(start_paused = true)]
async fn a_report_that_was_not_waited_for_is_kept() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.provider.will([super::stage::INVALID_GRANT]);
    stage.provider.gate.shut();
    let options = CallOptions { timeout: Some(std::time::Duration::from_millis(500)), ..CallOptions::default() };
    let report = soon(engine.reader.report_rejected(&subject(), 1, None, &options)).await;
    assert_eq!(report.unwrap_err().code().as_str(), "timeout");
    assert_eq!(value(&engine).await, "at-1");
    stage.provider.gate.open();
    soon(engine.idle()).await;
    assert_eq!(value(&engine).await, "reauth_required");
}

/// A renewal clears what was heard of the token before it, also where the report came while it was under way.
#[tokio::test]
async fn a_renewal_clears_what_was_heard_before() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.provider.will([super::stage::Answer::Status(503, ""), Answer::Tokens("at-2", None), super::stage::INVALID_GRANT]);
    let report = soon(engine.reader.report_rejected(&subject(), 1, None, &CallOptions::default())).await;
    assert_eq!(report.unwrap_err().code().as_str(), "provider_unavailable");
    stage.clock.advance(std::time::Duration::from_secs(301));
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    soon(engine.reader.get_credential(&subject(), &force)).await.unwrap();
    assert_eq!(soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err().code().as_str(), "reauth_required");
    assert!(super::stage::get(&engine).await.unwrap().needs_reauth, "nobody has rejected at-2");
}

/// A flight that was boarded for an older generation lands with the one that was rejected.
#[tokio::test]
async fn a_flight_that_renews_nothing_is_no_answer() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    let grant = super::stage::load(&engine).await;
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    // Boarded and not yet under way: the test's runtime has one thread.
    let config = engine.configs().resolve(&subject().provider, None).unwrap().clone();
    engine.refresher.refresh_behind(Wanted { witness: 0, ..Wanted::after(&config, &grant) });
    let options = CallOptions::default();
    let credential = soon(engine.reader.report_rejected(&subject(), 1, None, &options)).await.unwrap();
    assert_eq!((credential.value.expose().as_str(), credential.generation), ("at-2", 2));
}

/// The same for whoever insists on a new one, and for whoever found that the stored one has ended: what a flight for an older
/// generation lands with, they have seen before.
#[tokio::test]
async fn nobody_gets_what_they_have_found_wanting_from_a_flight_for_an_older_generation() {
    for has_ended in [false, true] {
        let stage = Stage::new("strict");
        let engine = stage.process().await;
        connect(&engine).await;
        let grant = super::stage::load(&engine).await;
        if has_ended {
            stage.clock.advance(LIFETIME);
        }
        stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
        let config = engine.configs().resolve(&subject().provider, None).unwrap().clone();
        engine.refresher.refresh_behind(Wanted { witness: 0, ..Wanted::after(&config, &grant) });
        let options = CallOptions { force_refresh: !has_ended, ..CallOptions::default() };
        let credential = soon(engine.reader.get_credential(&subject(), &options)).await.unwrap();
        assert_eq!((credential.value.expose().as_str(), credential.generation), ("at-2", 2), "has ended: {has_ended}");
    }
}

/// Nobody waits for work that starts behind an answer, so it must not be lost in a flight for an older generation.
#[tokio::test]
async fn work_behind_an_answer_is_not_done_by_a_flight_for_an_older_generation() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    let grant = super::stage::load(&engine).await;
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    let config = engine.configs().resolve(&subject().provider, None).unwrap().clone();
    stage.provider.gate.shut();
    engine.refresher.refresh_behind(Wanted { witness: 0, ..Wanted::after(&config, &grant) });
    engine.refresher.refresh_behind(Wanted::after(&config, &grant));
    soon(stage.provider.gate.reached(1)).await;
    stage.provider.gate.open();
}

/// A flight that has boarded for a challenge, and finds that somebody else has renewed meanwhile, has asked nobody for it.
#[tokio::test]
async fn a_challenge_is_not_answered_by_what_somebody_else_has_renewed() {
    let stage = Stage::new("strict");
    let engine = stage.process_changed(|definition| definition["oauth"]["claims_parameter"] = true.into()).await;
    let grant_id = connect(&engine).await;
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    soon(engine.reader.report_rejected(&subject(), 1, None, &CallOptions::default())).await.unwrap();
    let config = engine.configs().resolve(&subject().provider, None).unwrap().clone();
    for (witness, is_along) in [(1, false), (2, true)] {
        stage.provider.will([Answer::Tokens("at-3", Some("rt-3"))].into_iter().filter(|_| is_along));
        let claims = Some(crate::base::Secret::from(r#"{"a":1}"#));
        let (config, tenant_id, grant_id) = (config.clone(), subject().tenant_id, grant_id.clone());
        let wanted = Wanted { config, tenant_id, grant_id, witness };
        let renewed = soon(engine.refresher.refresh_with_claims(wanted, claims)).await.unwrap();
        assert_eq!((renewed.grant.generation, renewed.is_along), (witness + 1, is_along));
    }
    assert_eq!(stage.provider.presented(), ["rt-1", "rt-2"]);
}

/// The definition has lost its OAuth part since the grant was made: that is told, and nobody turns in circles. Nobody has asked the
/// provider, so whether the token is dead is not known.
#[tokio::test]
async fn what_no_definition_can_renew_any_more_is_told_at_once() {
    let stage = Stage::new("strict");
    let before = stage.process().await;
    connect(&before).await;
    let engine = stage
        .process_changed(|definition| {
            definition["auth"] = serde_json::json!(["api_key"]);
            definition.as_object_mut().unwrap().remove("oauth");
        })
        .await;
    let error = soon(engine.reader.report_rejected(&subject(), 1, None, &CallOptions::default())).await.unwrap_err();
    assert_eq!(error.code().as_str(), "config_invalid");
    assert_eq!(stage.store.reads_by_id.load(std::sync::atomic::Ordering::SeqCst), 2, "one look, and one to note what it means");
    assert_eq!(value(&before).await, "at-1");
    assert_eq!(standing(&engine).await, (GrantStatus::Active, Standing::Rejected));
}

/// The same where the definition mints in another way since, or not at all; and a probe that says no beside it shows the token dead, and ends
/// no grant.
#[tokio::test]
async fn a_token_that_no_definition_mints_any_more_is_not_thereby_dead() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let mut grant = super::stage::sample("acme", "u");
    let Material::OAuth(tokens) = &mut grant.secrets.material else { panic!("tokens") };
    tokens.renewal = Renewal::Mint(MintKind::ClientCredentials);
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    let report = soon(engine.reader.report_rejected(&subject(), 1, None, &CallOptions::default())).await;
    let error = report.unwrap_err();
    assert_eq!(error.code().as_str(), "config_invalid");
    assert!(error.hint().unwrap_or_default().contains("definition"), "{error}");
    assert_eq!(standing(&engine).await, (GrantStatus::Active, Standing::Rejected));
    stage.provider.probes.store(401, std::sync::atomic::Ordering::SeqCst);
    soon(engine.checker.check(&subject().tenant_id, &grant.id)).await.unwrap();
    assert_eq!(standing(&engine).await, (GrantStatus::Active, Standing::Dead));
    assert!(stage.provider.presented().is_empty());
}

/// What the store says has ended is dead as soon as somebody rejects its token, whoever is asked about it.
#[tokio::test]
async fn a_token_of_a_grant_that_has_ended_is_dead_once_it_is_rejected() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.provider.will([super::stage::INVALID_GRANT]);
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err();
    assert_eq!(value(&engine).await, "at-1", "it lives until its end");
    soon(engine.reader.report_rejected(&subject(), 1, None, &CallOptions::default())).await.unwrap_err();
    assert_eq!(standing(&engine).await, (GrantStatus::NeedsReauth, Standing::Dead));
    assert_eq!(stage.provider.presented().len(), 1);
}

/// The provider has ended the access token, and an answer is lost: nothing is left that serves anybody until its end, so nobody waits for
/// that.
#[tokio::test]
async fn a_lost_answer_behind_a_rejected_token_is_repaired_at_once() {
    for rotation in ["strict", "unknown", "grace"] {
        let stage = Stage::new(rotation);
        let engine = stage.process().await;
        connect(&engine).await;
        let force = CallOptions { force_refresh: true, ..CallOptions::default() };
        stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
        soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err();
        stage.clock.advance(BEYOND_BACKOFF);
        // Whose credential still works waits, and is told why.
        let early = soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err();
        assert_eq!(
            early.message(),
            "The answer of Acme to the last refresh is lost, and the refresh may have been made.",
            "{rotation}"
        );
        assert!(early.retry_after().is_some_and(|after| !after.is_zero()));
        stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
        let report = soon(engine.reader.report_rejected(&subject(), 1, None, &CallOptions::default())).await;
        assert_eq!(report.unwrap().value.expose(), "at-2", "{rotation}");
        assert_eq!(stage.provider.presented(), ["rt-1", "rt-1"], "{rotation}");
    }
}

/// Where a step-up is what the API wants, the token goes on serving everybody: nothing is repaired early for that.
#[tokio::test]
async fn a_step_up_repairs_nothing_early() {
    let stage = Stage::new("strict");
    let engine = stage.process_changed(|definition| definition["oauth"]["claims_parameter"] = true.into()).await;
    connect(&engine).await;
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    stage.provider.will([Answer::Failure(NetFailure::TimedOut)]);
    soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err();
    stage.clock.advance(BEYOND_BACKOFF);
    let claims = Some(r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#);
    let report = soon(engine.reader.report_rejected(&subject(), 1, claims, &CallOptions::default())).await;
    assert_eq!(report.unwrap_err().code().as_str(), "provider_unavailable");
    assert_eq!((standing(&engine).await.1, stage.provider.presented().len()), (Standing::Good, 1));
}

async fn standing(engine: &crate::engine::Engine) -> (GrantStatus, Standing) {
    let stored = super::stage::load(engine).await;
    let Material::OAuth(tokens) = stored.secrets.material else { panic!("tokens") };
    (stored.secrets.status, tokens.standing)
}

/// One caller's challenge travels with everybody's renewal; that the provider refuses it is that caller's answer alone.
#[tokio::test]
async fn a_refused_challenge_is_the_answer_only_to_whoever_gave_it() {
    let stage = Stage::new("strict");
    let engine = stage.process_changed(|definition| definition["oauth"]["claims_parameter"] = true.into()).await;
    let grant_id = connect(&engine).await;
    let refused = Answer::Status(400, r#"{"error":"invalid_request"}"#);
    stage.provider.will([refused, Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.shut();
    let ask = |claims: Option<&'static str>| {
        let engine = engine.clone();
        tokio::spawn(async move {
            let report = engine.reader.report_rejected(&subject(), 1, claims, &CallOptions::default()).await;
            report.map_or_else(|error| error.code().as_str().to_owned(), |credential| credential.value.expose().clone())
        })
    };
    let challenged = ask(Some(r#"{"a":1}"#));
    stage.provider.gate.reached(1).await;
    let others = [ask(None), ask(None), ask(Some(r#"{"b":2}"#))];
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    stage.provider.gate.open();
    assert_eq!(soon(challenged).await.unwrap(), "provider_error");
    for other in others {
        assert_eq!(soon(other).await.unwrap(), "at-2");
    }
    assert_eq!(stage.provider.presented(), ["rt-1", "rt-1"]);
    let stored = engine.repo.load_grant(&subject().tenant_id, &grant_id).await.unwrap().unwrap();
    assert_eq!((stored.failures, stored.next_attempt_at, stored.open_intent), (0, None, None));
}
