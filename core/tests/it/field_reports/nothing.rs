//! Members that are there with what some language has for nothing, and tokens that are nearly what they should be. A good answer is not thrown
//! away for them, and what is good is not replaced.

use serde_json::{Value, json};

use super::stage::{DAY, HOURS, Row, answer, play, renewed, usual};

/// A refresh whose answer has this for a refresh token.
fn refreshed(name: &'static str, refresh_token: Value) -> Row {
    let body = json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 3600, "refresh_token": refresh_token });
    Row::new(name).signs_in(usual()).later(2 * HOURS).answers(answer(200, &body.to_string())).reads("a").stands("active", None)
}

/// The next refresh presents this.
fn presents(row: Row, token: &'static str) -> Row {
    row.later(2 * HOURS).answers(renewed()).reads("at-2").sent("refresh_token", token)
}

#[tokio::test]
async fn a_word_for_nothing_replaces_no_refresh_token() {
    let kept = |name, value| presents(refreshed(name, value), "rt-1");
    play(vec![
        kept("Python's", json!("None")),
        kept("blank", json!(" ")),
        kept("Go's", json!("<nil>")),
        kept("Ruby's", json!("nil")),
        kept("C's", json!("(null)")),
        kept("capitals", json!("NULL")),
        kept("a capital", json!("Null")),
        kept("as in a form", json!("N/A")),
        kept("a text that says no", json!("false")),
        kept("a text of zero", json!("0")),
        kept("a dash", json!("-")),
        kept("quotes", json!("\"\"")),
        kept("PHP's", json!(false)),
        kept("zero", json!(0)),
        kept("an empty list", json!([])),
        kept("an empty object", json!({})),
    ])
    .await;
}

#[tokio::test]
async fn a_refresh_token_in_another_form_is_taken_and_one_that_cannot_be_costs_no_access_token() {
    play(vec![
        presents(refreshed("a number", json!(12345)), "12345"),
        presents(refreshed("a line's end", json!("rt-2\n")), "rt-2"),
        presents(refreshed("spaces around it", json!("  rt-2 ")), "rt-2"),
        presents(refreshed("a list with something", json!(["rt-2"])), "rt-1"),
        presents(refreshed("an object with something", json!({ "value": "rt-2" })), "rt-1"),
        presents(refreshed("true", json!(true)), "rt-1"),
        presents(refreshed("not ASCII", json!("rt-2\u{e9}")), "rt-1"),
        presents(refreshed("two lines", json!("rt-2\nrt-3")), "rt-1"),
        presents(refreshed("too long", json!("r".repeat(70_000))), "rt-1"),
    ])
    .await;
}

/// What nobody knows as a word for nothing may be one: where it is refused, the token before is tried before anybody is sent to sign in.
#[tokio::test]
async fn a_next_refresh_token_that_is_hardly_one_does_not_cost_the_one_before() {
    let long = || {
        answer(
            200,
            r#"{"access_token":"at-1","token_type":"Bearer","expires_in":3600,"refresh_token":"a-refresh-token-of-usual-length"}"#,
        )
    };
    let odd = |next: &str| {
        let body = json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 3600, "refresh_token": next });
        Row::new("a short word").signs_in(long()).later(2 * HOURS).answers(answer(200, &body.to_string())).reads("a")
    };
    let refused = || answer(400, r#"{"error":"invalid_grant"}"#);
    play(vec![
        odd("rien")
            .later(2 * HOURS)
            .answers_once(refused())
            .answers(renewed())
            .reads("at-2")
            .sent("refresh_token", "a-refresh-token-of-usual-length")
            .stands("active", None),
        odd("another-refresh-token-of-usual-length")
            .later(2 * HOURS)
            .answers_once(refused())
            .answers(renewed())
            .fails("reauth_required", "")
            .sent("refresh_token", "another-refresh-token-of-usual-length"),
    ])
    .await;
}

/// At the sign-in a word for nothing is none too, and what cannot be a refresh token is told at once: nobody is connected for an hour.
#[tokio::test]
async fn words_for_nothing_at_the_sign_in() {
    let of = |members: Value| {
        let mut body = json!({ "access_token": "at-1", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "rt-1" });
        for (name, value) in members.as_object().unwrap() {
            body[name] = value.clone();
        }
        answer(200, &body.to_string())
    };
    let over = |name, value: Value| {
        Row::new(name)
            .signs_in(of(json!({ "refresh_token": value })))
            .reads("at-1")
            .later(2 * HOURS)
            .fails("reauth_required", "")
            .stands("needs_reauth", Some("expired"))
    };
    play(vec![
        over("a refresh token", json!("None")),
        over("a refresh token of PHP's", json!(false)),
        presents(Row::new("a number").signs_in(of(json!({ "refresh_token": 12345 }))).later(2 * HOURS), "12345"),
        Row::new("no refresh token").refuses_sign_in(of(json!({ "refresh_token": ["rt-1"] })), "provider_error", "refresh_token"),
        Row::new("an access token").refuses_sign_in(
            of(json!({ "access_token": "None" })),
            "provider_error",
            "access_token is missing",
        ),
        Row::new("an access token, with a line's end").signs_in(of(json!({ "access_token": "at-1\n" }))).reads("at-1"),
        Row::new("a scope").signs_in(of(json!({ "scope": "None" }))).scopes(&["read"]),
        Row::new("an ID token")
            .signs_in(of(json!({ "id_token": "null" })))
            .reads("at-1")
            .later(DAY)
            .answers(renewed())
            .reads("at-2"),
    ])
    .await;
}
