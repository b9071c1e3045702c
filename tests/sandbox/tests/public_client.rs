//! Public clients (native apps), and a policy that wants more than a refresh token.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use authpipe_sandbox::demo::{self, BOB, CONTOSO};
use authpipe_sandbox::{Decision, Sandbox, World};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::*;
use serde_json::{Value, json};

const POLICY: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;

async fn control(sandbox: &Sandbox, path: &str, body: &Value) -> u16 {
    let url = format!("{}/_sandbox{path}", sandbox.http_origin());
    sandbox.client().send("POST", &url, &[("content-type", "application/json")], body.to_string().into()).await.unwrap().status
}

/// Signs in with a redirect URI and redeems without a secret.
async fn connect(sandbox: &Sandbox, client_id: &str, redirect: &str) -> authpipe_sandbox::HttpAnswer {
    let url = authorize_url(sandbox, CONTOSO, &[("client_id", client_id), ("redirect_uri", redirect)]);
    let back = sandbox.browser().sign_in(&url, &BOB, Decision::Accept).await.unwrap();
    assert!(back.as_str().starts_with(redirect), "{back}");
    let code = param(&back, "code").unwrap();
    let form = [
        ("client_id", client_id),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", redirect),
        ("code_verifier", VERIFIER),
    ];
    token(sandbox, CONTOSO, &form).await
}

#[tokio::test]
async fn a_native_app_signs_in_without_a_secret_and_is_refused_with_one() {
    let mut world = World::demo();
    world.app_mut(demo::PUBLIC_CLIENT_ID).unwrap().any_loopback_redirect = false;
    let sandbox = Sandbox::start(world).await;
    for redirect in [demo::NATIVE_REDIRECT, "http://127.0.0.1:49152/oauth/callback/microsoft-onedrive", "http://localhost:49152/"]
    {
        let answer = connect(&sandbox, demo::PUBLIC_CLIENT_ID, redirect).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let refresh_token = text(&answer.json(), "refresh_token");
        let mut form = vec![
            ("client_id", demo::PUBLIC_CLIENT_ID),
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.as_str()),
        ];
        assert_eq!(token(&sandbox, CONTOSO, &form).await.status, 200);
        form.push(("client_secret", "anything"));
        assert_refused(&token(&sandbox, CONTOSO, &form).await, 401, "invalid_client", 700025);
    }
}

#[tokio::test]
async fn a_public_client_is_registered_over_the_control_interface() {
    let sandbox = Sandbox::start(World::demo()).await;
    let redirect = "com.example.test://auth";
    let app = json!({
        "client_id": "11111111-0000-4000-8000-000000000001", "name": "Test", "public_client": true,
        "redirect_uri": { "uri": redirect, "kind": "native" },
        "delegated": ["openid", "profile", "offline_access", "User.Read", "Files.Read.All"],
    });
    assert_eq!(control(&sandbox, "/apps", &app).await, 200);
    assert_eq!(control(&sandbox, "/apps", &app).await, 400, "the id is taken");
    assert_eq!(control(&sandbox, "/apps", &json!({ "client_id": "x", "name": "X", "unknown": 1 })).await, 400);
    assert_eq!(control(&sandbox, "/apps/x", &json!({})).await, 400, "nothing is left of it");
    assert_eq!(connect(&sandbox, "11111111-0000-4000-8000-000000000001", redirect).await.status, 200);
    // The platform of the redirect URI decides.
    let web = "https://test.example/callback";
    assert_eq!(control(&sandbox, "/apps/11111111-0000-4000-8000-000000000001", &json!({ "redirect_uri": web })).await, 200);
    let refused = connect(&sandbox, "11111111-0000-4000-8000-000000000001", web).await;
    assert_refused(&refused, 401, "invalid_client", 7000218);
}

#[tokio::test]
async fn graph_challenges_tokens_until_they_were_issued_for_its_claims() {
    let sandbox = Sandbox::start(World::demo()).await;
    let before = tokens(&sandbox, &BOB).await;
    assert_eq!(graph(&sandbox, &text(&before, "access_token"), "/me").await.status, 200);
    assert_eq!(control(&sandbox, &format!("/users/{}", BOB.id), &json!({ "graph_claims": POLICY })).await, 200);

    let answer = graph(&sandbox, &text(&before, "access_token"), "/me").await;
    assert_eq!(answer.status, 401);
    let challenge = answer.header("www-authenticate").unwrap();
    let claims = challenge.split("claims=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(challenge.contains("error=\"insufficient_claims\""));
    let claims = String::from_utf8(STANDARD.decode(claims).unwrap()).unwrap();
    assert_eq!(claims, POLICY);

    let refresh_token = text(&before, "refresh_token");
    let without = refresh(&sandbox, CONTOSO, &refresh_token, &[]).await.json();
    assert_eq!(graph(&sandbox, &text(&without, "access_token"), "/me").await.status, 401);
    let with = refresh(&sandbox, CONTOSO, &refresh_token, &[("claims", &claims)]).await.json();
    assert_eq!(graph(&sandbox, &text(&with, "access_token"), "/me").await.status, 200);
    let next = refresh(&sandbox, CONTOSO, &text(&with, "refresh_token"), &[]).await.json();
    assert_eq!(graph(&sandbox, &text(&next, "access_token"), "/me").await.status, 200, "successors keep it");

    // Where a refresh is not enough, a sign-in with the claims is.
    assert_eq!(control(&sandbox, &format!("/users/{}", BOB.id), &json!({ "step_up": POLICY })).await, 200);
    let refused = refresh(&sandbox, CONTOSO, &refresh_token, &[("claims", &claims)]).await;
    assert_refused(&refused, 400, "interaction_required", 50076);
    let code = code(&sandbox, CONTOSO, &BOB, &[("claims", &claims)]).await;
    let after = redeem(&sandbox, CONTOSO, &code, &[]).await.json();
    assert_eq!(graph(&sandbox, &text(&after, "access_token"), "/me").await.status, 200);
}
