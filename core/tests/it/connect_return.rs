//! Sessions made in server code: where they may return, and that what they are made of does not print.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::support::{App, PROVIDER, code, tenant};
use authpipe::{AuthRequest, HttpResponse, Label, Options, ProviderId, Result, SessionMode, UserId};
use authpipe_sandbox::{Endpoint, Fault};

async fn start(app: &App, return_to: &str) -> Result<()> {
    let request = AuthRequest {
        connection_id: None,
        installation_id: None,
        provider: ProviderId::parse(PROVIDER)?,
        config: None,
        tenant_id: tenant("acme"),
        user_id: UserId::parse("ben")?,
        label: Label::empty(),
        scopes: vec![],
        variables: BTreeMap::new(),
        login_hint: None,
        prompt: None,
        return_to: Some(return_to.to_owned()),
        mode: SessionMode::Redirect,
        opener_origin: None,
    };
    app.authpipe.create_auth_session(request).await.map(drop)
}

#[tokio::test]
async fn a_session_of_server_code_returns_to_the_own_origin_only() {
    let app = App::start().await;
    for page in ["/done", "/done?a=b#c", "http://localhost:3000/done"] {
        start(&app, page).await.unwrap();
    }
    for page in
        ["https://evil.example/", "//evil.example", "/\\evil.example", "http://localhost:3001/", "javascript:alert(1)", "done"]
    {
        let error = start(&app, page).await.unwrap_err();
        assert_eq!(error.code().as_str(), "invalid_request", "{page}");
        // Server code has no list of origins to add one to.
        assert_eq!(error.message(), "return_to must be a path, or an address at the origin of base_url, http://localhost:3000.");
    }
}

#[tokio::test]
async fn an_outage_does_not_end_an_installation_that_waits() {
    let app = App::start().await;
    let _outage = app.sandbox.faults().add(Fault::status(Endpoint::Graph, 503).always());
    let session = app.install().await;
    assert_eq!(session["installation"]["status"], "pending", "{session}");
    for _ in 0..4 {
        app.advance(Duration::from_secs(3600));
        app.authpipe.run_maintenance(None).await.unwrap();
    }
    assert_eq!(code(app.bot_credential().await), "installation_pending");
    app.sandbox.faults().clear();
    app.advance(Duration::from_secs(3600));
    app.authpipe.run_maintenance(None).await.unwrap();
    assert!(app.bot_credential().await.is_ok());
}

#[test]
fn answers_and_options_do_not_print_what_they_carry() {
    let answer = HttpResponse {
        status: 303,
        headers: vec![("set-cookie".into(), "canary".into()), ("location".into(), "/?state=canary".into())],
        body: b"canary".to_vec(),
    };
    assert!(!format!("{answer:?}").contains("canary"));
    let options = Options {
        vault: Some("postgres://u:canary@host/db".into()),
        proxy: Some("http://u:canary@proxy:1".into()),
        ..Options::default()
    };
    assert!(!format!("{options:?}").contains("canary"));
}
