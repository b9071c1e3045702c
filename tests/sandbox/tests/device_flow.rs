//! The generic server's device flow (RFC 8628) is strict: it slows down who polls too fast, for good, and a code is good for one use.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::time::Duration;

use authpipe_sandbox::demo::BOB;
use authpipe_sandbox::{Decision, GENERIC_SECRET, HttpAnswer, Sandbox, World};
use serde_json::Value;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

async fn ask(sandbox: &Sandbox, path: &str, client: &str, form: &[(&str, &str)]) -> HttpAnswer {
    let mut all = vec![("client_id", client), ("client_secret", GENERIC_SECRET)];
    all.extend_from_slice(form);
    sandbox.client().post_form(&format!("{}/oauth/{path}", sandbox.http_origin()), &all, &[]).await.unwrap()
}

async fn start(sandbox: &Sandbox) -> Value {
    let answer = ask(sandbox, "device_authorization", "generic-strict", &[("scope", "read")]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

async fn poll(sandbox: &Sandbox, client: &str, started: &Value) -> (u16, String) {
    let code = started["device_code"].as_str().unwrap();
    let answer = ask(sandbox, "token", client, &[("grant_type", GRANT), ("device_code", code)]).await;
    (answer.status, answer.json()["error"].as_str().unwrap_or("a token").to_owned())
}

fn refused(code: &str) -> (u16, String) {
    (400, code.to_owned())
}

#[tokio::test]
async fn polls_that_come_too_fast_lengthen_the_interval() {
    let sandbox = Sandbox::start(World::demo()).await;
    let started = start(&sandbox).await;
    assert_eq!(poll(&sandbox, "generic-strict", &started).await, refused("authorization_pending"), "the first may come at once");
    assert_eq!(poll(&sandbox, "generic-strict", &started).await, refused("slow_down"));
    sandbox.clock().advance(Duration::from_secs(6));
    assert_eq!(poll(&sandbox, "generic-strict", &started).await, refused("slow_down"), "it is ten seconds by now");
    sandbox.clock().advance(Duration::from_secs(15));
    assert_eq!(poll(&sandbox, "generic-strict", &started).await, refused("authorization_pending"));
}

#[tokio::test]
async fn a_device_code_is_good_for_its_client_once_and_in_time() {
    let sandbox = Sandbox::start(World::demo()).await;
    let (started, late) = (start(&sandbox).await, start(&sandbox).await);
    assert_eq!(poll(&sandbox, "generic-reusable", &started).await, refused("invalid_grant"), "another client's");
    let page = started["verification_uri_complete"].as_str().unwrap();
    sandbox.browser().sign_in(page, &BOB, Decision::Accept).await.unwrap();
    assert!(sandbox.browser().sign_in(page, &BOB, Decision::Accept).await.is_err(), "the code was entered");
    assert_eq!(poll(&sandbox, "generic-strict", &started).await, (200, "a token".to_owned()));
    assert_eq!(poll(&sandbox, "generic-strict", &started).await, refused("invalid_grant"));
    sandbox.clock().advance(Duration::from_secs(900));
    assert_eq!(poll(&sandbox, "generic-strict", &late).await, refused("expired_token"));
    let unknown = serde_json::json!({ "device_code": "x" });
    assert_eq!(poll(&sandbox, "generic-strict", &unknown).await, refused("invalid_grant"));
}

#[tokio::test]
async fn whoever_says_no_is_heard() {
    let sandbox = Sandbox::start(World::demo()).await;
    let started = start(&sandbox).await;
    sandbox.browser().sign_in(started["verification_uri_complete"].as_str().unwrap(), &BOB, Decision::Cancel).await.unwrap();
    assert_eq!(poll(&sandbox, "generic-strict", &started).await, refused("access_denied"));
}
