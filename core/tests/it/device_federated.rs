//! A sign-in on another device by a client for which its platform vouches: between two tokens of the platform's a file is empty, or holds one that
//! has just ended, and a person may be at it just then.

use std::path::Path;
use std::time::Duration;

use crate::device_flow::definition;
use crate::support::custom::OWN;
use crate::support::look::soon;
use crate::support::{App, tenant};
use authpipe::{Clock as _, DeviceRequest, DeviceStatus, ProviderId, ProviderInput, UserId};
use authpipe_sandbox::{Scripted, ScriptedResponse, World};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const CODES: &str = r#"{"device_code":"dc","user_code":"WDJB-MJHT","verification_uri":"https://own.example/","expires_in":900}"#;

async fn start(server: &Scripted, file: &Path) -> App {
    let mut definition = definition(&server.origin());
    definition["oauth"]["client_assertion"] = json!({ "federated": true });
    server.respond("/oauth/device_authorization", ScriptedResponse::json(200, CODES));
    server.respond("/oauth/token", ScriptedResponse::json(400, r#"{"error":"authorization_pending"}"#));
    let file = file.to_str().unwrap().to_owned();
    App::start_with(World::demo(), |options| {
        let input = ProviderInput {
            client_id: "our-client".into(),
            client_assertion_file: Some(file),
            scopes: vec!["read".into()],
            definition: Some(serde_json::from_value(definition).unwrap()),
            ..ProviderInput::default()
        };
        options.providers.insert(OWN.to_owned(), input);
    })
    .await
}

/// A token of the platform's that lives for so many seconds.
fn token(app: &App, life: i64) -> String {
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({ "sub": "a-workload", "exp": app.clock.now().unix_seconds() + life });
    format!("{}.{}.{}", part(json!({ "alg": "RS256" })), part(claims), URL_SAFE_NO_PAD.encode("signed"))
}

#[tokio::test]
async fn a_file_between_two_tokens_ends_no_sign_in() {
    let (server, folder) = (Scripted::start().await, tempfile::tempdir().unwrap());
    let file = folder.path().join("token");
    std::fs::write(&file, "").unwrap();
    let app = start(&server, &file).await;
    let write = |text: &str| std::fs::write(&file, text).unwrap();
    write(&token(&app, 3600));
    let request = || DeviceRequest::new(ProviderId::parse(OWN).unwrap(), tenant("acme"), UserId::parse("ben").unwrap());
    let started = soon(app.authpipe.start_device_auth(request())).await.unwrap();
    let poll = async |id: &authpipe::SessionId| {
        app.advance(Duration::from_secs(60));
        soon(app.authpipe.poll_device_auth(tenant("acme"), UserId::parse("ben").unwrap(), id.clone())).await
    };
    let asked = || server.requests().iter().filter(|request| request.path == "/oauth/token").count();
    assert_eq!((poll(&started.session_id).await.unwrap().status, asked()), (DeviceStatus::Pending, 1));
    for text in [String::new(), "\n".to_owned(), token(&app, -5)] {
        write(&text);
        assert_eq!(poll(&started.session_id).await.unwrap().status, DeviceStatus::Pending, "{text:?}");
    }
    assert_eq!(asked(), 1, "nothing was sent");
    write(&token(&app, 3600));
    let good = r#"{"access_token":"at-1","token_type":"Bearer","expires_in":3600,"refresh_token":"rt-1","scope":"read"}"#;
    server.respond("/oauth/token", ScriptedResponse::json(200, good));
    server.respond("/oauth/api/me", ScriptedResponse::json(200, r#"{"user_id":"7","username":"ben"}"#));
    app.advance(Duration::from_secs(120));
    assert_eq!(poll(&started.session_id).await.unwrap().status, DeviceStatus::Complete);

    // What is no token at all is wrong for good.
    let started = soon(app.authpipe.start_device_auth(request())).await.unwrap();
    write("no-token");
    assert_eq!(poll(&started.session_id).await.unwrap_err().code().as_str(), "config_invalid");
}
