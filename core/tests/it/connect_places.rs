//! Accounts at hosts that whoever connects may choose: a number that names a person at one of them names somebody else at another (SR-13).

use crate::support::custom::{self, OWN};
use crate::support::flow::problem;
use crate::support::look::soon;
use crate::support::{App, Browser, header, json as body_of, member, text};
use authpipe::{CallOptions, HttpResponse};
use authpipe_sandbox::{Scripted, ScriptedResponse, World};
use serde_json::{Value, json};

const TOKENS: &str = r#"{"access_token":"at","token_type":"bearer","refresh_token":"rt","expires_in":3600,"scope":"read"}"#;

/// Each place has a person of its own with the number 7.
async fn start(names_people: bool, default: Option<&str>) -> (Scripted, App) {
    let server = Scripted::start().await;
    let mut definition = custom::definition(&server.origin(), "strict");
    let kind = match default {
        Some(default) => json!({ "kind": "one_of", "values": ["acme", "evil"], "default": default, "from_user": true }),
        None => json!({ "kind": "path_segment", "from_user": true }),
    };
    definition["variables"] = json!({ "place": kind });
    definition["probe"] = json!({ "url": format!("{}/{{place}}/me", server.origin()) });
    if names_people {
        definition["identity"] = json!({ "url": format!("{}/{{place}}/me", server.origin()), "person": "/id" });
    }
    server.respond("/oauth/token", ScriptedResponse::json(200, TOKENS));
    for place in ["acme", "evil"] {
        server.respond(&format!("/{place}/me"), ScriptedResponse::json(200, r#"{"id":7}"#));
    }
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
    (server, app)
}

async fn ask(browser: &mut Browser<'_>, fields: Value) -> HttpResponse {
    let mut body = json!({ "provider": OWN });
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    browser.post("/oauth/sessions", body, &member()).await
}

/// Signs in to the end; the session as its creator reads it.
async fn connect(app: &App, fields: Value) -> Value {
    let mut browser = app.browser();
    let created = ask(&mut browser, fields).await;
    assert_eq!(created.status, 201, "{}", text(&created));
    let created = body_of(&created);
    let url: url::Url = created["authorization_url"].as_str().unwrap().parse().unwrap();
    let parameter = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap();
    let mut back: url::Url = parameter("redirect_uri").parse().unwrap();
    back.query_pairs_mut().append_pair("code", "a-code").append_pair("state", &parameter("state"));
    let page = browser.callback(&back, Some(&member())).await;
    let _ = header(&page, "location");
    browser.session(created["session_id"].as_str().unwrap(), &member()).await
}

fn at(place: &str) -> Value {
    json!({ "variables": { "place": place } })
}

#[tokio::test]
async fn a_connection_stays_at_the_place_that_was_chosen_for_it() {
    for names_people in [true, false] {
        let (_server, app) = start(names_people, None).await;
        let first = connect(&app, at("acme")).await;
        assert_eq!(first["status"], "complete", "{first}");
        let before = app.grant_lines();

        let moved = connect(&app, at("evil")).await;
        assert_eq!((&moved["status"], &moved["error"]["code"]), (&json!("failed"), &json!("account_mismatch")), "{moved}");
        assert_eq!(app.grant_lines(), before, "names people: {names_people}");

        let again = connect(&app, at("acme")).await;
        assert_eq!((&again["status"], &again["connection"]["id"]), (&json!("complete"), &first["connection"]["id"]), "{again}");
        let other = json!({ "label": "other", "variables": { "place": "evil" } });
        assert_eq!(connect(&app, other).await["status"], "complete");
        soon(app.authpipe.get_credential(&custom::own_user("ben"), CallOptions::default())).await.unwrap();
    }
}

#[tokio::test]
async fn whoever_names_a_connection_cannot_name_another_place_for_it() {
    let (_server, app) = start(true, None).await;
    let first = connect(&app, at("acme")).await;
    let id = first["connection"]["id"].clone();
    let mut moved = at("evil");
    moved["connection_id"] = id.clone();
    let refused = ask(&mut app.browser(), moved).await;
    assert_eq!((refused.status, problem(&refused).as_str()), (400, "invalid_request"), "{}", text(&refused));
    assert!(text(&refused).contains("keeps its variable \\\"place\\\""), "{}", text(&refused));
    for fields in [json!({ "connection_id": id }), json!({ "connection_id": id, "variables": { "place": "acme" } })] {
        let again = connect(&app, fields).await;
        assert_eq!((&again["status"], &again["connection"]["id"]), (&json!("complete"), &id), "{again}");
    }
}

#[tokio::test]
async fn a_place_that_nobody_chose_is_the_default_one() {
    let (_server, app) = start(true, Some("acme")).await;
    assert_eq!(connect(&app, json!({})).await["status"], "complete");
    assert_eq!(connect(&app, at("acme")).await["status"], "complete");
    assert_eq!(connect(&app, at("evil")).await["error"]["code"], "account_mismatch");
}
