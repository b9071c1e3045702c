//! How providers say at the token endpoint that there were too many requests, that something is down, or that it is the client: words and
//! headers of no specification, and what comes of them. None of it is about a grant.

use std::time::Duration;

use authpipe::{CallOptions, GrantStatus, ListQuery, Role};
use authpipe_sandbox::{Scripted, ScriptedResponse, World};

use super::stage::{DAY, HOURS, Row, answer, play, played, renewed, usual};
use crate::support::custom::{self, own_user};
use crate::support::look::soon;
use crate::support::{App, principal, tenant};

const JSON: &str = "Content-Type: application/json";

/// The second detail is `google.rpc.RetryInfo`.
const RETRY_INFO: &str = r#"{"error":{"code":429,"details":[{"reason":"QUOTA_EXHAUSTED"},
    {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"599.5s"}]}}"#;

fn signed_in(name: &'static str, response: ScriptedResponse) -> Row {
    Row::new(name).signs_in(usual()).later(2 * HOURS).answers(response)
}

fn with(status: u16, headers: &[&str], body: &str) -> ScriptedResponse {
    played(&format!("HTTP/1.1 {status} Answer"), &[&[JSON], headers].concat(), body)
}

/// The grant stands as it stood, nobody asks within ten minutes, and the access token of the time after is read.
fn waits(name: &'static str, response: ScriptedResponse) -> Row {
    signed_in(name, response)
        .fails("rate_limited", "asked for a pause")
        .stands("active", None)
        .answers(renewed())
        .later(Duration::from_secs(590))
        .fails("rate_limited", "asked for a pause")
        .later(Duration::from_secs(20))
        .reads("at-2")
}

#[tokio::test]
async fn a_pause_is_one_in_any_words() {
    let github = r#"{"message":"API rate limit exceeded for user ID 1."}"#;
    let google =
        r#"{"error":{"code":403,"status":"RESOURCE_EXHAUSTED","errors":[{"reason":"rateLimitExceeded"}]},"retry_after":600}"#;
    play(vec![
        waits("seconds until it is counted anew", with(429, &["X-RateLimit-Reset: 600"], "{}")),
        waits("the header of a draft", with(429, &["RateLimit: \"default\";r=0;t=600"], "{}")),
        waits("another one", with(429, &["RateLimit-Reset: 600"], "{}")),
        waits("milliseconds", with(429, &["Retry-After-Ms: 600000"], "{}")),
        waits("another name", with(429, &["X-Retry-After: 600"], "{}")),
        waits("a fraction", with(429, &["Retry-After: 599.5"], "{}")),
        waits("a unit", with(429, &["Retry-After: 600s"], "{}")),
        waits("minutes", with(429, &["Retry-After: 10m"], "{}")),
        waits("as Go prints it", with(429, &["Retry-After: 10m0s"], "{}")),
        waits("as ISO 8601 has it", with(429, &["Retry-After: PT10M"], "{}")),
        waits("the header of a library", with(429, &["X-Rate-Limit-Retry-After-Seconds: 600"], "{}")),
        waits("two, of which the longer counts", with(429, &["Retry-After: 5", "Retry-After: 600"], "{}")),
        waits("in the body", with(429, &[], r#"{"message":"You are being rate limited.","retry_after":599.5}"#)),
        waits("in the body, in milliseconds", with(429, &[], r#"{"error":{"retry_after_ms":599001}}"#)),
        waits("in a detail of the body", with(429, &[], RETRY_INFO)),
        waits("420", with(420, &["Retry-After: 600"], "")),
        waits("403 of GitHub", with(403, &["X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 600"], github)),
        waits("403 of GitHub, the second kind", with(403, &["Retry-After: 600"], r#"{"message":"secondary"}"#)),
        waits("403 of Google", with(403, &[], google)),
        waits("400 with a word", with(400, &["X-RateLimit-Reset: 600", "X-RateLimit-Remaining: 0"], r#"{"error":"slow"}"#)),
        waits("400 with a word and a pause", with(400, &["Retry-After: 600"], r#"{"error":"rate_limit_exceeded"}"#)),
        waits("200 of Slack", with(200, &["Retry-After: 600"], r#"{"ok":false,"error":"ratelimited"}"#)),
        waits("200 with a word", with(200, &["Retry-After: 600"], r#"{"error":"rate_limited"}"#)),
    ])
    .await;
}

/// A date counts from the answer's own, or from when it came.
#[tokio::test]
async fn a_moment_is_one_in_any_form() {
    let date = "Date: Mon, 30 Nov 2026 00:53:20 GMT";
    let at = |name, header: &str| waits(name, with(429, &[date, header], "{}"));
    play(vec![
        at("as the header has it", "Retry-After: Mon, 30 Nov 2026 01:03:20 GMT"),
        at("as others write it", "Retry-After: 2026-11-30T01:03:20Z"),
        at("as a number", "Retry-After: 1796000600"),
        at("in UTC", "Retry-After: Mon, 30 Nov 2026 01:03:20 UTC"),
        at("as JavaScript prints it", "X-RateLimit-Reset: Mon Nov 30 2026 01:03:20 GMT+0000 (Coordinated Universal Time)"),
        waits("in the body", with(429, &[date], r#"{"retryAfter":"2026-11-30T01:03:20Z"}"#)),
        at("of when it is counted anew", "X-RateLimit-Reset: 1796000600"),
        at("in milliseconds", "X-RateLimit-Reset: 1796000600000"),
    ])
    .await;
}

#[tokio::test]
async fn a_word_without_a_pause_is_a_pause_of_ours() {
    let row = |name, status, body: &str| {
        signed_in(name, answer(status, body))
            .fails("rate_limited", "asked for a pause")
            .stands("active", None)
            .answers(renewed())
            .later(Duration::from_secs(50))
            .fails("rate_limited", "")
            .later(Duration::from_secs(20))
            .reads("at-2")
    };
    play(vec![
        row("too_many_requests", 400, r#"{"error":"too_many_requests"}"#),
        row("rate_limit_exceeded", 400, r#"{"error":"rate_limit_exceeded"}"#),
        row("login_rate_exceeded", 400, r#"{"error":"login_rate_exceeded"}"#),
        row("under 403", 403, r#"{"message":"API rate limit exceeded"}"#),
        row("under 200", 200, r#"{"ok":false,"error":"ratelimited"}"#),
        row("in another place", 401, r#"{"error":{"message":"x","code":"rate_limit_exceeded"}}"#),
    ])
    .await;
    // What has a code of its own is that, whatever stands in a header beside it.
    let beside = |name, status, body: &str| signed_in(name, with(status, &["X-RateLimit-Remaining: 0"], body));
    play(vec![
        beside("a grant that is over", 400, r#"{"error":"invalid_grant"}"#)
            .fails("reauth_required", "")
            .stands("needs_reauth", Some("revoked")),
        beside("a client", 401, r#"{"error":"invalid_client"}"#).fails("provider_config_rejected", "").stands("active", None),
        beside("a request", 400, r#"{"error":"invalid_request"}"#)
            .fails("provider_error", "")
            .stands("degraded", Some("refresh_failed")),
        beside("a token", 200, r#"{"access_token":"a","expires_in":3600}"#).reads("a"),
    ])
    .await;
}

/// What is about the client, an outage, a throttle or our own request adds up to nothing, however long it lasts.
#[tokio::test]
async fn what_is_about_no_grant_is_no_evidence() {
    let dead = || answer(401, "{}");
    let weeks = |name, response: ScriptedResponse, code| {
        signed_in(name, response)
            .api_answers(dead())
            .times(12, |row| row.later(DAY).fails(code, "").checks())
            .answers(renewed())
            .later(HOURS)
            .reads("at-2")
    };
    let challenge = |scheme: &str| played("HTTP/1.1 401 Unauthorized", &[JSON, &format!("WWW-Authenticate: {scheme}")], "{}");
    let client = "provider_config_rejected";
    let away = "provider_unavailable";
    play(vec![
        weeks("a challenge to the client", challenge("Basic realm=\"token\""), client).stands("active", None),
        weeks("the same with the code", challenge("Basic realm=\"x\", error=\"invalid_client\""), client),
        weeks("the code in another scheme", challenge("Bearer error=\"invalid_client\""), client),
        weeks("words about the client", answer(401, r#"{"message":"Bad client credentials"}"#), client),
        weeks("a word about the client", answer(400, r#"{"error":"client_authentication_failed"}"#), client),
        weeks("no word", played("HTTP/1.1 401 Unauthorized", &["Content-Type: text/plain"], "Unauthorized"), away),
        weeks("an empty 401", played("HTTP/1.1 401 Unauthorized", &[], ""), away),
        weeks("a code that says no more", answer(401, r#"{"error":"unauthorized"}"#), away),
        weeks("an address", answer(403, r#"{"error":"ip_not_allowed"}"#), away),
        weeks("an outage under 200", answer(200, r#"{"ok":false,"error":"internal_error"}"#), away),
        weeks("another one", answer(200, r#"{"error":"service_unavailable"}"#), away),
        weeks("an outage under 400", answer(400, r#"{"error":"internal_error"}"#), away),
        weeks("an outage under 403", answer(403, r#"{"error":"server_error"}"#), away),
        weeks("a client under 403", answer(403, r#"{"error":"invalid_client"}"#), away),
        weeks("a throttle", answer(403, r#"{"message":"API rate limit exceeded"}"#), "rate_limited"),
        weeks("a scope", answer(400, r#"{"error":"invalid_scope"}"#), "scope_unavailable"),
        weeks("a grant type", answer(400, r#"{"error":"unsupported_grant_type"}"#), "provider_error"),
    ])
    .await;
    let counts = |name, response: ScriptedResponse| {
        signed_in(name, response)
            .api_answers(dead())
            .times(3, |row| row.later(DAY).fails(away, "").checks())
            .later(DAY)
            .fails("reauth_required", "for days")
            .stands("needs_reauth", Some("evidence"))
    };
    play(vec![
        counts("words about the token under 401", answer(401, r#"{"message":"Refresh token expired"}"#)),
        counts("words about the token of a client", answer(401, r#"{"message":"The token was issued to another client id"}"#)),
        counts("no word under 400", answer(400, r#"{"message":"Bad request"}"#)),
        counts("a word under 403", answer(403, r#"{"error":"session_gone"}"#)),
    ])
    .await;
}

async fn status(app: &App, user: &str) -> GrantStatus {
    let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let all = app.authpipe.list_connections(query).await.unwrap().data;
    all.into_iter().find(|view| view.key.user_id.as_ref().is_some_and(|id| id.as_str() == user)).unwrap().status
}

/// A no that all of a config's grants get is about none of them: it ends one where others get through meanwhile, or after a month.
#[tokio::test]
async fn what_every_grant_of_a_config_is_told_ends_none_of_them() {
    const USERS: [&str; 3] = ["ann", "ben", "cid"];
    let server = Scripted::start().await;
    let definition = custom::definition(&server.origin(), "strict");
    let add = |options: &mut authpipe::Options| custom::add(options, "id", "a-client-secret", definition.clone());
    let app = App::start_with(World::demo(), add).await;
    let sign_in = async |user: &str| {
        server.respond_next("/oauth/token", usual());
        app.browser().connect_scripted(&principal("acme", user, Role::Member), "a-code").await;
    };
    let read = async |user: &str| soon(app.authpipe.get_credential(&own_user(user), CallOptions::default())).await;
    let refused = || answer(400, r#"{"error":"something_else"}"#);
    for user in USERS {
        sign_in(user).await;
    }
    server.respond("/oauth/token", refused());
    app.advance(2 * HOURS);
    for _ in 0..12 {
        app.advance(DAY);
        for user in USERS {
            assert_eq!(read(user).await.unwrap_err().code().as_str(), "provider_error", "{user}");
        }
    }
    for user in USERS {
        assert_eq!(status(&app, user).await, GrantStatus::Degraded, "{user}");
    }
    // One gets through, and two do not.
    server.respond_next("/oauth/token", renewed());
    app.advance(HOURS);
    assert_eq!(read("ann").await.unwrap().value.expose(), "at-2");
    app.advance(DAY);
    for user in ["ben", "cid"] {
        assert_eq!(read(user).await.unwrap_err().code().as_str(), "reauth_required", "{user}");
        assert_eq!(status(&app, user).await, GrantStatus::NeedsReauth, "{user}");
    }
    assert_eq!(status(&app, "ann").await, GrantStatus::Active);
    // Two that are refused from now on are not waited for after a month.
    sign_in("ben").await;
    let mut days = 0;
    while status(&app, "ann").await != GrantStatus::NeedsReauth {
        days += 1;
        assert!(days < 40, "it ends at last");
        app.advance(DAY);
        for user in ["ann", "ben"] {
            read(user).await.unwrap_err();
        }
    }
    assert!(days > 30, "{days}");
}
