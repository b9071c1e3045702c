//! What a definition keeps of a list: the account, site or organisation that is meant, and headers that name it or the application in each
//! request.

use crate::support::custom::{self, OWN, own_user};
use crate::support::look::soon;
use crate::support::{App, code, json as body_of, member, tenant, text};
use authpipe::{CallOptions, Credential, ProviderInput, Result, Secret};
use authpipe_sandbox::{Scripted, ScriptedRequest, ScriptedResponse, World};
use serde_json::{Value, json};

const TOKENS: &str = r#"{"access_token":"at","token_type":"bearer","refresh_token":"rt","expires_in":3600,"scope":"read"}"#;

/// A provider with accounts, each with a host of its own; requests name the account and the application.
fn listing(origin: &str) -> Value {
    let mut definition = custom::definition(origin, "strict");
    definition["variables"] = json!({
        "account": { "kind": "path_segment", "from_user": true },
        "base": { "kind": "host", "suffixes": [".acme.example"] },
    });
    definition["oauth"]["kept"] = json!([{
        "variable": "account", "url": format!("{origin}/oauth/api/accounts"), "items": "/accounts", "pointer": "/id",
        "where": { "pointer": "/default", "values": [true] }, "also": { "base": "/base" }, "organisation": true,
    }]);
    definition["api"]["origins"] = json!([origin, "https://{base}"]);
    definition["api"]["further_headers"] = json!({ "Own-Account": "{account}", "Own-Client": "id={client_id}" });
    definition
}

fn account(id: &str, is_default: bool) -> Value {
    json!({ "id": id, "base": format!("https://{id}.acme.example"), "default": is_default })
}

async fn start(variables: &[(&str, &str)], change: impl FnOnce(&mut Value)) -> (Scripted, App) {
    let server = Scripted::start().await;
    let mut definition = listing(&server.origin());
    change(&mut definition);
    server.respond("/oauth/token", ScriptedResponse::json(200, TOKENS));
    server.respond("/oauth/api/me", ScriptedResponse::json(200, "{}"));
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), Secret::from(*value))).collect();
    let app = App::start_with(World::demo(), |options| {
        let input = ProviderInput {
            client_id: "our-client".into(),
            client_secret: Some(Secret::from("a-client-secret")),
            scopes: vec!["read".into()],
            variables,
            definition: Some(definition),
            ..ProviderInput::default()
        };
        options.providers.insert(OWN.into(), input);
    })
    .await;
    (server, app)
}

/// Signs in where the API lists these accounts; gives the session, as its creator reads it.
async fn connect(server: &Scripted, app: &App, accounts: &[Value], chosen: Option<&str>) -> Value {
    server.respond("/oauth/api/accounts", ScriptedResponse::json(200, json!({ "accounts": accounts }).to_string()));
    sign_in(app, chosen).await
}

async fn sign_in(app: &App, chosen: Option<&str>) -> Value {
    let mut browser = app.browser();
    let mut body = json!({ "provider": OWN });
    if let Some(chosen) = chosen {
        body["variables"] = json!({ "account": chosen });
    }
    let created = browser.post("/oauth/sessions", body, &member()).await;
    assert_eq!(created.status, 201, "{}", text(&created));
    let created = body_of(&created);
    let url: url::Url = created["authorization_url"].as_str().unwrap().parse().unwrap();
    let parameter = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap();
    let mut back: url::Url = parameter("redirect_uri").parse().unwrap();
    back.query_pairs_mut().append_pair("code", "a-code").append_pair("state", &parameter("state"));
    browser.callback(&back, Some(&member())).await;
    browser.session(created["session_id"].as_str().unwrap(), &member()).await
}

async fn read(app: &App) -> Result<Credential> {
    soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await
}

fn last(server: &Scripted, path: &str) -> ScriptedRequest {
    server.requests().into_iter().rfind(|request| request.path == path).unwrap()
}

#[tokio::test]
async fn the_marked_entry_is_meant_and_names_itself_in_each_request() {
    let (server, app) = start(&[], |_| {}).await;
    let session = connect(&server, &app, &[account("a-1", false), account("a-2", true)], None).await;
    assert_eq!(session["status"], "complete", "{session}");
    let asked = last(&server, "/oauth/api/accounts");
    assert_eq!(asked.header("authorization"), Some("Bearer at"));
    assert_eq!((asked.header("own-client"), asked.header("own-account")), (Some("id=our-client"), None), "not known yet");
    let credential = read(&app).await.unwrap();
    assert_eq!(credential.api_origins, [server.origin(), "https://a-2.acme.example".to_owned()]);
    let further: Vec<_> =
        credential.further_headers.iter().map(|(name, value)| (name.as_str(), value.expose().as_str())).collect();
    assert_eq!(further, [("Own-Account", "a-2"), ("Own-Client", "id=our-client")]);
    let connection = app.only_connection().await;
    assert_eq!(connection.account.unwrap().organisation.as_deref(), Some("a-2"), "the application can read which it is");
    let health = soon(app.authpipe.check_connection(tenant("acme"), connection.id)).await.unwrap();
    assert_eq!(health.live, Some(true));
    let probe = last(&server, "/oauth/api/me");
    assert_eq!((probe.header("own-account"), probe.header("own-client")), (Some("a-2"), Some("id=our-client")));
}

/// Of several nobody is taken at random: the sign-in fails and says what may be chosen; whoever signs in, or the config, chooses.
#[tokio::test]
async fn of_several_one_is_chosen_or_nothing_is_stored() {
    let both = [account("a-1", true), account("a-2", true)];
    let (server, app) = start(&[], |_| {}).await;
    let session = connect(&server, &app, &both, None).await;
    let error = &session["error"];
    assert_eq!((&session["status"], &error["code"]), (&json!("failed"), &json!("invalid_request")), "{session}");
    assert_eq!(code(read(&app).await), "not_connected");
    let session = connect(&server, &app, &both, Some("a-2")).await;
    assert_eq!(session["status"], "complete", "{session}");
    assert_eq!(read(&app).await.unwrap().further_headers["Own-Account"].expose(), "a-2");
    // What the list does not have is not believed, whoever says it.
    let session = connect(&server, &app, &both, Some("a-3")).await;
    assert_eq!(session["error"]["code"], "account_mismatch", "{session}");
    let (server, app) = start(&[("account", "a-1")], |_| {}).await;
    let session = connect(&server, &app, &both, None).await;
    assert_eq!(session["status"], "complete", "{session}");
    assert_eq!(read(&app).await.unwrap().api_origins[1], "https://a-1.acme.example");
    // None at all, one without what is needed, one that would lead elsewhere: nothing is stored.
    let (server, app) = start(&[], |_| {}).await;
    let elsewhere = json!({ "id": "a-1", "base": "https://evil.example", "default": true });
    for accounts in
        [vec![], vec![json!({ "id": "a-1" })], vec![elsewhere], vec![json!({ "id": "a/1", "base": "x.acme.example" })]]
    {
        let session = connect(&server, &app, &accounts, None).await;
        assert_eq!(session["error"]["code"], "provider_error", "{accounts:?}: {session}");
    }
    assert_eq!(code(read(&app).await), "not_connected");
}

/// Where the application can do without, a sign-in to several goes on, and only what names the one is left out.
#[tokio::test]
async fn an_optional_entry_stops_no_sign_in() {
    let optional = |definition: &mut Value| {
        let origin = definition["api"]["origins"][0].clone();
        definition["api"]["origins"] = json!([origin]);
        // At hosts that nobody chooses, the client's secret may be in one too.
        definition["api"]["further_headers"]["Own-Key"] = json!("{client_id}:{client_secret}");
        definition["oauth"]["kept"][0]["optional"] = json!(true);
        definition["oauth"]["kept"][0].as_object_mut().unwrap().remove("also");
        definition["variables"].as_object_mut().unwrap().remove("base");
    };
    let (server, app) = start(&[], optional).await;
    for (accounts, expected) in
        [(vec![account("a-1", true), account("a-2", true)], None), (vec![], None), (vec![account("a-1", true)], Some("a-1"))]
    {
        let session = connect(&server, &app, &accounts, None).await;
        assert_eq!(session["status"], "complete", "{session}");
        let credential = read(&app).await.unwrap();
        assert_eq!(credential.further_headers.get("Own-Account").map(|value| value.expose().as_str()), expected);
        assert_eq!(credential.further_headers["Own-Client"].expose(), "id=our-client");
        assert_eq!(credential.further_headers["Own-Key"].expose(), "our-client:a-client-secret");
        assert!(!format!("{credential:?}").contains("a-client-secret"));
        let id = app.only_connection().await.id;
        app.authpipe.delete_connection(tenant("acme"), id).await.unwrap();
    }
    let session = connect(&server, &app, &[account("a-1", true)], Some("a-2")).await;
    assert_eq!(session["error"]["code"], "account_mismatch", "what was chosen must be there: {session}");
    // An outage is told as one: whether there is an entry, nobody knows then.
    server.respond("/oauth/api/accounts", ScriptedResponse::json(503, "{}"));
    assert_eq!(sign_in(&app, None).await["error"]["code"], "provider_unavailable");
}

#[tokio::test]
async fn token_requests_name_the_client_in_a_header_and_refreshes_have_parameters_of_their_own() {
    let (server, app) = start(&[], |definition| {
        definition["oauth"]["token_request"] = json!({
            "headers": { "Own-Client": "{client_id}" },
            "parameters": { "type": "web_server", "audience": "x" },
            "refresh_parameters": { "type": "refresh" },
        });
    })
    .await;
    let session = connect(&server, &app, &[account("a-1", true)], None).await;
    assert_eq!(session["status"], "complete", "{session}");
    let form = |request: &ScriptedRequest| -> Vec<(String, String)> {
        let sent = url::form_urlencoded::parse(&request.body).into_owned();
        sent.filter(|(name, _)| name == "type" || name == "audience").collect()
    };
    let pairs = |kind: &str| vec![("type".to_owned(), kind.to_owned()), ("audience".to_owned(), "x".to_owned())];
    let exchange = last(&server, "/oauth/token");
    assert_eq!(exchange.header("own-client"), Some("our-client"));
    let sorted = |mut list: Vec<(String, String)>| {
        list.sort();
        list
    };
    assert_eq!(sorted(form(&exchange)), sorted(pairs("web_server")));
    app.advance(2 * crate::support::look::HOUR);
    read(&app).await.unwrap();
    let refresh = last(&server, "/oauth/token");
    assert_eq!((refresh.header("own-client"), sorted(form(&refresh))), (Some("our-client"), sorted(pairs("refresh"))));
}

/// A key that is the password of no user name.
#[tokio::test]
async fn a_key_may_be_the_password_alone() {
    let (server, app) = start(&[], |definition| {
        let origin = definition["api"]["origins"][0].clone();
        definition["auth"] = json!(["user", "api_key"]);
        definition["api"] = json!({ "origins": [origin], "placement": { "basic": { "password": "value" } } });
        definition["key_probe"] = json!({ "url": format!("{}/oauth/api/key", origin.as_str().unwrap()) });
        definition["oauth"].as_object_mut().unwrap().remove("kept");
        definition.as_object_mut().unwrap().remove("variables");
        definition.as_object_mut().unwrap().remove("probe");
    })
    .await;
    server.respond("/oauth/api/key", ScriptedResponse::json(200, "{}"));
    let row = authpipe::StoreCredential {
        subject: own_user("ben"),
        credential_type: authpipe::CredentialType::ApiKey,
        fields: vec![("value".to_owned(), Secret::from("k:1"))],
        variables: Default::default(),
    };
    app.authpipe.store_credential(row).await.unwrap();
    // `:k:1`: the first colon ends the empty name (RFC 7617 §2).
    assert_eq!(last(&server, "/oauth/api/key").header("authorization"), Some("Basic Oms6MQ=="));
}
