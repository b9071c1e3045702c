//! Keys of providers that take them in the address only, and keys whose host is the customer's own: sent where and as the definition says, and
//! shown nowhere (SR-30, SR-34).

use std::collections::BTreeMap;

use authpipe::{CallOptions, CredentialType, Error, ProviderInput, Result, Secret, Sending, StoreCredential, Subject};
use authpipe_sandbox::{Scripted, ScriptedResponse, World};
use serde_json::{Value, json};

use crate::support::look::soon;
use crate::support::{App, admin, code, json as body_of, tenant, text};

const KEY: &str = "sk canary&1=2";

fn definition(origin: &str, probe: &str) -> Value {
    json!({ "name": "Keys", "auth": ["api_key"], "api": { "origins": [origin] }, "probe": { "url": probe } })
}

async fn start(definition: Value) -> App {
    App::start_with(World::demo(), |options| {
        options.providers.insert("keys".into(), ProviderInput { definition: Some(definition), ..ProviderInput::default() });
    })
    .await
}

fn subject() -> Subject {
    Subject::user("keys", "acme", "ben").unwrap()
}

async fn store(app: &App, variables: &[(&str, &str)]) -> Result<()> {
    let variables: BTreeMap<String, String> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let fields = vec![("value".to_owned(), Secret::from(KEY))];
    let row = StoreCredential { subject: subject(), credential_type: CredentialType::ApiKey, fields, variables };
    soon(app.authpipe.store_credential(row)).await.map(drop)
}

fn in_query(server: &Scripted) -> Value {
    let mut definition = definition(&server.origin(), &server.url("/me?v=2"));
    definition["api"]["placement"] = json!({ "query": { "api_key": "value" } });
    definition
}

/// No text of ours repeats it, however it is written.
fn assert_silent(error: &Error) {
    let shown = format!("{error} {error:?} {:?}", error.context().provider_details);
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test]
async fn a_key_in_the_query_is_sent_and_never_shown() {
    let server = Scripted::start().await;
    let app = start(in_query(&server)).await;
    server.respond("/me", ScriptedResponse::json(200, "{}"));
    store(&app, &[]).await.unwrap();
    let request = server.requests().pop().unwrap();
    assert_eq!(request.query, "v=2&api_key=sk+canary%261%3D2");
    assert_eq!((request.method.as_str(), request.header("authorization"), request.body.is_empty()), ("GET", None, true));
    let credential = soon(app.authpipe.get_credential(&subject(), CallOptions::default())).await.unwrap();
    let refused = credential.headers().unwrap_err();
    assert_eq!(refused.code().as_str(), "invalid_request");
    assert!(refused.message().contains("in the address"), "{refused}");
    assert_silent(&refused);
    let Sending::Query(parameters) = &credential.sending else { panic!("{:?}", credential.sending) };
    assert_eq!((parameters.len(), parameters[0].name.as_str(), parameters[0].value.expose().as_str()), (1, "api_key", KEY));
    assert!(!format!("{credential:?}").contains("canary"));
    // What answers with the key, or leads elsewhere with it, is told without it; and nobody follows.
    let echo = r#"{"error":"invalid_token","error_description":"sk canary&1=2 in sk+canary%261%3D2"}"#;
    let elsewhere = ScriptedResponse::redirect(302, "https://other.example/?api_key=sk+canary%261%3D2");
    for (answer, expected) in [
        (ScriptedResponse::json(401, echo), "credential_rejected"),
        (ScriptedResponse::json(400, echo), "provider_error"),
        (ScriptedResponse::json(500, echo), "provider_unavailable"),
        (elsewhere, "provider_error"),
    ] {
        server.respond("/me", answer);
        let error = store(&app, &[]).await.unwrap_err();
        assert_eq!(error.code().as_str(), expected, "{error}");
        assert_silent(&error);
    }
    server.respond("/me", ScriptedResponse::json(401, "{}"));
    let id = app.only_connection().await.id;
    let health = soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap();
    assert_eq!(health.live, Some(false), "the check asks in the same way");
    assert!(!format!("{health:?}").contains("canary"));
}

/// A key goes to the customer's own host, which comes with it and is sealed with it.
#[tokio::test]
async fn a_keys_own_host_comes_with_the_key() {
    let server = Scripted::start().await;
    let mut own = definition(&server.origin(), &server.url("/me/{account}"));
    own["api"]["origins"] = json!([server.origin(), "https://{account}.keys.example"]);
    own["variables"] = json!({ "account": { "kind": "dns_label", "from_user": true } });
    let app = start(own.clone()).await;
    server.respond("/me/blue", ScriptedResponse::json(200, "{}"));
    store(&app, &[("account", "blue")]).await.unwrap();
    let origins = async |app: &App| {
        let credential = soon(app.authpipe.get_credential(&subject(), CallOptions::default())).await.unwrap();
        credential.api_origins.clone()
    };
    assert_eq!(origins(&app).await, [server.origin(), "https://blue.keys.example".to_owned()]);
    let id = app.only_connection().await.id;
    assert_eq!(soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap().live, Some(true));
    // Another key brings another host.
    server.respond("/me/green", ScriptedResponse::json(200, "{}"));
    store(&app, &[("account", "green")]).await.unwrap();
    assert_eq!(origins(&app).await[1], "https://green.keys.example");
    let asked = server.requests().len();
    for hostile in ["evil.example/#", "evil.example", "a@b", "a:1", "-a", "\u{e9}", "", "UP"] {
        let error = store(&app, &[("account", hostile)]).await.unwrap_err();
        assert_eq!(error.code().as_str(), "invalid_request", "{hostile}");
    }
    assert_eq!(code(store(&app, &[("other", "blue")]).await), "invalid_request");
    assert_eq!(code(store(&app, &[]).await), "invalid_request", "it has no host without");
    // What the operator has fixed, or the definition does not leave open, nobody chooses.
    let fixed = App::start_with(World::demo(), |options| {
        let variables = [("account".to_owned(), Secret::from("blue"))].into();
        let input = ProviderInput { definition: Some(own.clone()), variables, ..ProviderInput::default() };
        options.providers.insert("keys".into(), input);
    })
    .await;
    assert_eq!(code(store(&fixed, &[("account", "green")]).await), "invalid_request");
    own["variables"]["account"]["from_user"] = json!(false);
    assert_eq!(code(store(&start(own).await, &[("account", "green")]).await), "invalid_request");
    assert_eq!(server.requests().len(), asked, "nobody was asked");
}

/// Whoever installs says where: the shop's name stands in the address of the page, and in that of the code's exchange.
#[tokio::test]
async fn an_installation_request_takes_the_variables_that_people_choose() {
    let server = Scripted::start().await;
    let origin = server.origin();
    let mut own = crate::support::custom::definition(&origin, "strict");
    own["auth"] = json!(["installation"]);
    own["variables"] = json!({ "shop": { "kind": "dns_label", "from_user": true } });
    own["oauth"]["authorization_endpoint"] = json!(format!("{origin}/oauth/{{shop}}/authorize"));
    own["oauth"]["token_endpoint"] = json!(format!("{origin}/oauth/{{shop}}/token"));
    own["oauth"]["credentials"] = json!([{ "subject": "installation", "access_token": "/access_token", "scope": "/scope" }]);
    own["install"] = json!({ "kind": "by_answer", "organisation": "{shop}", "default_scopes": ["read"] });
    let app = App::start_with(World::demo(), |options| {
        crate::support::custom::add(options, "id", "a-client-secret", own);
        if let Some(input) = options.providers.get_mut(crate::support::custom::OWN) {
            input.scopes.clear();
        }
    })
    .await;
    let mut browser = app.browser();
    let start = json!({ "provider": crate::support::custom::OWN, "variables": { "shop": "blue" } });
    let created = browser.post("/oauth/installs", start, &admin()).await;
    assert_eq!(created.status, 201, "{}", text(&created));
    let url: url::Url = body_of(&created)["authorization_url"].as_str().unwrap().parse().unwrap();
    assert_eq!(url.path(), "/oauth/blue/authorize");
    for (shop, expected) in [("evil.example/#", 400), ("", 400)] {
        let start = json!({ "provider": crate::support::custom::OWN, "variables": { "shop": shop } });
        assert_eq!(browser.post("/oauth/installs", start, &admin()).await.status, expected, "{shop}");
    }
}
