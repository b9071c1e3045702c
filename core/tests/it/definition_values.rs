//! What a definition keeps of a sign-in besides tokens (SR-34): values of the callback, of the answer and of the API, which become parts of
//! addresses, and who has signed in where no ID token says so.

use crate::support::custom::{self, OWN};
use crate::support::look::{HOUR, soon};
use crate::support::{App, Browser, admin, json as body_of, member, principal, tenant, text};
use authpipe::{CallOptions, Credential, ListQuery, Principal, ProviderInput, Result, Role, Secret, Subject};
use authpipe_sandbox::{Scripted, ScriptedRequest, ScriptedResponse, World};
use serde_json::{Value, json};

const TOKENS: &str = r#"{"access_token":"at","token_type":"bearer","refresh_token":"rt","expires_in":3600,"scope":"read"}"#;

async fn start(change: impl FnOnce(&mut Value, &str)) -> (Scripted, App) {
    let server = Scripted::start().await;
    let mut definition = custom::definition(&server.origin(), "strict");
    change(&mut definition, &server.origin());
    server.respond("/oauth/token", ScriptedResponse::json(200, TOKENS));
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
    (server, app)
}

/// Goes through a session of the own provider, which answers with this query besides the state. Its view, as the creator reads it.
async fn connect(app: &App, who: &Principal, query: &[(&str, &str)]) -> (url::Url, Value) {
    let mut browser = app.browser();
    let (id, url) = browser.start_own(who).await;
    let session = come_back(&mut browser, who, &id, &url, query).await;
    (url, session)
}

async fn come_back(browser: &mut Browser<'_>, who: &Principal, id: &str, url: &url::Url, query: &[(&str, &str)]) -> Value {
    let mut back: url::Url = parameter(url, "redirect_uri").or_else(|| parameter(url, "redirect_url")).unwrap().parse().unwrap();
    back.query_pairs_mut().extend_pairs(query).append_pair("state", &parameter(url, "state").unwrap());
    browser.callback(&back, Some(who)).await;
    browser.session(id, who).await
}

fn parameter(url: &url::Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn last(server: &Scripted, path: &str) -> ScriptedRequest {
    server.requests().into_iter().rfind(|request| request.path == path).unwrap_or_else(|| panic!("{:?}", server.requests()))
}

async fn read(app: &App, user: &str) -> Result<Credential> {
    soon(app.authpipe.get_credential(&custom::own_user(user), CallOptions::default())).await
}

/// A provider whose addresses follow from the sign-in: the company of the callback, the instance of the answer, the site of the API.
fn keeping(definition: &mut Value, origin: &str) {
    definition["variables"] = json!({
        "company": { "kind": "path_segment" },
        "site": { "kind": "path_segment" },
        "instance": { "kind": "host", "suffixes": [".acme.example"] },
    });
    definition["oauth"]["kept"] = json!([
        { "variable": "company", "parameter": "realmId" },
        { "variable": "instance", "pointer": "/instance_url" },
        { "variable": "site", "url": format!("{origin}/oauth/api/sites"), "pointer": "/0/id" },
    ]);
    definition["api"]["origins"] = json!([origin, "https://{instance}"]);
    definition["probe"] = json!({ "url": format!("{origin}/oauth/api/{{company}}/{{site}}") });
}

fn answer(instance: &str) -> ScriptedResponse {
    let mut body: Value = serde_json::from_str(TOKENS).unwrap();
    body["instance_url"] = json!(instance);
    ScriptedResponse::json(200, body.to_string())
}

const CALLBACK: &[(&str, &str)] = &[("code", "a-code"), ("realmId", "42")];
const SITES: &str = r#"[{"id":"c-1"},{"id":"c-2"}]"#;

#[tokio::test]
async fn what_callback_answer_and_api_tell_becomes_part_of_addresses() {
    let (server, app) = start(keeping).await;
    server.respond("/oauth/token", answer("https://x.acme.example"));
    server.respond("/oauth/api/sites", ScriptedResponse::json(200, SITES));
    let (_, session) = connect(&app, &member(), CALLBACK).await;
    assert_eq!(session["status"], "complete", "{session}");
    assert_eq!(last(&server, "/oauth/api/sites").header("authorization"), Some("Bearer at"));
    let credential = read(&app, "ben").await.unwrap();
    assert_eq!(credential.api_origins, [server.origin(), "https://x.acme.example".to_owned()]);
    // It is sealed with the grant: the next process knows it too.
    server.respond("/oauth/api/42/c-1", ScriptedResponse::json(200, "{}"));
    let id = app.only_connection().await.id;
    let health = soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap();
    assert_eq!(health.live, Some(true));
    app.advance(2 * HOUR);
    server.respond("/oauth/token", ScriptedResponse::json(200, TOKENS.replace("\"at\"", "\"at-2\"")));
    let renewed = read(&app, "ben").await.unwrap();
    assert_eq!((renewed.value.expose().as_str(), &renewed.api_origins), ("at-2", &credential.api_origins));
}

/// A value that changes the host, leaves its path or is not there: nothing is stored, and nothing was sent anywhere else.
#[tokio::test]
async fn what_does_not_fit_its_grammar_stores_nothing() {
    let (server, app) = start(keeping).await;
    let good = "https://x.acme.example";
    let callback = |realm: &'static str| vec![("code", "a-code"), ("realmId", realm)];
    let mut cases = vec![
        (vec![("code", "a-code")], good, SITES),
        (vec![("code", "a-code"), ("realmId", "42"), ("realmId", "43")], good, SITES),
        (callback("42"), good, "[]"),
        (callback("42"), good, r#"[{"id":"a/b"}]"#),
        (callback("42"), good, r#"[{"id":["c-1"]}]"#),
        (callback("42"), good, "<html>"),
    ];
    cases.extend(["..", "4/2", "", "a?b", "a#b", "é"].map(|realm| (callback(realm), good, SITES)));
    let hosts = [
        "https://evil.example/#.acme.example",
        "https://evil.example",
        "https://evil.example?.acme.example",
        "https://evil.example\\.acme.example",
        "https://x.acme.example.evil.example",
        "https://x.acme.example:444",
        "https://u:p@x.acme.example",
        "https://x.acme.example/path",
        "https://X.acme.example",
        "https://xn--é.acme.example",
        "http://x.acme.example",
        "https://.acme.example",
        "//x.acme.example",
        "",
    ];
    cases.extend(hosts.map(|host| (callback("42"), host, SITES)));
    for (query, instance, sites) in cases {
        server.respond("/oauth/token", answer(instance));
        server.respond("/oauth/api/sites", ScriptedResponse::json(200, sites));
        let (_, session) = connect(&app, &member(), &query).await;
        let told = (&session["status"], &session["error"]["code"]);
        // A page is somebody else's answer, whatever its status.
        let expected = if sites == "<html>" { "provider_unavailable" } else { "provider_error" };
        assert_eq!(told, (&json!("failed"), &json!(expected)), "{query:?} {instance} {sites}: {session}");
        assert_eq!(crate::support::code(read(&app, "ben").await), "not_connected");
    }
    server.respond("/oauth/api/sites", ScriptedResponse::json(403, SITES));
    server.respond("/oauth/token", answer(good));
    let (_, session) = connect(&app, &member(), CALLBACK).await;
    assert_eq!(session["error"]["code"], "provider_error", "an answer of another status tells nothing: {session}");
}

/// A customer's instance moves, as Salesforce's do: what the answer to a refresh says is where the new token goes. What does not fit leaves
/// everything as it was, and the tokens are kept: they were exchanged for the only ones there were.
#[tokio::test]
async fn a_refresh_tells_the_place_anew() {
    let (server, app) = start(keeping).await;
    server.respond("/oauth/token", answer("https://x.acme.example"));
    server.respond("/oauth/api/sites", ScriptedResponse::json(200, SITES));
    let (_, session) = connect(&app, &member(), CALLBACK).await;
    assert_eq!(session["status"], "complete", "{session}");
    let told = [
        ("https://y.acme.example", "https://y.acme.example"),
        ("https://evil.example/#.acme.example", "https://y.acme.example"),
        ("", "https://y.acme.example"),
        ("https://z.acme.example", "https://z.acme.example"),
    ];
    for (number, (instance, expected)) in told.into_iter().enumerate() {
        let token = format!("at-{number}");
        let mut body: Value = serde_json::from_str(TOKENS).unwrap();
        (body["access_token"], body["instance_url"]) = (json!(token), json!(instance));
        server.respond("/oauth/token", ScriptedResponse::json(200, body.to_string()));
        app.advance(2 * HOUR);
        let renewed = read(&app, "ben").await.unwrap();
        assert_eq!(renewed.value.expose(), &token, "{instance}");
        assert_eq!(renewed.api_origins, [server.origin(), expected.to_owned()], "{instance}");
    }
    // The API is asked once, at the sign-in; and what it told is still there.
    assert_eq!(server.requests().iter().filter(|request| request.path == "/oauth/api/sites").count(), 1);
    server.respond("/oauth/api/42/c-1", ScriptedResponse::json(200, "{}"));
    let id = app.only_connection().await.id;
    assert_eq!(soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap().live, Some(true));
}

/// A refusal keeps its own reason, whatever is missing beside it.
#[tokio::test]
async fn a_denied_sign_in_is_not_asked_for_values() {
    let (server, app) = start(keeping).await;
    let (_, session) = connect(&app, &member(), &[("error", "access_denied")]).await;
    assert_eq!(session["error"]["code"], "access_denied", "{session}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn refreshes_go_to_their_own_address() {
    let (server, app) = start(|definition, origin| {
        definition["oauth"]["refresh_endpoint"] = json!(format!("{origin}/oauth/refresh"));
    })
    .await;
    let (_, session) = connect(&app, &member(), CALLBACK).await;
    assert_eq!(session["status"], "complete", "{session}");
    app.advance(2 * HOUR);
    server.respond("/oauth/refresh", ScriptedResponse::json(200, TOKENS.replace("\"at\"", "\"at-2\"")));
    assert_eq!(read(&app, "ben").await.unwrap().value.expose(), "at-2");
    let form = |path: &str| String::from_utf8(last(&server, path).body.to_vec()).unwrap();
    assert!(form("/oauth/refresh").contains("grant_type=refresh_token&refresh_token=rt"), "{}", form("/oauth/refresh"));
    assert!(form("/oauth/token").contains("grant_type=authorization_code"));
    assert_eq!(server.requests().iter().filter(|request| request.path == "/oauth/token").count(), 1);
}

#[tokio::test]
async fn a_token_request_is_a_get_with_the_providers_names_where_the_definition_says_so() {
    let (server, app) = start(|definition, origin| {
        definition["oauth"]["token_request"] = json!({ "method": "get" });
        definition["oauth"]["token_endpoint"] = json!(format!("{origin}/oauth/token?v=2"));
        definition["oauth"]["client_authentication"] = json!("client_secret_post");
        definition["oauth"]["parameter_names"] =
            json!({ "client_id": "client_key", "redirect_uri": "redirect_url", "response_type": "type", "scope": "perms" });
    })
    .await;
    let (url, session) = connect(&app, &member(), CALLBACK).await;
    assert_eq!(session["status"], "complete", "{session}");
    let asked: Vec<_> = ["client_key", "type", "perms"].map(|name| parameter(&url, name)).into();
    assert_eq!(asked, [Some("id".to_owned()), Some("code".to_owned()), Some("read".to_owned())]);
    assert!(["client_id", "response_type", "scope", "redirect_uri"].iter().all(|name| parameter(&url, name).is_none()), "{url}");
    let request = last(&server, "/oauth/token");
    assert_eq!((request.method.as_str(), request.body.is_empty(), request.header("content-type")), ("GET", true, None));
    let sent: Vec<_> = url::form_urlencoded::parse(request.query.as_bytes()).into_owned().collect();
    let value = |name: &str| sent.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!((value("v"), value("code"), value("client_key")), (Some("2"), Some("a-code"), Some("id")));
    assert_eq!((value("client_secret"), value("client_id")), (Some("a-client-secret"), None));
    assert!(value("redirect_url").is_some() && value("code_verifier").is_some());
}

fn identified(definition: &mut Value, origin: &str) {
    definition["identity"] = json!({
        "url": format!("{origin}/oauth/api/who"), "organisation": ["/team/id"], "person": "/user/id", "display": "/user/name",
    });
}

#[tokio::test]
async fn the_api_says_who_has_signed_in() {
    let (server, app) = start(identified).await;
    let who = |id: u32| json!({ "team": { "id": "T1" }, "user": { "id": id, "name": "Ada" } }).to_string();
    server.respond("/oauth/api/who", ScriptedResponse::json(200, who(7)));
    let (_, session) = connect(&app, &member(), CALLBACK).await;
    assert_eq!(session["status"], "complete", "{session}");
    assert_eq!(last(&server, "/oauth/api/who").header("authorization"), Some("Bearer at"));
    let account = app.only_connection().await.account.unwrap();
    assert_eq!(
        (account.organisation.as_deref(), account.person.as_deref(), account.person_name()),
        (Some("T1"), Some("7"), Some("Ada"))
    );
    // SR-13: another account under the same label changes nothing.
    server.respond("/oauth/api/who", ScriptedResponse::json(200, who(8)));
    let (_, session) = connect(&app, &member(), CALLBACK).await;
    assert_eq!(session["error"]["code"], "account_mismatch", "{session}");
    for (status, body) in [(200, "{}"), (401, r#"{"user":{"id":7}}"#), (200, r#"{"ok":false,"user":{"id":7}}"#)] {
        server.respond("/oauth/api/who", ScriptedResponse::json(status, body));
        let (_, session) = connect(&app, &principal("acme", "carla", Role::Member), CALLBACK).await;
        assert_eq!(session["error"]["code"], "provider_error", "{status} {body}: {session}");
    }
    // A number that has several spellings is no id, and whoever made the definition reads where it stands.
    for number in ["58318.0", "1e21", "-0.5"] {
        server.respond("/oauth/api/who", ScriptedResponse::json(200, format!(r#"{{"user":{{"id":{number}}}}}"#)));
        let mut browser = app.browser();
        let (id, _) = browser.connect_scripted(&principal("acme", "carla", Role::Member), "a-code").await;
        let told = browser.told(&id, &principal("acme", "carla", Role::Member)).await;
        assert!(told.contains("at \"/user/id\" (identity.person)"), "{number}: {told}");
    }
    // An outage is told as one, and not as an answer that names nobody.
    for status in [408, 425, 429, 500, 503] {
        let answer = ScriptedResponse::json(status, who(7)).header("retry-after", "30");
        server.respond("/oauth/api/who", answer);
        let (_, session) = connect(&app, &principal("acme", "carla", Role::Member), CALLBACK).await;
        assert_eq!(session["error"]["code"], "provider_unavailable", "{status}: {session}");
    }
    assert_eq!(app.only_connection().await.account.unwrap().person.as_deref(), Some("7"));
}

/// The answer names no organisation: it is the one at whose address the code was redeemed.
#[tokio::test]
async fn an_installation_may_belong_to_the_organisation_that_was_chosen() {
    let server = Scripted::start().await;
    let origin = server.origin();
    let mut definition = custom::definition(&origin, "strict");
    definition["auth"] = json!(["installation"]);
    definition["variables"] = json!({ "shop": { "kind": "dns_label" } });
    definition["oauth"]["token_endpoint"] = json!(format!("{origin}/oauth/{{shop}}/token"));
    definition["oauth"]["credentials"] =
        json!([{ "subject": "installation", "access_token": "/access_token", "scope": "/scope" }]);
    definition["install"] = json!({ "kind": "by_answer", "organisation": "{shop}", "default_scopes": ["read"] });
    let app = App::start_with(World::demo(), |options| {
        let input = ProviderInput {
            client_id: "id".into(),
            client_secret: Some(Secret::from("a-client-secret")),
            variables: [("shop".to_owned(), Secret::from("blue"))].into(),
            definition: Some(definition),
            ..ProviderInput::default()
        };
        options.providers.insert(OWN.into(), input);
    })
    .await;
    server.respond("/oauth/blue/token", ScriptedResponse::json(200, r#"{"access_token":"at","scope":"read"}"#));
    let mut browser = app.browser();
    let created = browser.post("/oauth/installs", json!({ "provider": OWN }), &admin()).await;
    assert_eq!(created.status, 201, "{}", text(&created));
    let created = body_of(&created);
    let url: url::Url = created["authorization_url"].as_str().unwrap().parse().unwrap();
    let session = come_back(&mut browser, &admin(), created["session_id"].as_str().unwrap(), &url, CALLBACK).await;
    assert_eq!(session["status"], "complete", "{session}");
    let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let installed = app.authpipe.list_installations(query).await.unwrap().data.remove(0);
    assert_eq!(installed.account.unwrap().organisation.as_deref(), Some("blue"));
    let subject = Subject::installation(OWN, "acme").unwrap();
    let credential = soon(app.authpipe.get_credential(&subject, CallOptions::default())).await.unwrap();
    assert_eq!(credential.value.expose(), "at");
}
