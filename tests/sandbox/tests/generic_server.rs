//! The generic RFC 6749 server and its rotation profiles.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use std::time::Duration;

use authpipe_sandbox::demo::BOB;
use authpipe_sandbox::{Decision, GENERIC_SECRET, HttpAnswer, Sandbox, World};
use common::{REDIRECT, VERIFIER, challenge, param, text, url};
use serde_json::Value;

async fn authorize(sandbox: &Sandbox, client: &str) -> url::Url {
    let challenge = challenge(VERIFIER);
    let url = url(
        &format!("{}/oauth/authorize", sandbox.http_origin()),
        &[
            ("client_id", client),
            ("response_type", "code"),
            ("redirect_uri", REDIRECT),
            ("scope", "read write"),
            ("state", "s"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ],
    );
    sandbox.browser().sign_in(&url, &BOB, Decision::Accept).await.unwrap()
}

async fn token(sandbox: &Sandbox, client: &str, form: &[(&str, &str)]) -> HttpAnswer {
    let mut all = vec![("client_id", client)];
    if client != "generic-public" {
        all.push(("client_secret", GENERIC_SECRET));
    }
    all.extend_from_slice(form);
    sandbox.client().post_form(&format!("{}/oauth/token", sandbox.http_origin()), &all, &[]).await.unwrap()
}

async fn redeem(sandbox: &Sandbox, client: &str, code: &str) -> HttpAnswer {
    let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT), ("code_verifier", VERIFIER)];
    token(sandbox, client, &form).await
}

async fn connect(sandbox: &Sandbox, client: &str) -> Value {
    let back = authorize(sandbox, client).await;
    let answer = redeem(sandbox, client, &param(&back, "code").unwrap()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

async fn refresh(sandbox: &Sandbox, client: &str, value: &str) -> HttpAnswer {
    token(sandbox, client, &[("grant_type", "refresh_token"), ("refresh_token", value)]).await
}

async fn me(sandbox: &Sandbox, access: &str) -> HttpAnswer {
    sandbox.client().get_bearer(&format!("{}/oauth/api/me", sandbox.http_origin()), access).await.unwrap()
}

#[tokio::test]
async fn the_code_flow_works_without_id_token() {
    let sandbox = Sandbox::start(World::demo()).await;
    for client in ["generic-none", "generic-public"] {
        let body = connect(&sandbox, client).await;
        assert!(body["id_token"].is_null());
        assert_eq!(body["scope"], "read write");
        assert_eq!(me(&sandbox, &text(&body, "access_token")).await.json()["user_id"], BOB.id);
    }
}

#[tokio::test]
async fn a_second_use_of_a_code_revokes_what_it_gave() {
    let sandbox = Sandbox::start(World::demo()).await;
    let back = authorize(&sandbox, "generic-reusable").await;
    let code = param(&back, "code").unwrap();
    let body = redeem(&sandbox, "generic-reusable", &code).await.json();
    assert_eq!(redeem(&sandbox, "generic-reusable", &code).await.json()["error"], "invalid_grant");
    assert_eq!(me(&sandbox, &text(&body, "access_token")).await.status, 401);
}

#[tokio::test]
async fn rotation_profiles_differ() {
    let sandbox = Sandbox::start(World::demo()).await;
    let first = |body: &Value| text(body, "refresh_token");

    let none = first(&connect(&sandbox, "generic-none").await);
    for _ in 0..2 {
        let body = refresh(&sandbox, "generic-none", &none).await.json();
        assert!(body["access_token"].is_string() && body["refresh_token"].is_null());
    }

    let reusable = first(&connect(&sandbox, "generic-reusable").await);
    for _ in 0..2 {
        assert!(refresh(&sandbox, "generic-reusable", &reusable).await.json()["refresh_token"].is_string());
    }

    let strict = first(&connect(&sandbox, "generic-strict").await);
    let body = refresh(&sandbox, "generic-strict", &strict).await.json();
    let (second, access) = (first(&body), text(&body, "access_token"));
    assert_eq!(refresh(&sandbox, "generic-strict", &strict).await.json()["error"], "invalid_grant");
    assert_eq!(refresh(&sandbox, "generic-strict", &second).await.json()["error"], "invalid_grant", "the family died");
    assert_eq!(me(&sandbox, &access).await.status, 401);

    let grace = first(&connect(&sandbox, "generic-grace").await);
    let second = first(&refresh(&sandbox, "generic-grace", &grace).await.json());
    let again = first(&refresh(&sandbox, "generic-grace", &grace).await.json());
    assert_eq!(second, again, "the successor is given again");
    sandbox.clock().advance(Duration::from_secs(31));
    assert_eq!(refresh(&sandbox, "generic-grace", &grace).await.status, 400);
    assert_eq!(refresh(&sandbox, "generic-grace", &second).await.status, 400);

    for (client, within, beyond) in [("generic-grace-5s", 4, 2), ("generic-grace-10min", 599, 2)] {
        let old = first(&connect(&sandbox, client).await);
        let second = first(&refresh(&sandbox, client, &old).await.json());
        sandbox.clock().advance(Duration::from_secs(within));
        assert_eq!(first(&refresh(&sandbox, client, &old).await.json()), second, "{client}");
        sandbox.clock().advance(Duration::from_secs(beyond));
        assert_eq!(refresh(&sandbox, client, &old).await.status, 400, "{client}");
    }

    let newest = first(&connect(&sandbox, "generic-newest").await);
    let second = first(&refresh(&sandbox, "generic-newest", &newest).await.json());
    assert_eq!(refresh(&sandbox, "generic-newest", &newest).await.json()["error"], "invalid_grant");
    assert_eq!(refresh(&sandbox, "generic-newest", &second).await.status, 200, "the family lives");

    let connected = connect(&sandbox, "generic-companion").await;
    let (companion, access) = (first(&connected), text(&connected, "access_token"));
    assert_eq!(me(&sandbox, &access).await.status, 200);
    let body = refresh(&sandbox, "generic-companion", &companion).await.json();
    assert_eq!(me(&sandbox, &access).await.status, 401, "it ends with the refresh");
    assert_eq!(me(&sandbox, &text(&body, "access_token")).await.status, 200);
    assert_eq!(refresh(&sandbox, "generic-companion", &companion).await.status, 400);
    assert_eq!(me(&sandbox, &text(&body, "access_token")).await.status, 401, "the family died");
}

#[tokio::test]
async fn revocation_takes_the_family_along() {
    let sandbox = Sandbox::start(World::demo()).await;
    let body = connect(&sandbox, "generic-reusable").await;
    let value = text(&body, "refresh_token");
    let form = [("client_id", "generic-reusable"), ("client_secret", GENERIC_SECRET), ("token", value.as_str())];
    let url = format!("{}/oauth/revoke", sandbox.http_origin());
    let answer = sandbox.client().post_form(&url, &form, &[]).await.unwrap();
    assert_eq!((answer.status, answer.json()), (200, serde_json::json!({})), "some clients want JSON");
    assert_eq!(refresh(&sandbox, "generic-reusable", &value).await.status, 400);
    assert_eq!(me(&sandbox, &text(&body, "access_token")).await.status, 401);
}

#[tokio::test]
async fn client_credentials_and_settings_work() {
    let sandbox = Sandbox::start(World::demo()).await;
    sandbox.change(|world| {
        world.generic.omit_expires_in = true;
        world.generic.send_iss = true;
    });
    let answer = token(&sandbox, "generic-none", &[("grant_type", "client_credentials"), ("scope", "read")]).await;
    assert!(answer.json()["expires_in"].is_null() && answer.json()["refresh_token"].is_null());
    let back = authorize(&sandbox, "generic-none").await;
    assert_eq!(param(&back, "iss").unwrap(), format!("{}/oauth", sandbox.http_origin()));
    let wrong = sandbox
        .client()
        .post_form(
            &format!("{}/oauth/token", sandbox.http_origin()),
            &[("client_id", "generic-none"), ("client_secret", "no"), ("grant_type", "client_credentials")],
            &[],
        )
        .await
        .unwrap();
    assert_eq!((wrong.status, wrong.json()["error"].as_str()), (401, Some("invalid_client")));
}
