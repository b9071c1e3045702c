//! Faults, ledger, listeners, control interface.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use std::time::Duration;

use authpipe_sandbox::demo::{self, ADA, BOB, CONTOSO};
use authpipe_sandbox::{Body, Decision, Endpoint, Fault, HttpClient, Kind, Options, Sandbox, World};
use common::*;
use serde_json::{Value, json};

#[tokio::test]
async fn a_request_dropped_before_processing_takes_no_effect() {
    let sandbox = Sandbox::start(World::demo()).await;
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    sandbox.faults().add(Fault::drop_before(Endpoint::Token).grant_type("refresh_token"));
    let url = format!("{}/{CONTOSO}/oauth2/v2.0/token", sandbox.http_origin());
    let form = [
        ("client_id", demo::CLIENT_ID),
        ("client_secret", demo::CLIENT_SECRET),
        ("grant_type", "refresh_token"),
        ("refresh_token", token.as_str()),
    ];
    assert!(sandbox.client().post_form(&url, &form, &[]).await.is_err());
    let seen = &sandbox.ledger().refreshes()[0];
    assert!(!seen.processed && !seen.delivered && seen.issued_refresh_token.is_none());
    assert_eq!(seen.refresh_token.as_deref(), Some(token.as_str()));
    assert_eq!(refresh(&sandbox, CONTOSO, &token, &[]).await.status, 200, "only once");
}

#[tokio::test]
async fn a_request_that_arrives_twice_takes_effect_twice() {
    for (fault, is_given) in
        [(Fault::twice(Endpoint::Token), [true, false]), (Fault::twice_out_of_order(Endpoint::Token), [false, true])]
    {
        let sandbox = Sandbox::start(World::demo()).await;
        let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
        sandbox.faults().add(fault);
        let answer = refresh(&sandbox, CONTOSO, &token, &[]).await;
        let seen = sandbox.ledger().refreshes();
        assert_eq!(seen.len(), 2);
        assert!(seen.iter().all(|entry| entry.processed && entry.refresh_token.as_deref() == Some(token.as_str())));
        assert_eq!([seen[0].delivered, seen[1].delivered], is_given);
        let given = seen.iter().find(|entry| entry.delivered).and_then(|entry| entry.issued_access_token.clone());
        assert_eq!(Some(text(&answer.json(), "access_token")), given);
    }
}

#[tokio::test]
async fn a_request_dropped_after_processing_took_effect() {
    let sandbox = Sandbox::start(World::demo()).await;
    let code = code(&sandbox, CONTOSO, &BOB, &[]).await;
    sandbox.faults().add(Fault::drop_after(Endpoint::Token));
    let url = format!("{}/{CONTOSO}/oauth2/v2.0/token", sandbox.http_origin());
    let form = [
        ("client_id", demo::CLIENT_ID),
        ("client_secret", demo::CLIENT_SECRET),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ];
    assert!(sandbox.client().post_form(&url, &form, &[]).await.is_err());
    let seen = sandbox.ledger().token_requests().remove(0);
    assert!(seen.processed && !seen.delivered && seen.issued_refresh_token.is_some());
    assert_refused(&redeem(&sandbox, CONTOSO, &code, &[]).await, 400, "invalid_grant", 54005);
}

#[tokio::test]
async fn a_held_request_waits_for_the_test() {
    let sandbox = Sandbox::start(World::demo()).await;
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    for fault in [Fault::hold(Endpoint::Token), Fault::hold_answer(Endpoint::Token)] {
        sandbox.ledger().clear();
        let answered = format!("{fault:?}").contains("After");
        let held = sandbox.faults().add(fault);
        let (outcome, ()) = tokio::join!(refresh(&sandbox, CONTOSO, &token, &[]), async {
            held.wait_until_reached().await;
            assert_eq!(sandbox.ledger().refreshes().len(), usize::from(answered));
            held.release();
        });
        assert_eq!(outcome.status, 200);
        assert_eq!(held.hits(), 1);
    }
}

#[tokio::test]
async fn a_client_that_hangs_up_does_not_undo_the_request() {
    let sandbox = Sandbox::start(World::demo()).await;
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    let held = sandbox.faults().add(Fault::hold(Endpoint::Token));
    let answer = sandbox.faults().add(Fault::hold_answer(Endpoint::Token).skip(0));
    let hung_up = tokio::select! {
        _ = refresh(&sandbox, CONTOSO, &token, &[]) => false,
        () = held.wait_until_reached() => true,
    };
    assert!(hung_up);
    held.release();
    answer.wait_until_reached().await;
    assert!(sandbox.ledger().refreshes()[0].issued_refresh_token.is_some());
}

#[tokio::test]
async fn answers_can_be_replaced() {
    let sandbox = Sandbox::start(World::demo()).await;
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    let endpoint = Endpoint::Token;
    let cases = [
        (Fault::status(endpoint, 429).retry_after(7), 429, "AADSTS90055"),
        (Fault::status(endpoint, 503).body(Body::Html), 503, "<html>"),
        (Fault::status(endpoint, 500).body(Body::Empty), 500, ""),
        (Fault::status(endpoint, 502).body(Body::Text("bad gateway".to_owned())), 502, "bad gateway"),
        (Fault::malformed_json(endpoint), 200, "{\"access_token\":\"broken"),
        (Fault::redirect(endpoint, 307, "https://evil.example/"), 307, ""),
        (Fault::raw(endpoint, 200, "application/json", "{}"), 200, "{}"),
    ];
    for (fault, status, part) in cases {
        let name = format!("{fault:?}");
        let handle = sandbox.faults().add(fault);
        let answer = refresh(&sandbox, CONTOSO, &token, &[]).await;
        assert_eq!(answer.status, status, "{name}");
        assert!(answer.text().contains(part), "{name}: {}", answer.text());
        assert_eq!(handle.hits(), 1);
        match status {
            429 => assert_eq!(answer.header("retry-after"), Some("7")),
            307 => assert_eq!(answer.header("location"), Some("https://evil.example/")),
            _ => {}
        }
    }
    let after = sandbox.faults().add(Fault::status(endpoint, 502).after_processing());
    assert_eq!(refresh(&sandbox, CONTOSO, &token, &[]).await.status, 502);
    after.remove();
    let seen = sandbox.ledger().refreshes().pop().unwrap();
    assert!(seen.processed && !seen.delivered && seen.issued_refresh_token.is_some());
    assert_eq!(refresh(&sandbox, CONTOSO, &token, &[]).await.status, 200);
}

#[tokio::test]
async fn rules_choose_their_requests() {
    let sandbox = Sandbox::start(World::demo()).await;
    let body = tokens(&sandbox, &BOB).await;
    let access = text(&body, "access_token");
    sandbox.faults().add(Fault::status(Endpoint::Graph, 429).path("/v1.0/me/drive").skip(1).times(2));
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(graph(&sandbox, &access, "/me/drive").await.status);
        assert_eq!(graph(&sandbox, &access, "/me").await.status, 200);
    }
    assert_eq!(seen, [200, 429, 429, 200]);
    sandbox.faults().add(Fault::status(Endpoint::Any, 500).always());
    assert_eq!(graph(&sandbox, &access, "/me").await.json()["error"]["code"], "generalException");
    sandbox.faults().clear();
    assert_eq!(graph(&sandbox, &access, "/me").await.status, 200);
}

#[tokio::test]
async fn delay_is_followed_by_later_rules() {
    let sandbox = Sandbox::start(World::demo()).await;
    let access = text(&tokens(&sandbox, &BOB).await, "access_token");
    sandbox.faults().add(Fault::delay(Endpoint::Graph, Duration::from_millis(1)).always());
    sandbox.faults().add(Fault::status(Endpoint::Graph, 503));
    assert_eq!(graph(&sandbox, &access, "/me").await.status, 503);
    assert_eq!(graph(&sandbox, &access, "/me").await.status, 200);
    assert_eq!(sandbox.ledger().graph_calls()[0].faults, ["delay", "answer_503"]);
}

#[tokio::test]
async fn the_ledger_knows_every_secret() {
    let sandbox = Sandbox::start(World::demo()).await;
    let body = tokens(&sandbox, &BOB).await;
    let issued = sandbox.ledger().issued_values();
    for name in ["access_token", "refresh_token", "id_token"] {
        assert!(issued.contains(&text(&body, name)), "{name}");
    }
    let all = sandbox.secret_values();
    for secret in [demo::CLIENT_SECRET, VERIFIER, BOB.password] {
        assert!(all.iter().any(|value| value == secret), "{secret}");
    }
    let last = sandbox.ledger().entries().last().unwrap().seq;
    sandbox.ledger().clear();
    assert!(sandbox.ledger().is_empty());
    graph(&sandbox, &text(&body, "access_token"), "/me").await;
    assert!(sandbox.ledger().entries()[0].seq > last, "numbers are not reused");
}

#[tokio::test]
async fn tls_is_served_with_the_sandboxs_own_authority() {
    let sandbox = Sandbox::start(World::demo()).await;
    let url = format!("{}/{CONTOSO}/v2.0/.well-known/openid-configuration", sandbox.tls_origin());
    let document = sandbox.client().get(&url, &[]).await.unwrap().json();
    assert_eq!(document["issuer"], format!("{}/{CONTOSO}/v2.0", sandbox.tls_origin()));
    let authority = Sandbox::start(World::empty()).await;
    let stranger = HttpClient::new(Some(authority.ca_pem()));
    assert!(stranger.get(&url, &[]).await.is_err(), "another authority is not trusted");
    let common = url.replace(CONTOSO, "common");
    let document = sandbox.client().get(&common, &[]).await.unwrap().json();
    assert_eq!(document["issuer"], format!("{}/{{tenantid}}/v2.0", sandbox.tls_origin()));
}

#[tokio::test]
async fn the_issuer_follows_the_listener() {
    let sandbox = Sandbox::start(World::demo()).await;
    let url = authorize_url(&sandbox, CONTOSO, &[]).replace(&sandbox.http_origin(), &sandbox.tls_origin());
    let back = sandbox.browser().sign_in(&url, &BOB, Decision::Accept).await.unwrap();
    let code = param(&back, "code").unwrap();
    let form = [
        ("client_id", demo::CLIENT_ID),
        ("client_secret", demo::CLIENT_SECRET),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ];
    let token = format!("{}/{CONTOSO}/oauth2/v2.0/token", sandbox.tls_origin());
    let body = sandbox.client().post_form(&token, &form, &[]).await.unwrap().json();
    let claims = claims(&text(&body, "id_token"));
    assert_eq!(claims["iss"], format!("{}/{CONTOSO}/v2.0", sandbox.tls_origin()));
}

#[tokio::test]
async fn other_host_names_are_refused() {
    let sandbox = Sandbox::start(World::demo()).await;
    let url = format!("{}/_sandbox/world", sandbox.http_origin());
    let answer = sandbox.client().get(&url, &[("host", "rebound.example")]).await.unwrap();
    assert_eq!(answer.status, 421);
}

#[tokio::test]
async fn keys_can_be_rotated() {
    let sandbox = Sandbox::start(World::demo()).await;
    let before = sandbox.signing_key_ids();
    sandbox.rotate_keys(true);
    assert_eq!(sandbox.signing_key_ids().len(), 2);
    sandbox.rotate_keys(false);
    let after = sandbox.signing_key_ids();
    assert_eq!(after.len(), 1);
    assert_ne!(before, after);
}

#[test]
fn a_dropped_sandbox_frees_its_ports() {
    let sandbox = Sandbox::start_blocking(World::demo());
    let port = sandbox.http_origin().rsplit(':').next().unwrap().parse().unwrap();
    drop(sandbox);
    let again = Sandbox::start_with(World::demo(), Options { http_port: port, tls_port: 0 });
    assert!(again.is_ok(), "{:?}", again.err());
}

async fn control(sandbox: &Sandbox, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let url = format!("{}/_sandbox{path}", sandbox.http_origin());
    let body = if body.is_null() { bytes::Bytes::new() } else { body.to_string().into() };
    let answer = sandbox.client().send(method, &url, &[("content-type", "application/json")], body).await.unwrap();
    (answer.status, answer.json())
}

#[tokio::test]
async fn the_control_interface_does_what_the_rust_interface_does() {
    let sandbox = Sandbox::start(World::demo()).await;
    let (_, world) = control(&sandbox, "GET", "/world", &Value::Null).await;
    assert_eq!(world["apps"][0]["client_id"], demo::CLIENT_ID);
    assert_eq!(world["organisations"][0]["users"][0]["password"], ADA.password);
    assert_eq!(world["http_origin"], sandbox.http_origin());

    let url = authorize_url(&sandbox, CONTOSO, &[]);
    let (_, landed) = control(&sandbox, "POST", "/browser", &json!({ "url": url, "username": BOB.username })).await;
    let back = url::Url::parse(landed["location"].as_str().unwrap()).unwrap();
    let body = redeem(&sandbox, CONTOSO, &param(&back, "code").unwrap(), &[]).await.json();
    let token = text(&body, "refresh_token");

    let (_, clock) = control(&sandbox, "POST", "/clock", &json!({ "advance_ms": 1000 })).await;
    assert_eq!(clock["offset_ms"], 1000);
    let rule = json!({ "endpoint": "token", "grant_type": "refresh_token", "action": "status", "status": 429, "retry_after": 3, "times": 1 });
    let (status, fault) = control(&sandbox, "POST", "/faults", &rule).await;
    assert_eq!(status, 200, "{fault}");
    assert_eq!(refresh(&sandbox, CONTOSO, &token, &[]).await.header("retry-after"), Some("3"));
    let (_, fault) = control(&sandbox, "GET", &format!("/faults/{}?wait=1", fault["id"]), &Value::Null).await;
    assert_eq!(fault["hits"], 1);

    let (_, ledger) = control(&sandbox, "GET", "/ledger?kind=token_request&grant_type=refresh_token", &Value::Null).await;
    assert_eq!(ledger["entries"].as_array().unwrap().len(), 1);
    assert_eq!(ledger["entries"][0]["status"], 429);
    let (_, revoked) = control(&sandbox, "POST", "/revoke", &json!({ "what": "user_tokens", "user": BOB.id })).await;
    assert_eq!(revoked["revoked"], 1);
    assert_refused(&refresh(&sandbox, CONTOSO, &token, &[]).await, 400, "invalid_grant", 50173);

    control(&sandbox, "POST", "/consent", &json!({ "tenant": CONTOSO, "client_id": demo::CLIENT_ID })).await;
    control(&sandbox, "POST", "/settings", &json!({ "access_token_lifetime_s": [60, 60], "expires_in_as_string": true })).await;
    assert_eq!(app_token(&sandbox, CONTOSO).await.json()["expires_in"], "60");
    let (_, made) = control(&sandbox, "POST", &format!("/apps/{}/certificate", demo::CLIENT_ID), &json!({})).await;
    assert!(made["private_key_pem"].as_str().unwrap().contains("PRIVATE KEY"));
    for (path, body) in [
        ("/settings", json!({ "no_such": 1 })),
        ("/faults", json!({ "action": "explode" })),
        ("/revoke", json!({ "what": "everything" })),
        ("/clock", json!([])),
    ] {
        let (status, answer) = control(&sandbox, "POST", path, &body).await;
        assert_eq!(status, 400, "{path}");
        assert!(answer["error"].is_string());
    }
    assert_eq!(control(&sandbox, "DELETE", "/ledger", &Value::Null).await.0, 200);
    assert!(sandbox.ledger().of_kind(Kind::Issued).is_empty());
}

#[tokio::test]
async fn a_reset_forgets_what_tests_have_changed_and_lets_what_they_hold_go() {
    let sandbox = Sandbox::start(World::demo()).await;
    let client = sandbox.client();
    let control = |path: &str| format!("{}/_sandbox{path}", sandbox.http_origin());
    let post = async |path: &str, body: Value| {
        client.send("POST", &control(path), &[("content-type", "application/json")], body.to_string().into()).await.unwrap()
    };
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    assert_eq!(post("/users/nobody", json!({})).await.status, 400);
    assert_eq!(post(&format!("/apps/{}", demo::CLIENT_ID), json!({ "disabled": true })).await.status, 200);
    assert_eq!(post("/faults", json!({ "endpoint": "any", "action": "status", "times": "always" })).await.status, 200);
    sandbox.clock().advance(Duration::from_secs(60));
    let before = sandbox.clock().now();
    assert_eq!(post("/reset", json!({})).await.status, 200);
    assert!(sandbox.ledger().entries().is_empty());
    assert!(sandbox.clock().now() >= before, "clients that share the clock do not go back");
    assert_refused(&refresh(&sandbox, CONTOSO, &token, &[]).await, 400, "invalid_grant", 70000);
    assert!(!text(&tokens(&sandbox, &BOB).await, "refresh_token").is_empty(), "the app is as it was, and nothing fails any more");
}

#[tokio::test]
async fn scopes_are_narrowed_whatever_was_consented_to() {
    let sandbox = Sandbox::start(World::demo()).await;
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    sandbox.change(|world| world.settings.granted_scopes = Some(vec!["User.Read".to_owned()]));
    let scope = text(&refresh(&sandbox, CONTOSO, &token, &[]).await.json(), "scope");
    assert!(!scope.contains("Files."), "{scope}");
}

#[tokio::test]
async fn items_of_a_drive_are_found_by_id_and_by_path() {
    let sandbox = Sandbox::start(World::demo()).await;
    let access = text(&tokens(&sandbox, &BOB).await, "access_token");
    let get = async |path: &str| {
        let url = format!("{}/v1.0{path}", sandbox.http_origin());
        sandbox.client().get_bearer(&url, &access).await.unwrap()
    };
    let children = get("/me/drive/root/children").await.json();
    let (id, name) = (text(&children["value"][0], "id"), text(&children["value"][0], "name"));
    let drive = text(&get("/me/drive").await.json(), "id").replace('!', "%21");
    let escaped = name.replace(' ', "%20").replace('\'', "%27");
    for path in [
        format!("/me/drive/items/{id}"),
        format!("/me/drive/root:/{escaped}"),
        format!("/me/drive/root:/{escaped}:"),
        format!("/drives/{drive}/items/{id}"),
        format!("/drives/{drive}/root:/{escaped}:/"),
        format!("/drives/{drive}/items/root%3A%2F{escaped}%3A"),
    ] {
        assert_eq!(get(&path).await.json()["name"], name.as_str(), "{path}");
    }
    for path in ["items/root/children", "root:/:/children", "root/children"] {
        assert_eq!(get(&format!("/drives/{drive}/{path}")).await.json()["value"], children["value"], "{path}");
    }
    assert_eq!(text(&get("/me/drives").await.json()["value"][0], "id"), drive.replace("%21", "!"));
    for path in [format!("items/{id}/content"), format!("root:/{escaped}:/content")] {
        let answer = get(&format!("/drives/{drive}/{path}")).await;
        assert_eq!((answer.status, &answer.body[..]), (200, format!("This is {name}.").as_bytes()), "{path}");
    }
    for missing in
        ["items/nothing/content", "items/root/content", "items/nothing", "root:/nothing", "items/root/nothing", "nothing"]
    {
        assert_eq!(get(&format!("/drives/{drive}/{missing}")).await.status, 404, "{missing}");
    }
    assert_eq!(get("/drives/nothing/root").await.status, 404);
}
