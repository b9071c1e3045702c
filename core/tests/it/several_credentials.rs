//! One answer of the token endpoint that holds two credentials: the installation's and the person's. Both are stored with the
//! session in one commit, or neither is.

use crate::support::custom::{self, OWN};
use crate::support::look::{HOUR, soon};
use crate::support::{App, admin, code, json as body_of, member, principal, tenant, text};
use authpipe::{CallOptions, Credential, EventType, ListQuery, Principal, Result, Role, Subject};
use authpipe_sandbox::{Scripted, ScriptedResponse, World};
use serde_json::{Value, json};

/// A provider that gives both at once, as some do.
fn definition(origin: &str) -> Value {
    let mut definition = custom::definition(origin, "strict");
    definition["auth"] = json!(["installation", "user"]);
    definition["install"] = json!({ "kind": "by_answer", "default_scopes": ["chat:write", "channels:read"] });
    definition["oauth"]["scope_separator"] = json!(",");
    definition["oauth"]["credentials"] = json!([
        {
            "subject": "installation",
            "access_token": "/access_token",
            "refresh_token": "/refresh_token",
            "expires_in": "/expires_in",
            "scope": "/scope",
            "organisation": ["/team/id", "/enterprise/id"],
            "display": "/team/name",
        },
        {
            "subject": "user",
            "access_token": "/authed_user/access_token",
            "refresh_token": "/authed_user/refresh_token",
            "expires_in": "/authed_user/expires_in",
            "scope": "/authed_user/scope",
            "organisation": ["/team/id", "/enterprise/id"],
            "person": "/authed_user/id",
            "scope_parameter": "user_scope",
        },
    ]);
    definition
}

fn answer(team: &str, person: &str) -> Value {
    json!({
        "ok": true, "token_type": "bot",
        "access_token": "bot-1", "refresh_token": "bot-refresh-1", "expires_in": 43200, "scope": "chat:write,channels:read",
        "team": { "id": team, "name": "Acme Works" }, "enterprise": null,
        "authed_user": {
            "id": person, "token_type": "user", "access_token": "user-1", "refresh_token": "user-refresh-1",
            "expires_in": 3600, "scope": "read",
        },
    })
}

async fn start() -> (Scripted, App) {
    let server = Scripted::start().await;
    let definition = definition(&server.origin());
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
    (server, app)
}

/// Goes through an installation up to the page that ends it: the authorization URL, and the session as its creator reads it.
async fn install(app: &App, who: &Principal) -> (url::Url, Value) {
    let mut browser = app.browser();
    let created = browser.post("/oauth/installs", json!({ "provider": OWN }), who).await;
    assert_eq!(created.status, 201, "{}", text(&created));
    let created = body_of(&created);
    let url: url::Url = created["authorization_url"].as_str().unwrap().parse().unwrap();
    let mut back: url::Url = parameter(&url, "redirect_uri").unwrap().parse().unwrap();
    back.query_pairs_mut().append_pair("code", "a-code").append_pair("state", &parameter(&url, "state").unwrap());
    browser.callback(&back, Some(who)).await;
    let session = browser.session(created["session_id"].as_str().unwrap(), who).await;
    (url, session)
}

fn parameter(url: &url::Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn value(credential: Result<Credential>) -> String {
    credential.unwrap().value.expose().clone()
}

async fn read(app: &App, subject: Subject) -> Result<Credential> {
    soon(app.authpipe.get_credential(&subject, CallOptions::default())).await
}

fn of_installation() -> Subject {
    Subject::installation(OWN, "acme").unwrap()
}

fn of_user() -> Subject {
    custom::own_user("ann")
}

/// What the token endpoint was asked, by one parameter of each request.
fn asked(server: &Scripted, name: &str) -> Vec<String> {
    let of = |body: &[u8]| {
        let found = url::form_urlencoded::parse(body).into_owned().find(|(key, _)| key == name);
        found.map(|(_, value)| value)
    };
    server.requests().iter().filter_map(|request| of(&request.body)).collect()
}

#[tokio::test]
async fn both_credentials_are_stored_and_each_renews_by_its_own_token() {
    let (server, app) = start().await;
    server.respond_next("/oauth/token", ScriptedResponse::json(200, answer("T1", "U1").to_string()));
    let (url, session) = install(&app, &admin()).await;
    assert_eq!(parameter(&url, "scope").as_deref(), Some("chat:write,channels:read"));
    assert_eq!(parameter(&url, "user_scope").as_deref(), Some("read"));
    assert_eq!((&session["status"], &session["installation"]["status"]), (&json!("complete"), &json!("active")), "{session}");
    assert_eq!(value(read(&app, of_installation()).await), "bot-1");
    assert_eq!(value(read(&app, of_user()).await), "user-1");
    assert_eq!(app.count_events(EventType::InstallationCreated).await, 1);
    assert_eq!(app.count_events(EventType::ConnectionCreated).await, 1);

    app.advance(2 * HOUR);
    let renewed = |kind: &str, scope: &str| {
        let body = json!({
            "ok": true, "access_token": format!("{kind}-2"), "refresh_token": format!("{kind}-refresh-2"),
            "expires_in": 43200, "scope": scope,
        });
        ScriptedResponse::json(200, body.to_string())
    };
    server.respond_next("/oauth/token", renewed("user", "read"));
    assert_eq!(value(read(&app, of_user()).await), "user-2");
    assert_eq!(value(read(&app, of_installation()).await), "bot-1", "the other one lives on");
    app.advance(11 * HOUR);
    server.respond_next("/oauth/token", renewed("bot", "chat:write,channels:read"));
    assert_eq!(value(read(&app, of_installation()).await), "bot-2");
    assert_eq!(asked(&server, "refresh_token"), ["user-refresh-1", "bot-refresh-1"]);
}

/// A person's own sign-in asks for the person's scopes only, and is answered without the organisation's credential.
#[tokio::test]
async fn a_sign_in_takes_the_persons_credential_from_its_place() {
    let (server, app) = start().await;
    let mut both = answer("T1", "U2");
    server.respond_next("/oauth/token", ScriptedResponse::json(200, both.to_string()));
    let (_, page) = app.browser().connect_scripted(&member(), "a-code").await;
    assert_eq!(page.status, 200, "{}", text(&page));
    assert_eq!(value(read(&app, custom::own_user("ben")).await), "user-1");
    assert_eq!(code(read(&app, of_installation()).await), "installation_not_found", "a person installs nothing by a sign-in");

    for gone in ["access_token", "refresh_token", "expires_in", "scope"] {
        both.as_object_mut().unwrap().remove(gone);
    }
    both["authed_user"]["access_token"] = json!("user-3");
    server.respond_next("/oauth/token", ScriptedResponse::json(200, both.to_string()));
    let (_, page) = app.browser().connect_scripted(&member(), "a-code").await;
    assert_eq!(page.status, 200, "{}", text(&page));
    assert_eq!(value(read(&app, custom::own_user("ben")).await), "user-3");
}

/// Whatever is wrong with one of them: the other one is not stored either.
#[tokio::test]
async fn of_two_credentials_none_is_stored_if_one_cannot_be() {
    let change = |change: fn(&mut Value)| {
        let mut body = answer("T1", "U1");
        change(&mut body);
        body
    };
    let cases = [
        (change(|body| body["authed_user"]["access_token"] = json!("two words")), "provider_error"),
        (change(|body| body["authed_user"]["scope"] = json!("other")), "scope_missing"),
        (change(|body| body["scope"] = json!("chat:write")), "scope_missing"),
        (change(|body| body["team"] = json!(null)), "provider_error"),
        (change(|body| body["access_token"] = json!(null)), "provider_error"),
    ];
    let (server, app) = start().await;
    for (body, expected) in cases {
        server.respond_next("/oauth/token", ScriptedResponse::json(200, body.to_string()));
        let (_, session) = install(&app, &admin()).await;
        assert_eq!((&session["status"], &session["error"]["code"]), (&json!("failed"), &json!(expected)), "{body} {session}");
        assert_nothing_new(&app, 0).await;
    }
}

/// The person has connected another account: nothing is installed beside it.
#[tokio::test]
async fn an_installation_fails_with_the_persons_credential() {
    let (server, app) = start().await;
    server.respond_next("/oauth/token", ScriptedResponse::json(200, answer("T1", "U1").to_string()));
    app.browser().connect_scripted(&admin(), "a-code").await;
    server.respond_next("/oauth/token", ScriptedResponse::json(200, answer("T1", "U9").to_string()));
    let (_, session) = install(&app, &admin()).await;
    assert_eq!(session["error"]["code"], "account_mismatch", "{session}");
    assert_nothing_new(&app, 1).await;
}

/// Another tenant holds the organisation: that refuses the installation, and the connection goes with it.
#[tokio::test]
async fn the_persons_credential_fails_with_the_installation() {
    let (server, app) = start().await;
    for who in [principal("other", "olga", Role::Admin), admin()] {
        server.respond_next("/oauth/token", ScriptedResponse::json(200, answer("T1", who.user_id.as_str()).to_string()));
        let (_, session) = install(&app, &who).await;
        let expected = if who == admin() { "failed" } else { "complete" };
        assert_eq!(session["status"], expected, "{session}");
    }
    assert_nothing_new(&app, 0).await;
}

/// The store refuses the second write: the first one is undone, and the session is not complete.
#[tokio::test]
async fn a_store_that_fails_between_the_two_keeps_neither() {
    let (server, app) = start().await;
    soon(app.authpipe.ready()).await.unwrap();
    // An index that cannot hold a user's row, whose id is no JSON.
    let index = "CREATE INDEX full ON grants (CASE WHEN subject = 'user' THEN json(user_id) END)";
    app.open_database().execute_batch(index).unwrap();
    server.respond_next("/oauth/token", ScriptedResponse::json(200, answer("T1", "U1").to_string()));
    let (_, session) = install(&app, &admin()).await;
    assert_eq!(session["status"], "failed", "{session}");
    assert_nothing_new(&app, 0).await;
    app.open_database().execute_batch("DROP INDEX full").unwrap();
    server.respond_next("/oauth/token", ScriptedResponse::json(200, answer("T1", "U1").to_string()));
    let (_, session) = install(&app, &admin()).await;
    assert_eq!(session["status"], "complete", "{session}");
    assert_eq!(
        (value(read(&app, of_installation()).await), value(read(&app, of_user()).await)),
        ("bot-1".into(), "user-1".into())
    );
}

/// No installation of `acme`, and as many connections as there were.
async fn assert_nothing_new(app: &App, connections: usize) {
    assert_eq!(code(read(app, of_installation()).await), "installation_not_found");
    let query = || ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    assert_eq!(app.authpipe.list_connections(query()).await.unwrap().data.len(), connections);
    assert!(app.authpipe.list_installations(query()).await.unwrap().data.is_empty());
}
