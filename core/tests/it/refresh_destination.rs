//! A refresh token goes to the endpoint that it came from, and nowhere else (SR-17, SR-44).

use crate::support;
use crate::support::custom;
use crate::support::custom::{OWN, own_user};
use crate::support::look::{HOUR, soon};
use crate::support::{App, PROVIDER, code, member};
use authpipe::{Authpipe, CallOptions, GrantStatus, Options};
use authpipe_sandbox::{Scripted, ScriptedResponse};

/// Opens the vault of an application again with other options.
async fn reopen(app: &mut App, change: impl FnOnce(&mut Options)) {
    app.authpipe.close().await.unwrap();
    let mut options = app.options();
    change(&mut options);
    app.authpipe = Authpipe::new(options).unwrap();
    app.handler = support::handler(&app.authpipe);
}

async fn hostile() -> Scripted {
    let server = Scripted::start().await;
    let answer = r#"{"access_token":"evil","token_type":"Bearer","expires_in":3600}"#;
    server.respond("*", ScriptedResponse::json(200, answer));
    server
}

#[tokio::test]
async fn a_changed_origin_gets_no_connection() {
    let (mut app, elsewhere) = (App::start().await, hostile().await);
    app.install().await;
    app.connect().await;
    app.advance(2 * HOUR);
    let origin = elsewhere.origin();
    reopen(&mut app, |options| {
        options.danger_origins.get_mut(PROVIDER).unwrap().insert("login".into(), origin);
    })
    .await;
    for _ in 0..2 {
        assert_eq!(code(soon(app.user_credential()).await), "config_invalid");
        assert_eq!(code(soon(app.bot_credential()).await), "config_invalid");
    }
    soon(app.authpipe.run_maintenance(None)).await.unwrap();
    assert_eq!((elsewhere.connections(), app.refreshes()), (0, 0));
    assert_eq!(app.status().await.0, GrantStatus::Active);

    // The configuration is restored, and so is the connection.
    app.restart().await;
    assert!(soon(app.user_credential()).await.unwrap().refreshed);
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn another_spelling_of_the_endpoint_is_another_endpoint() {
    let mut app = App::start().await;
    app.connect().await;
    app.advance(2 * HOUR);
    let port = url::Url::parse(&app.sandbox.http_origin()).unwrap().port().unwrap();
    reopen(&mut app, |options| {
        options.danger_origins.get_mut(PROVIDER).unwrap().insert("login".into(), format!("http://localhost:{port}"));
    })
    .await;
    assert_eq!(code(soon(app.user_credential()).await), "config_invalid");
    assert_eq!(app.refreshes(), 0);
}

#[tokio::test]
async fn another_client_gets_no_refresh_token() {
    let mut app = App::start().await;
    app.connect().await;
    app.advance(2 * HOUR);
    reopen(&mut app, |options| options.providers.get_mut(PROVIDER).unwrap().client_id = "another-client".into()).await;
    assert_eq!(code(soon(app.user_credential()).await), "config_invalid");
    assert_eq!(app.refreshes(), 0);
}

#[tokio::test]
async fn a_changed_definition_gets_no_connection() {
    let mut app = custom::start_generic("strict").await;
    app.browser().connect_generic(&member()).await;
    app.advance(2 * HOUR);
    let elsewhere = hostile().await;
    let origin = elsewhere.origin();
    reopen(&mut app, |options| {
        custom::add_generic(options, "strict");
        let definition = options.providers.get_mut(OWN).unwrap().definition.as_mut().unwrap();
        definition["oauth"]["token_endpoint"] = format!("{origin}/oauth/token").into();
    })
    .await;
    assert_eq!(code(soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await), "config_invalid");
    assert_eq!((elsewhere.connections(), app.refreshes()), (0, 0));
}

#[tokio::test]
async fn a_changed_probe_never_sees_the_access_token() {
    let mut app = custom::start_generic("strict").await;
    app.browser().connect_generic(&member()).await;
    let elsewhere = hostile().await;
    let origin = elsewhere.origin();
    let id = app.only_connection().await.id;
    reopen(&mut app, |options| {
        custom::add_generic(options, "strict");
        let definition = options.providers.get_mut(OWN).unwrap().definition.as_mut().unwrap();
        definition["probe"]["url"] = format!("{origin}/me").into();
        definition["api"]["origins"] = serde_json::json!([origin]);
    })
    .await;
    let health = soon(app.authpipe.check_connection(support::tenant("acme"), id)).await.unwrap();
    assert_eq!((health.live, health.status), (None, GrantStatus::Active));
    assert_eq!(elsewhere.connections(), 0);
}
