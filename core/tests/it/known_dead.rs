//! A credential that is known to be dead is never handed out (README: "valid, or the call throws"); one that merely cannot be
//! renewed any more is, and is flagged.

use crate::support::custom::{self, own_user};
use crate::support::look::{HOUR, soon};
use crate::support::{App, code, installation, member, tenant, text, user};
use authpipe::{
    Authpipe, CallOptions, Credential, CredentialType, Error, GrantId, GrantStatus, ProviderInput, Result, Secret,
    StoreCredential, Subject,
};
use authpipe_sandbox::{Endpoint, Fault, Scripted, ScriptedResponse, World, demo};
use serde_json::json;

async fn read(authpipe: &Authpipe, subject: &Subject) -> Result<Credential> {
    soon(authpipe.get_credential(subject, CallOptions::default())).await
}

async fn report(app: &App, subject: &Subject, claims: Option<&str>) -> Error {
    let generation = read(&app.authpipe, subject).await.unwrap().generation;
    soon(app.authpipe.report_rejected(subject, generation, claims, CallOptions::default())).await.unwrap_err()
}

/// Nobody is given it: a read, a look, a read that asks for less, one that asks for a renewal; nor after a restart, nor later.
async fn assert_denied(app: &mut App, subject: &Subject) {
    for _ in 0..2 {
        assert_eq!(code(read(&app.authpipe, subject).await), "reauth_required");
        assert!(app.authpipe.peek_credential(subject).unwrap().is_none());
        for options in [
            CallOptions { min_validity: Some(std::time::Duration::ZERO), ..CallOptions::default() },
            CallOptions { force_refresh: true, ..CallOptions::default() },
        ] {
            assert_eq!(code(soon(app.authpipe.get_credential(subject, options)).await), "reauth_required");
        }
        app.restart().await;
    }
}

async fn connected() -> App {
    let mut world = World::demo();
    world.settings.access_token_lifetime = (HOUR, HOUR);
    let app = App::start_with(world, |_| {}).await;
    app.connect().await;
    app
}

/// The API has rejected the token and the provider its renewal: that is the end of both, whichever was heard first.
#[tokio::test]
async fn what_a_report_has_shown_dead_is_given_to_nobody() {
    for refresh_first in [false, true] {
        let mut app = connected().await;
        app.sandbox.revoke_user_tokens(demo::BOB.id);
        if refresh_first {
            let force = CallOptions { force_refresh: true, ..CallOptions::default() };
            assert_eq!(code(soon(app.authpipe.get_credential(&user("ben"), force)).await), "reauth_required");
            assert!(read(&app.authpipe, &user("ben")).await.unwrap().needs_reauth, "it is not known to be dead: served, flagged");
        }
        assert_eq!(report(&app, &user("ben"), None).await.code().as_str(), "reauth_required");
        assert_denied(&mut app, &user("ben")).await;
        assert_eq!(app.health_events().await, [0, 0, 1], "told once");
        app.connect().await;
        let credential = read(&app.authpipe, &user("ben")).await.unwrap();
        assert!(!credential.needs_reauth && !credential.degraded);
    }
}

/// The provider could not be asked when the token was reported; what it says later is said of a token that an API has rejected.
#[tokio::test]
async fn a_report_is_remembered_until_the_provider_is_heard() {
    let app = connected().await;
    app.sandbox.revoke_user_tokens(demo::BOB.id);
    let outage = app.sandbox.faults().add(Fault::status(Endpoint::Token, 503).always());
    assert_eq!(report(&app, &user("ben"), None).await.code().as_str(), "provider_unavailable");
    assert!(read(&app.authpipe, &user("ben")).await.unwrap().degraded, "one report during an outage shows nothing");
    outage.remove();
    app.advance(std::time::Duration::from_secs(301));
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    assert_eq!(code(soon(app.authpipe.get_credential(&user("ben"), force)).await), "reauth_required");
    assert_eq!(code(read(&app.authpipe, &user("ben")).await), "reauth_required");
}

#[tokio::test]
async fn what_a_probe_has_shown_dead_is_given_to_nobody() {
    for refresh_first in [false, true] {
        let mut app = connected().await;
        let id = app.only_connection().await.id;
        app.sandbox.revoke_user_tokens(demo::BOB.id);
        if refresh_first {
            let force = CallOptions { force_refresh: true, ..CallOptions::default() };
            assert_eq!(code(soon(app.authpipe.get_credential(&user("ben"), force)).await), "reauth_required");
            let health = soon(app.authpipe.check_connection(tenant("acme"), id.clone())).await.unwrap();
            assert_eq!((health.status, health.live), (GrantStatus::NeedsReauth, Some(true)), "the token still works");
            assert!(read(&app.authpipe, &user("ben")).await.unwrap().needs_reauth);
        }
        app.sandbox.faults().add(Fault::status(Endpoint::Graph, 401));
        let health = soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap();
        assert_eq!((health.status, health.live), (GrantStatus::NeedsReauth, Some(false)));
        assert_denied(&mut app, &user("ben")).await;
        assert_eq!(app.health_events().await, [0, 0, 1]);
    }
}

/// The probe is a definite word, also while nobody can say whether there will be another token: reads ask for one, and throw.
#[tokio::test]
async fn what_a_probe_has_shown_dead_while_nobody_can_renew_it_is_given_to_nobody() {
    let mut app = connected().await;
    let id = app.only_connection().await.id;
    assert!(read(&app.authpipe, &user("ben")).await.is_ok());
    let outage = app.sandbox.faults().add(Fault::status(Endpoint::Token, 503).always());
    app.sandbox.faults().add(Fault::status(Endpoint::Graph, 401));
    for _ in 0..2 {
        let health = soon(app.authpipe.check_connection(tenant("acme"), id.clone())).await.unwrap();
        assert_eq!((health.status, health.live), (GrantStatus::Degraded, Some(false)));
    }
    for _ in 0..2 {
        let error = read(&app.authpipe, &user("ben")).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.retry_after().is_some()), ("provider_unavailable", true), "{error}");
        assert_eq!(error.context().reason.as_deref(), Some("refresh_failed"));
        assert!(app.authpipe.peek_credential(&user("ben")).unwrap().is_none());
        app.restart().await;
    }
    outage.remove();
    app.advance(std::time::Duration::from_secs(61));
    let credential = read(&app.authpipe, &user("ben")).await.unwrap();
    assert!(credential.generation == 2 && !credential.degraded && !credential.needs_reauth);
    assert_eq!(app.status().await, (GrantStatus::Active, None), "nobody had to sign in again");
}

/// A step-up asks for another token for one operation; the one that is there goes on working for the others. That it is too old
/// (Microsoft's `nbf`) is said of everything.
#[tokio::test]
async fn a_step_up_ends_no_token_and_a_revocation_does() {
    let step_up = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let revoked = r#"{"access_token":{"nbf":{"essential":true,"value":"1767000000"}}}"#;
    for (claims, serves) in [(step_up, true), (revoked, false)] {
        let app = connected().await;
        app.sandbox.revoke_user_tokens(demo::BOB.id);
        assert_eq!(report(&app, &user("ben"), Some(claims)).await.code().as_str(), "reauth_required");
        assert_eq!(read(&app.authpipe, &user("ben")).await.is_ok_and(|credential| credential.needs_reauth), serves, "{claims}");
    }
}

#[tokio::test]
async fn an_installations_dead_credential_is_given_to_nobody() {
    let mut app = connected().await;
    let session = app.install().await;
    let id = GrantId::parse(session["installation"]["id"].as_str().unwrap()).unwrap();
    assert!(app.bot_credential().await.is_ok());
    let refusal = Fault::raw(Endpoint::Token, 400, "application/json", &br#"{"error":"invalid_grant"}"#[..]);
    app.sandbox.faults().add(refusal.always());
    assert_eq!(report(&app, &installation(), None).await.code().as_str(), "reauth_required");
    assert_denied(&mut app, &installation()).await;
    let view = soon(app.authpipe.get_installation(tenant("acme"), id)).await.unwrap();
    assert_eq!(view.status, GrantStatus::NeedsReauth);
}

/// What nothing renews and no probe judges: the report is the only word there will ever be.
#[tokio::test]
async fn what_only_its_api_can_judge_ends_with_the_report() {
    let server = Scripted::start().await;
    let mut definition = custom::definition(&server.origin(), "strict");
    definition.as_object_mut().unwrap().remove("probe");
    server.respond("/oauth/token", ScriptedResponse::json(200, r#"{"access_token":"at","token_type":"bearer"}"#));
    let change = |options: &mut authpipe::Options| custom::add(options, "id", "a-client-secret", definition);
    let app = App::start_with(World::demo(), change).await;
    let (_, page) = app.browser().connect_scripted(&member(), "a-code").await;
    assert_eq!(page.status, 200, "{}", text(&page));
    let error = report(&app, &own_user("ben"), None).await;
    assert_eq!(
        error.message(),
        "Own needs ben to sign in again: its API has rejected the access token, and nothing can renew it."
    );
    for _ in 0..2 {
        let error = read(&app.authpipe, &own_user("ben")).await.unwrap_err();
        assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("rejected")));
    }
    assert_eq!((app.status().await, app.health_events().await), ((GrantStatus::NeedsReauth, Some("rejected".into())), [0, 0, 1]));
    app.browser().connect_scripted(&member(), "another-code").await;
    assert!(read(&app.authpipe, &own_user("ben")).await.is_ok());
}

#[tokio::test]
async fn a_rejected_key_is_given_to_nobody_until_another_is_stored() {
    let definition = json!({ "name": "Keys", "auth": ["api_key"], "api": { "origins": ["https://api.keys.example"] } });
    let app = App::start_with(World::demo(), |options| {
        let input = ProviderInput { definition: Some(definition), ..ProviderInput::default() };
        options.providers.insert("keys".into(), input);
    })
    .await;
    let subject = Subject::user("keys", "acme", "ben").unwrap();
    let store = |key: &str| StoreCredential {
        subject: subject.clone(),
        credential_type: CredentialType::ApiKey,
        fields: vec![("value".into(), Secret::from(key))],
        variables: Default::default(),
    };
    app.authpipe.store_credential(store("key-1")).await.unwrap();
    for _ in 0..2 {
        let error = match read(&app.authpipe, &subject).await {
            Ok(_) => report(&app, &subject, None).await,
            Err(error) => error,
        };
        assert_eq!(error.message(), "Keys has rejected the stored key.");
        assert_eq!((error.code().as_str(), error.context().reason.as_deref()), ("reauth_required", Some("rejected")));
    }
    assert_eq!(app.status().await, (GrantStatus::NeedsReauth, Some("rejected".into())));
    app.authpipe.store_credential(store("key-2")).await.unwrap();
    assert_eq!(read(&app.authpipe, &subject).await.unwrap().value.expose(), "key-2");
    assert_eq!(app.status().await, (GrantStatus::Active, None));
}
