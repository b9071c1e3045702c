//! A second sign-in whose answer leaves the refresh token out.

use serde_json::{Value, json};

use super::stage::{HOURS, Row, answer, play, renewed, usual};

/// Where the answer names the person.
fn named() -> Value {
    json!({ "oauth": { "credentials": [{
        "subject": "user", "access_token": "/access_token", "refresh_token": "/refresh_token", "expires_in": "/expires_in",
        "scope": "/scope", "person": "/user/id" }] } })
}

fn of(person: Value, refresh_token: Option<&str>, access_token: &str) -> authpipe_sandbox::ScriptedResponse {
    let mut body = json!({ "access_token": access_token, "token_type": "Bearer", "expires_in": 3600, "user": { "id": person } });
    if let Some(token) = refresh_token {
        body["refresh_token"] = token.into();
    }
    answer(200, &body.to_string())
}

fn second() -> authpipe_sandbox::ScriptedResponse {
    answer(200, r#"{"access_token":"at-9","token_type":"Bearer","expires_in":3600}"#)
}

#[tokio::test]
async fn a_refresh_token_that_is_left_out_is_kept_for_the_same_account() {
    let again = |name, answer| {
        Row::new(name)
            .define(named())
            .signs_in(of("P1".into(), Some("rt-1"), "at-1"))
            .signs_in(answer)
            .reads("at-9")
            .later(2 * HOURS)
            .answers(renewed())
            .reads("at-2")
            .sent("refresh_token", "rt-1")
    };
    play(vec![
        again("left out", of("P1".into(), None, "at-9")),
        again("empty", of("P1".into(), Some(""), "at-9")),
        Row::new("a number names the person")
            .define(named())
            .signs_in(of(58318.into(), Some("rt-1"), "at-1"))
            .signs_in(of("58318".into(), None, "at-9"))
            .later(2 * HOURS)
            .answers(renewed())
            .reads("at-2")
            .sent("refresh_token", "rt-1"),
        Row::new("three times")
            .define(named())
            .signs_in(of("P1".into(), Some("rt-1"), "at-1"))
            .signs_in(of("P1".into(), None, "at-8"))
            .restarts()
            .signs_in(of("P1".into(), None, "at-9"))
            .reads("at-9")
            .later(2 * HOURS)
            .answers(renewed())
            .reads("at-2")
            .sent("refresh_token", "rt-1"),
        Row::new("another account").define(named()).signs_in(of("P1".into(), Some("rt-1"), "at-1")).refuses_sign_in(
            of("P2".into(), None, "at-9"),
            "account_mismatch",
            "",
        ),
        Row::new("a new one wins")
            .define(named())
            .signs_in(of("P1".into(), Some("rt-1"), "at-1"))
            .signs_in(of("P1".into(), Some("rt-9"), "at-9"))
            .later(2 * HOURS)
            .answers(renewed())
            .reads("at-2")
            .sent("refresh_token", "rt-9"),
        Row::new("one that has ended is not kept")
            .define(named())
            .signs_in(of("P1".into(), Some("rt-1"), "at-1"))
            .later(2 * HOURS)
            .answers(answer(400, r#"{"error":"invalid_grant"}"#))
            .fails("reauth_required", "")
            .signs_in(of("P1".into(), None, "at-9"))
            .reads("at-9")
            .later(2 * HOURS)
            .fails("reauth_required", "")
            .stands("needs_reauth", Some("expired")),
    ])
    .await;
}

/// Nobody knows whether it is the same account: the sign-in says what is missing, and what stood goes on.
#[tokio::test]
async fn a_connection_does_not_silently_become_one_of_an_hour() {
    let remedy = json!({ "oauth": { "refresh_token_parameters": { "prompt": "consent", "access_type": "offline" } } });
    play(vec![
        Row::new("the account is not known")
            .signs_in(usual())
            .refuses_sign_in(second(), "provider_error", "refresh token")
            .reads("at-1")
            .later(2 * HOURS)
            .answers(renewed())
            .reads("at-2")
            .sent("refresh_token", "rt-1"),
        Row::new("the definition's remedy is named").define(remedy.clone()).signs_in(usual()).refuses_sign_in(
            second(),
            "provider_error",
            "prompt=consent",
        ),
        Row::new("at the first sign-in too, where the provider is known to give one").define(remedy.clone()).refuses_sign_in(
            second(),
            "provider_error",
            "access_type=offline",
        ),
        Row::new("a provider that gives none").signs_in(second()).reads("at-9"),
        Row::new("a token that names no end")
            .signs_in(usual())
            .refuses_sign_in(answer(200, r#"{"access_token":"at-9","token_type":"Bearer"}"#), "provider_error", "refresh token")
            .reads("at-1")
            .later(2 * HOURS)
            .answers(renewed())
            .reads("at-2")
            .sent("refresh_token", "rt-1"),
        Row::new("one that names no end, and of which none is before")
            .signs_in(answer(200, r#"{"access_token":"at-9","token_type":"Bearer"}"#))
            .reads("at-9"),
    ])
    .await;
}
