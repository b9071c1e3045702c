//! No secret shows: not in logs of any crate at any level, not in errors, not in renderings (SR-79, SR-80, SR-82).

use crate::support;
use crate::support::custom;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use crate::support::canary::{Log, assert_none};
use crate::support::look::{HOUR, soon};
use crate::support::{App, BASE_URL, PROVIDER, admin, member, new_key, tenant, user};
use authpipe::{
    AuditQuery, AuthRequest, Authpipe, CallOptions, CredentialType, Error, EventQuery, HandlerOptions, ListQuery, Secret,
    SessionMode, StoreCredential,
};
use authpipe_sandbox::{Body, Endpoint, Fault, Scripted, ScriptedResponse, World, demo};

/// Everything an error can be made to say.
fn tell(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?} {} {:?} {:?}", error.message(), error.hint(), error.context());
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?} {cause:#?}"));
        source = cause.source();
    }
    text.push_str(&error.docs_url());
    text
}

fn fails<T: Debug>(result: authpipe::Result<T>) -> String {
    tell(&result.expect_err("an error"))
}

async fn get(app: &App) -> authpipe::Result<authpipe::Credential> {
    soon(app.user_credential()).await
}

fn value_of(url: &str, name: &str) -> String {
    let url: url::Url = url.parse().unwrap();
    url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
}

/// What the sandbox cannot know: values of this side.
fn own_secrets(app: &App) -> Vec<String> {
    let key = app.key.expose().clone();
    vec![key.trim_start_matches("apk1_").to_owned(), key, PASTED.to_owned()]
}

const PASTED: &str = "whsec_pasted-by-an-administrator";

#[test]
fn no_log_line_holds_a_secret_in_the_happy_flow() {
    crate::alone(
        "secrets_output::no_log_line_holds_a_secret_in_the_happy_flow",
        check_no_log_line_holds_a_secret_in_the_happy_flow,
    );
}

async fn check_no_log_line_holds_a_secret_in_the_happy_flow() {
    let log = Log::install();
    let mut app = App::start().await;
    let mut secrets = own_secrets(&app);
    app.install().await;
    let mut browser = app.browser();
    let (_, url) = browser.start(&member()).await;
    secrets.extend([value_of(&url, "state"), value_of(&url, "nonce")]);
    secrets.extend(browser.cookies.values().cloned());
    let back = support::sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let page = browser.callback(&back, Some(&member())).await;
    assert_eq!(page.status, 200);
    app.connect().await;
    for _ in 0..2 {
        app.advance(2 * HOUR);
        get(&app).await.unwrap();
        soon(app.bot_credential()).await.unwrap();
    }
    app.advance(Duration::from_secs(26 * 3600));
    soon(app.authpipe.run_maintenance(None)).await.unwrap();
    let keep = StoreCredential {
        subject: authpipe::Subject { label: authpipe::Label::parse("hook").unwrap(), ..user("ben") },
        credential_type: CredentialType::WebhookSecret,
        fields: vec![("value".into(), Secret::from(PASTED))],
        variables: Default::default(),
    };
    app.authpipe.store_credential(keep).await.unwrap();
    app.restart().await;
    get(&app).await.unwrap();
    let id = app.user_credential().await.unwrap().grant_id.clone();
    app.authpipe.delete_connection(tenant("acme"), id).await.unwrap();
    soon(app.authpipe.close()).await.unwrap();
    secrets.extend(app.sandbox.secret_values());
    let text = log.text();
    assert!(text.contains("hyper") && text.contains("TRACE"), "the log is listening to all crates");
    assert_none("the log", &text, &secrets);
}

#[test]
fn no_error_and_no_log_line_of_a_failure_holds_a_secret() {
    crate::alone(
        "secrets_output::no_error_and_no_log_line_of_a_failure_holds_a_secret",
        check_no_error_and_no_log_line_of_a_failure_holds_a_secret,
    );
}

async fn check_no_error_and_no_log_line_of_a_failure_holds_a_secret() {
    let log = Log::install();
    let mut told = String::new();
    let mut secrets = Vec::new();
    let faults: Vec<(&str, Fault)> = vec![
        ("503", Fault::status(Endpoint::Token, 503)),
        ("429", Fault::status(Endpoint::Token, 429).retry_after(5)),
        ("400", Fault::status(Endpoint::Token, 400)),
        ("HTML", Fault::status(Endpoint::Token, 200).body(Body::Html)),
        ("malformed", Fault::malformed_json(Endpoint::Token)),
        ("dropped before", Fault::drop_before(Endpoint::Token)),
        ("dropped after", Fault::drop_after(Endpoint::Token)),
        ("redirect", Fault::redirect(Endpoint::Token, 307, "http://127.0.0.1:1/?leak=1")),
    ];
    for (_, fault) in faults {
        let app = App::start().await;
        app.connect().await;
        app.advance(2 * HOUR);
        app.sandbox.faults().add(fault.always());
        told.push_str(&fails(get(&app).await));
        told.push_str(&fails(soon(app.bot_credential()).await));
        secrets.extend(app.sandbox.secret_values());
        secrets.extend(own_secrets(&app));
    }
    // Flows that fail at the code, at the callback, at the provider's refusal.
    let app = App::start().await;
    for fault in [Fault::status(Endpoint::Token, 500), Fault::drop_after(Endpoint::Token), Fault::status(Endpoint::Jwks, 500)] {
        app.sandbox.faults().clear();
        app.sandbox.faults().add(fault.always());
        let mut browser = app.browser();
        let (id, url) = browser.start(&member()).await;
        let back = support::sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
        let page = browser.callback(&back, Some(&member())).await;
        let again = browser.callback(&back, Some(&member())).await;
        let foreign = app.browser().callback(&back, Some(&admin())).await;
        for answer in [&page, &again, &foreign] {
            told.push_str(&format!("{answer:?} {}", support::text(answer)));
        }
        told.push_str(&browser.session(&id, &member()).await.to_string());
        // The state and the code are in the browser's own URL; the library's answers repeat neither.
        secrets.extend([value_of(&url, "state"), value_of(back.as_str(), "code")]);
        secrets.extend(browser.cookies.values().cloned());
    }
    app.sandbox.faults().clear();
    // The grant ends, the secret changes, the key is wrong, the vault is damaged.
    app.connect().await;
    app.sandbox.revoke_user_tokens(demo::BOB.id);
    app.advance(2 * HOUR);
    told.push_str(&fails(get(&app).await));
    app.connect().await;
    app.sandbox.change_secret(demo::CLIENT_ID, "the-next-client-secret");
    app.advance(2 * HOUR);
    told.push_str(&fails(get(&app).await));
    secrets.push(demo::CLIENT_SECRET.to_owned());
    soon(app.authpipe.close()).await.unwrap();
    let mut options = app.options();
    let wrong = new_key();
    options.keys = vec![wrong.clone()];
    told.push_str(&fails(soon(Authpipe::new(options).unwrap().ready()).await));
    let mut options = app.options();
    options.keys = vec![Secret::from("apk1_this-is-a-malformed-key-that-somebody-pasted")];
    told.push_str(&fails(Authpipe::new(options)));
    secrets.extend([wrong.expose().clone(), "this-is-a-malformed-key-that-somebody-pasted".to_owned()]);
    app.open_database().execute("UPDATE grants SET sealed = zeroblob(200)", []).unwrap();
    let app = {
        let mut app = app;
        app.restart().await;
        app
    };
    told.push_str(&fails(get(&app).await));
    secrets.extend(app.sandbox.secret_values());
    secrets.extend(own_secrets(&app));
    assert!(told.len() > 2000, "there was something to look at");
    assert_none("errors and answers", &told, &secrets);
    assert_none("the log", &log.text(), &secrets);
}

#[test]
fn what_a_hostile_provider_writes_shows_nowhere() {
    crate::alone(
        "secrets_output::what_a_hostile_provider_writes_shows_nowhere",
        check_what_a_hostile_provider_writes_shows_nowhere,
    );
}

async fn check_what_a_hostile_provider_writes_shows_nowhere() {
    let log = Log::install();
    const CANARIES: [&str; 4] =
        ["canary-in-a-body-0001", "canary-in-a-header-0002", "canary-in-a-token-0003", "canary-in-an-error-0004"];
    let server = Scripted::start().await;
    let origin = server.origin();
    let bodies = [
        (400, r#"{"error":"invalid_request","error_description":"canary-in-an-error-0004"}"#.to_owned()),
        (400, r#"{"error":"canary-in-an-error-0004","error_uri":"http://canary-in-a-body-0001.example/"}"#.to_owned()),
        (401, r#"{"error":"invalid_client","error_description":"canary-in-an-error-0004"}"#.to_owned()),
        (500, "<html>canary-in-a-body-0001</html>".to_owned()),
        (200, r#"{"access_token":"canary-in-a-token-0003 with a space","token_type":"Bearer"}"#.to_owned()),
        (200, r#"{"access_token":"canary-in-a-token-0003","token_type":"canary-in-a-body-0001"}"#.to_owned()),
        (200, r#"{"access_token":"canary-in-a-token-0003","expires_in":"canary-in-a-body-0001"#.to_owned()),
        (200, r#"{"canary-in-a-body-0001":1,"canary-in-a-body-0001":2}"#.to_owned()),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"canary-in-an-error-0004","suberror":"canary-in-a-body-0001"}"#
                .to_owned(),
        ),
    ];
    let app = App::start_with(World::demo(), |options| {
        custom::add(options, "id", "a-client-secret-of-ours", custom::definition(&origin, "reusable"));
    })
    .await;
    let tokens = r#"{"access_token":"canary-in-a-token-0003","refresh_token":"rt-of-the-hostile-server","token_type":"Bearer","expires_in":3600}"#;
    server.respond_next("/oauth/token", ScriptedResponse::json(200, tokens));
    let (_, page) = app.browser().connect_scripted(&member(), "a-code-of-the-hostile-server").await;
    assert_eq!(page.status, 200);
    let mut told = String::new();
    let mine = custom::own_user("ben");
    for (status, body) in bodies {
        app.advance(2 * HOUR);
        let answer = ScriptedResponse::json(status, body).header("X-Canary", CANARIES[1]).header("WWW-Authenticate", CANARIES[1]);
        server.respond_next("/oauth/token", answer);
        told.push_str(&fails(soon(app.authpipe.get_credential(&mine, CallOptions::default())).await));
    }
    let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    told.push_str(&format!("{:?}", app.authpipe.list_connections(query).await.unwrap()));
    told.push_str(&format!(
        "{:?}",
        app.authpipe.list_events(EventQuery { limit: Some(200), ..EventQuery::default() }).await.unwrap()
    ));
    // In a callback and in the answer to a code as well.
    for (status, body) in
        [(400, r#"{"error":"invalid_grant","error_description":"canary-in-an-error-0004"}"#), (500, "canary-in-a-body-0001")]
    {
        server.respond_next("/oauth/token", ScriptedResponse::json(status, body));
        let mut browser = app.browser();
        let (id, page) = browser.connect_scripted(&member(), "a-code-of-the-hostile-server").await;
        told.push_str(&support::text(&page));
        told.push_str(&browser.session(&id, &member()).await.to_string());
    }
    soon(app.authpipe.close()).await.unwrap();
    let mut secrets: Vec<String> = CANARIES.iter().map(|canary| (*canary).to_owned()).collect();
    secrets.extend(["rt-of-the-hostile-server", "a-code-of-the-hostile-server", "a-client-secret-of-ours"].map(str::to_owned));
    assert_none("errors and answers", &told, &secrets);
    assert_none("the log", &log.text(), &secrets);
}

fn auth_request() -> AuthRequest {
    let of = user("ben");
    AuthRequest {
        connection_id: None,
        installation_id: None,
        provider: of.provider,
        config: None,
        tenant_id: of.tenant_id,
        user_id: of.user_id.unwrap(),
        label: of.label,
        scopes: vec![],
        variables: BTreeMap::new(),
        login_hint: None,
        prompt: None,
        return_to: None,
        mode: SessionMode::Popup,
        opener_origin: None,
    }
}

#[test]
fn no_public_type_renders_a_secret() {
    crate::alone("secrets_output::no_public_type_renders_a_secret", check_no_public_type_renders_a_secret);
}

async fn check_no_public_type_renders_a_secret() {
    let app = App::start().await;
    app.install().await;
    app.connect().await;
    let credential = app.user_credential().await.unwrap();
    let parts: authpipe::CredentialParts = (*credential).clone();
    let auth = auth_request();
    let keep = StoreCredential {
        subject: user("ben"),
        credential_type: CredentialType::ApiKey,
        fields: vec![("value".into(), Secret::from(PASTED))],
        variables: Default::default(),
    };
    let query = || ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let health = app.authpipe.check_connection(tenant("acme"), credential.grant_id.clone()).await.unwrap();
    let mut text = String::new();
    let mut render = |value: &dyn Debug| text.push_str(&format!("{value:?}\n{value:#?}\n"));
    let values: [&dyn Debug; 21] = [
        &credential,
        &parts,
        &credential.headers(),
        &credential.value,
        &app.authpipe.peek_with_validity(&user("ben")).unwrap(),
        &app.authpipe,
        &app.handler,
        &app.options(),
        &app.options().providers[PROVIDER],
        &app.key,
        &keep,
        &auth,
        &HandlerOptions::default(),
        &CallOptions { scopes: vec!["a".into()], ..CallOptions::default() },
        &app.authpipe.list_connections(query()).await.unwrap(),
        &app.authpipe.list_installations(query()).await.unwrap(),
        &app.authpipe.list_events(EventQuery::default()).await.unwrap(),
        &app.authpipe.list_audit(AuditQuery::default()).await.unwrap(),
        &health,
        &app.clock,
        &support::post("/oauth/sessions", &serde_json::json!({ "completion": PASTED })),
    ];
    for value in values {
        render(value);
    }
    let mut secrets = app.sandbox.secret_values();
    secrets.extend(own_secrets(&app));
    assert_none("renderings", &text, &secrets);
    assert!(text.contains("microsoft-onedrive") && text.contains(BASE_URL), "there was something to look at");
}
