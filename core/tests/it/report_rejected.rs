//! What an API has rejected (SR-64): the generation as witness, one exchange for all, and claims challenges.

use crate::support;
use std::sync::Arc;
use std::time::Duration;

use crate::support::custom::{own_user, start_generic};
use crate::support::flow::parameter;
use crate::support::{App, code, installation, member, sign_in, tenant, text, user};
use authpipe::{
    CallOptions, CredentialType, ErrorCode, EventQuery, EventType, GrantStatus, ListQuery, ProviderInput, Secret, StoreCredential,
};
use authpipe_sandbox::{Endpoint, Entry, Fault, demo};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

const POLICY: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
const STEP_UP: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"},"polids":{"values":["3f8c"]}}}"#;

async fn connected() -> App {
    let app = App::start().await;
    app.connect().await;
    app.sandbox.ledger().clear();
    app
}

fn refreshes(app: &App) -> Vec<Entry> {
    app.sandbox.ledger().refreshes()
}

async fn report(app: &App, generation: u64, claims: Option<&str>) -> authpipe::Result<authpipe::Credential> {
    app.authpipe.report_rejected(&user("ben"), generation, claims, CallOptions::default()).await
}

/// What Graph answers to the credential: status, and the challenge as it stands in the header.
async fn ask_graph(app: &App, credential: &authpipe::Credential) -> (u16, Option<String>) {
    let url = format!("{}/v1.0/me", app.sandbox.http_origin());
    let answer = app.sandbox.client().get_bearer(&url, credential.value.expose()).await.unwrap();
    let claims = answer.header("www-authenticate").and_then(|header| support::flow::between(header, "claims=\"", "\""));
    (answer.status, claims.map(str::to_owned))
}

#[tokio::test]
async fn only_the_current_generation_is_renewed() {
    let app = connected().await;
    let old = app.user_credential().await.unwrap();
    assert_eq!(old.generation, 1);
    let new = report(&app, 1, None).await.unwrap();
    assert_eq!((new.generation, new.refreshed, refreshes(&app).len()), (2, true, 1));
    assert_ne!(new.value.expose(), old.value.expose());
    // Everybody else who still held the old one gets the new one, and nobody is asked.
    for generation in [0, 1] {
        let credential = report(&app, generation, None).await.unwrap();
        assert_eq!((credential.generation, credential.value.expose()), (2, new.value.expose()));
    }
    assert_eq!(app.user_credential().await.unwrap().generation, 2, "reads do not give the rejected one either");
    assert_eq!(refreshes(&app).len(), 1);
    assert_eq!(report(&app, 2, None).await.unwrap().generation, 3);
    assert_eq!(refreshes(&app).len(), 2);
}

#[tokio::test]
async fn a_hundred_reports_of_one_generation_make_one_exchange() {
    let app = Arc::new(connected().await);
    let held = app.sandbox.faults().add(Fault::hold(Endpoint::Token));
    let mut reports = tokio::task::JoinSet::new();
    for number in 0..100 {
        let app = app.clone();
        let claims = if number % 2 == 0 { Some(POLICY) } else { None };
        reports.spawn(async move { report(&app, 1, claims).await.unwrap().generation });
    }
    held.wait_until_reached().await;
    held.release();
    let generations = reports.join_all().await;
    assert_eq!((generations, refreshes(&app).len()), (vec![2; 100], 1));
}

#[tokio::test]
async fn a_claims_challenge_goes_into_the_refresh() {
    let app = connected().await;
    app.sandbox.change(|world| world.user_mut(demo::BOB.id).unwrap().graph_claims = Some(POLICY.into()));
    let credential = app.user_credential().await.unwrap();
    let (status, challenge) = ask_graph(&app, &credential).await;
    assert_eq!(status, 401);
    let challenge = challenge.unwrap();
    assert_eq!(STANDARD.decode(&challenge).unwrap(), POLICY.as_bytes());
    // Without it, the next token is rejected as well.
    let credential = report(&app, credential.generation, None).await.unwrap();
    assert_eq!(ask_graph(&app, &credential).await.0, 401);
    let credential = report(&app, credential.generation, Some(&challenge)).await.unwrap();
    assert_eq!(ask_graph(&app, &credential).await.0, 200);
    let sent: Vec<_> = refreshes(&app).iter().map(|refresh| refresh.params.get("claims").cloned()).collect();
    assert_eq!(sent, [None, Some(POLICY.to_owned())]);
    // As the object itself, and by whoever does not know the generation.
    for options in [
        CallOptions { claims: Some(POLICY.into()), ..CallOptions::default() },
        CallOptions { claims: Some(challenge), ..CallOptions::default() },
    ] {
        let before = refreshes(&app).len();
        let renewed = app.authpipe.get_credential(&user("ben"), options).await.unwrap();
        assert!(renewed.refreshed);
        assert_eq!(refreshes(&app).len(), before + 1);
        assert_eq!(refreshes(&app).pop().unwrap().params["claims"], POLICY);
    }
}

fn refusal() -> bytes::Bytes {
    bytes::Bytes::from_static(br#"{"error":"invalid_request"}"#)
}

/// A challenge that the caller relays goes along with one exchange: it cannot spoil the ones after it.
#[tokio::test]
async fn a_challenge_that_the_provider_refuses_is_not_sent_again() {
    let app = connected().await;
    app.sandbox.faults().add(Fault::raw(Endpoint::Token, 400, "application/json", refusal()));
    for _ in 0..20 {
        assert_eq!(code(report(&app, 1, Some(POLICY)).await), "provider_error");
    }
    assert_eq!(refreshes(&app).len(), 1, "a broken API is no storm on the token endpoint");
    // Nobody else waits for that: not even a moment.
    assert_eq!(report(&app, 1, None).await.unwrap().generation, 2);
    let sent: Vec<_> = refreshes(&app).iter().map(|refresh| refresh.params.contains_key("claims")).collect();
    assert_eq!(sent, [true, false]);
    app.advance(Duration::from_secs(61));
    assert_eq!(report(&app, 2, Some(POLICY)).await.unwrap().generation, 3);
}

#[test]
fn a_challenge_does_not_print() {
    let options = CallOptions { claims: Some(STEP_UP.into()), ..CallOptions::default() };
    let printed = format!("{options:?}");
    assert!(printed.contains("redacted") && !printed.contains("polids"), "{printed}");
}

#[tokio::test]
async fn what_the_provider_wants_of_the_person_waits_for_the_next_session() {
    let mut app = connected().await;
    app.sandbox.change(|world| {
        let bob = world.user_mut(demo::BOB.id).unwrap();
        bob.graph_claims = Some(POLICY.into());
        bob.step_up = Some(STEP_UP.into());
    });
    let error = report(&app, 1, Some(POLICY)).await.unwrap_err();
    assert_eq!((error.code(), error.context().reason.as_deref()), (ErrorCode::ReauthRequired, Some("policy")));
    assert!(!format!("{error:?} {error}").contains("acrs"));
    let query = || ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let connection = app.authpipe.list_connections(query()).await.unwrap().data.remove(0);
    assert_eq!(
        (connection.status, connection.reason.as_ref().map(authpipe::StatusReason::as_str)),
        (GrantStatus::NeedsReauth, Some("policy"))
    );
    let events = app.authpipe.list_events(EventQuery::default()).await.unwrap().data;
    assert_eq!(events.iter().filter(|event| event.event_type == EventType::ConnectionNeedsReauth).count(), 1);
    // A second report asks nobody.
    assert_eq!(code(report(&app, 1, Some(POLICY)).await), "reauth_required");
    assert_eq!(refreshes(&app).len(), 1);
    // Sealed: nobody reads it in the vault, and it is there after a restart.
    for (path, bytes) in app.vault_bytes() {
        assert!(!bytes.windows(6).any(|window| window == b"polids"), "{}", path.display());
    }
    app.restart().await;

    let mut browser = app.browser();
    let (_, url) = browser.start(&member()).await;
    assert_eq!(parameter(&url, "claims").as_deref(), Some(STEP_UP));
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let page = browser.callback(&back, Some(&member())).await;
    assert_eq!(page.status, 200, "{}", text(&page));
    let credential = app.user_credential().await.unwrap();
    assert_eq!(ask_graph(&app, &credential).await.0, 200);
    // It is asked for once, and of this user only.
    let (_, url) = browser.start(&member()).await;
    assert_eq!(parameter(&url, "claims"), None);
}

/// The claims of the authorization request of the next session, which is left open.
async fn asked_of_the_person(app: &App) -> Option<String> {
    parameter(&app.browser().start(&member()).await.1, "claims")
}

/// The provider has sent the person on with these claims.
async fn challenged(claims: &str) -> App {
    let app = connected().await;
    app.sandbox.change(|world| {
        let bob = world.user_mut(demo::BOB.id).unwrap();
        bob.graph_claims = Some(POLICY.into());
        bob.step_up = Some(claims.into());
    });
    assert_eq!(code(report(&app, 1, Some(POLICY)).await), "reauth_required");
    app
}

/// Whatever is wrong with a challenge must not make it impossible to connect again.
#[tokio::test]
async fn a_challenge_that_the_authorization_endpoint_refuses_is_not_asked_again() {
    for (refusal, is_kept) in [
        ("invalid_request", false),
        ("server_error", false),
        ("no_such_error", false),
        ("access_denied", true),
        ("user_cancelled_login", true),
        ("temporarily_unavailable", true),
    ] {
        let app = challenged(STEP_UP).await;
        let mut browser = app.browser();
        let (_, url) = browser.start(&member()).await;
        assert_eq!(parameter(&url, "claims").as_deref(), Some(STEP_UP));
        let answer = format!("error={refusal}&state={}", support::flow::state_of(&url));
        browser.answer(support::PROVIDER, &answer, Some(&member())).await;
        assert_eq!(asked_of_the_person(&app).await.is_some(), is_kept, "{refusal}");
    }
    // Refused on a page of the provider's own, of which nobody hears.
    let app = challenged(STEP_UP).await;
    app.advance(Duration::from_secs(23 * 3600));
    assert!(asked_of_the_person(&app).await.is_some());
    app.advance(Duration::from_secs(3600));
    assert_eq!(asked_of_the_person(&app).await, None);
}

#[tokio::test]
async fn a_challenge_that_no_address_could_carry_is_not_kept() {
    let filled = |length: usize| {
        let frame = r#"{"a":""}"#.len();
        format!(r#"{{"a":"{}"}}"#, "x".repeat(length - frame))
    };
    for (length, is_kept) in [(2048, true), (2049, false)] {
        let app = challenged(&filled(length)).await;
        assert_eq!(asked_of_the_person(&app).await, is_kept.then(|| filled(length)));
    }
}

/// An end for another reason is not what the API asked for.
#[tokio::test]
async fn a_relayed_challenge_is_kept_only_if_the_provider_sends_the_person_on() {
    let app = connected().await;
    app.sandbox.revoke_user_tokens(demo::BOB.id);
    assert_eq!(code(report(&app, 1, Some(POLICY)).await), "reauth_required");
    assert_eq!(asked_of_the_person(&app).await, None);
}

#[tokio::test]
async fn a_provider_that_knows_no_claims_is_not_sent_any() {
    let app = start_generic("reusable").await;
    app.browser().connect_generic(&member()).await;
    let credential = app.authpipe.report_rejected(&own_user("ben"), 1, Some(POLICY), CallOptions::default()).await.unwrap();
    assert_eq!(credential.generation, 2);
    assert!(!refreshes(&app).pop().unwrap().params.contains_key("claims"));
}

#[tokio::test]
async fn what_is_no_challenge_is_refused_before_anything_happens() {
    let app = connected().await;
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(8192));
    for claims in ["", "claims", "[]", "{", r#"{"a":1,"a":2}"#, "W10=", &long, &STANDARD.encode(&long)] {
        let error = report(&app, 1, Some(claims)).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidRequest, "{claims}");
        let options = CallOptions { claims: Some(claims.into()), ..CallOptions::default() };
        assert_eq!(code(app.authpipe.get_credential(&user("ben"), options).await), "invalid_request");
    }
    assert_eq!(refreshes(&app).len(), 0);
}

/// A renewal under way without the challenge is no answer to it; one that carries it is.
#[tokio::test]
async fn a_challenge_is_not_answered_by_a_renewal_without_it() {
    let app = Arc::new(connected().await);
    let held = app.sandbox.faults().add(Fault::hold(Endpoint::Token));
    let plain = tokio::spawn({
        let app = app.clone();
        async move { report(&app, 1, None).await.unwrap().generation }
    });
    held.wait_until_reached().await;
    let mut challenged = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let app = app.clone();
        let options = CallOptions { claims: Some(POLICY.into()), ..CallOptions::default() };
        challenged.spawn(async move { app.authpipe.get_credential(&user("ben"), options).await.unwrap().generation });
    }
    // Whoever reports the generation has a newer one with the renewal under way.
    let reported = tokio::spawn({
        let app = app.clone();
        async move { report(&app, 1, Some(POLICY)).await.unwrap().generation }
    });
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    held.release();
    assert_eq!(plain.await.unwrap(), 2);
    assert!(reported.await.unwrap() >= 2);
    assert!(challenged.join_all().await.iter().all(|generation| *generation >= 3));
    let seen = refreshes(&app);
    assert!(!seen[0].params.contains_key("claims"));
    assert!(seen[1..].iter().all(|refresh| refresh.params["claims"] == POLICY));
}

#[tokio::test]
async fn an_installations_credential_is_minted_again_once() {
    let app = Arc::new(App::start().await);
    app.install().await;
    let before = app.bot_credential().await.unwrap();
    app.sandbox.ledger().clear();
    let mut reports = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (app, generation) = (app.clone(), before.generation);
        reports.spawn(async move {
            app.authpipe.report_rejected(&installation(), generation, None, CallOptions::default()).await.unwrap().generation
        });
    }
    assert_eq!(reports.join_all().await, vec![before.generation + 1; 50]);
    let minted = app.sandbox.ledger().token_requests();
    assert_eq!(minted.len(), 1);
    assert_eq!(minted[0].grant_type.as_deref(), Some("client_credentials"));
    assert_ne!(app.bot_credential().await.unwrap().value.expose(), before.value.expose());
}

#[tokio::test]
async fn the_rejected_credential_is_never_the_answer() {
    let app = connected().await;
    let fault = app.sandbox.faults().add(Fault::status(Endpoint::Token, 503).always());
    assert_eq!(code(report(&app, 1, None).await), "provider_unavailable");
    // A pause between attempts holds for reports too, so that a broken API is no storm on the token endpoint.
    for _ in 0..20 {
        assert_eq!(code(report(&app, 1, None).await), "provider_unavailable");
    }
    assert_eq!(refreshes(&app).len(), 1);
    // Whoever was not rejected is still served.
    assert!(app.user_credential().await.unwrap().degraded);
    fault.remove();
    app.advance(Duration::from_secs(301));
    assert_eq!(report(&app, 1, None).await.unwrap().generation, 2);

    app.sandbox.revoke_user_tokens(demo::BOB.id);
    let error = report(&app, 2, None).await.unwrap_err();
    assert_eq!((error.code(), error.context().reason.as_deref()), (ErrorCode::ReauthRequired, Some("revoked")));
}

/// An API that says 401 to everything is no storm on a token endpoint that works.
#[tokio::test]
async fn what_is_rejected_as_soon_as_it_is_renewed_is_renewed_less_and_less() {
    let app = connected().await;
    let report_current = async || report(&app, app.user_credential().await.unwrap().generation, None).await;
    for exchanges in 1..=4 {
        report_current().await.unwrap();
        assert_eq!(refreshes(&app).len(), exchanges);
    }
    for _ in 0..20 {
        let error = report_current().await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::ProviderUnavailable);
        assert!(error.retry_after().is_some_and(|after| after <= Duration::from_secs(30)), "{:?}", error.retry_after());
        assert!(error.message().contains("rejected 4 credentials in a row"), "{error}");
    }
    assert_eq!(refreshes(&app).len(), 4);
    // Whoever does not report is served, and a challenge is answered.
    assert_eq!(app.user_credential().await.unwrap().generation, 5);
    app.advance(Duration::from_secs(30));
    report_current().await.unwrap();
    assert_eq!((refreshes(&app).len(), code(report_current().await)), (5, "provider_unavailable"));
    assert_eq!(report(&app, 6, Some(POLICY)).await.unwrap().generation, 7);
    // One that has served for a while begins a new row.
    app.advance(Duration::from_secs(300));
    report_current().await.unwrap();
    report_current().await.unwrap();
    assert_eq!(refreshes(&app).len(), 8);
}

#[tokio::test]
async fn nobody_reports_for_another_tenant_or_user() {
    let app = connected().await;
    let mut foreign = user("ben");
    foreign.tenant_id = tenant("other");
    let subjects = [foreign, user("eve")];
    for subject in subjects {
        assert_eq!(code(app.authpipe.report_rejected(&subject, 1, None, CallOptions::default()).await), "not_connected");
    }
    assert_eq!(refreshes(&app).len(), 0);
}

#[tokio::test]
async fn a_pasted_key_cannot_be_renewed() {
    let definition = json!({ "name": "Keys", "auth": ["api_key"], "api": { "origins": ["https://api.keys.example"] } });
    let app = App::start_with(authpipe_sandbox::World::demo(), |options| {
        let input = ProviderInput { definition: Some(definition), ..ProviderInput::default() };
        options.providers.insert("keys".into(), input);
    })
    .await;
    let mut subject = user("ben");
    subject.provider = authpipe::ProviderId::parse("keys").unwrap();
    let request = StoreCredential {
        subject: subject.clone(),
        credential_type: CredentialType::ApiKey,
        fields: vec![("value".into(), Secret::from("key-1"))],
        variables: Default::default(),
    };
    app.authpipe.store_credential(request).await.unwrap();
    assert_eq!(code(app.authpipe.report_rejected(&subject, 1, None, CallOptions::default()).await), "reauth_required");
    let older = app.authpipe.report_rejected(&subject, 0, None, CallOptions::default()).await;
    assert_eq!(code(older), "reauth_required", "nor is it the answer to a report of an older one");
}
