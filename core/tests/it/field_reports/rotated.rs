//! Answers to a refresh that hold the next refresh token and no access token that can be used: a provider that rotates has spent the
//! one before, so the next one is kept, and the caller is told what is wrong.

use authpipe_sandbox::ScriptedResponse;
use serde_json::{Value, json};

use super::stage::{HOURS, Row, answer, play, played, renewed, usual};

fn signed_in(name: &'static str, response: ScriptedResponse) -> Row {
    Row::new(name).signs_in(usual()).later(2 * HOURS).answers(response)
}

/// The caller is told `words`, the token that the answer names is presented next, and it renews.
fn kept(name: &'static str, response: ScriptedResponse, code: &'static str, words: &'static str) -> Row {
    next(signed_in(name, response).fails(code, words).stands("degraded", Some("refresh_failed")))
}

fn next(row: Row) -> Row {
    row.restarts()
        .later(HOURS)
        .answers(answer(200, r#"{"access_token":"at-3","token_type":"Bearer","expires_in":3600}"#))
        .reads("at-3")
        .sent("refresh_token", "rt-2")
        .stands("active", None)
}

fn json_body(name: &'static str, body: &str, code: &'static str, words: &'static str) -> Row {
    kept(name, answer(200, body), code, words)
}

/// A body that is announced to go on, and does not.
fn cut(head: &str, body: impl AsRef<[u8]>) -> ScriptedResponse {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{head}\r\n\r\n");
    ScriptedResponse::raw([head.as_bytes(), body.as_ref()].concat())
}

const AWAY: &str = "provider_unavailable";
/// A token is there, in a shape that is no good.
const SHAPE: &str = "provider_error";

#[tokio::test]
async fn the_next_refresh_token_of_an_answer_without_a_usable_access_token_is_kept() {
    play(vec![
        json_body(
            "no access token",
            r#"{"token_type":"Bearer","refresh_token":"rt-2","expires_in":4995,"id_token":"x.y.z"}"#,
            AWAY,
            "access_token is missing",
        ),
        json_body("an empty one", r#"{"access_token":"","refresh_token":"rt-2"}"#, AWAY, "access_token is missing"),
        json_body("null", r#"{"access_token":null,"refresh_token":"rt-2"}"#, AWAY, "access_token is missing"),
        json_body("the text of nothing", r#"{"access_token":"undefined","refresh_token":"rt-2"}"#, AWAY, "access_token"),
        json_body("a number", r#"{"access_token":7,"refresh_token":"rt-2"}"#, SHAPE, "access_token has a value"),
        json_body("a list", r#"{"access_token":["at-2"],"refresh_token":"rt-2"}"#, SHAPE, "access_token has a value"),
        json_body("two words", r#"{"access_token":"at 2","refresh_token":"rt-2"}"#, SHAPE, "access_token has a value"),
        json_body("not ASCII", "{\"access_token\":\"at-\u{e9}\",\"refresh_token\":\"rt-2\"}", SHAPE, "access_token has a value"),
        json_body(
            "two access tokens",
            r#"{"access_token":"a","access_token":"b","refresh_token":"rt-2"}"#,
            SHAPE,
            "several values for access_token",
        ),
        json_body(
            "two lifetimes",
            r#"{"access_token":"a","expires_in":1,"expires_in":2,"refresh_token":"rt-2"}"#,
            SHAPE,
            "several values for expires_in",
        ),
        json_body(
            "two refresh tokens: the last counts",
            r#"{"access_token":"a","refresh_token":"rt-x","refresh_token":"rt-2"}"#,
            SHAPE,
            "several values for refresh_token",
        ),
        json_body(
            "another type",
            r#"{"access_token":"a","token_type":"mac","refresh_token":"rt-2"}"#,
            "provider_error",
            "token_type is not known",
        ),
        json_body(
            "a type that is a number",
            r#"{"access_token":"a","token_type":1,"refresh_token":"rt-2"}"#,
            "provider_error",
            "token_type is not known",
        ),
        json_body(
            "an error beside both",
            r#"{"access_token":"a","refresh_token":"rt-2","error":"partial"}"#,
            AWAY,
            "a token and an error",
        ),
        json_body(
            "an error beside it",
            r#"{"refresh_token":"rt-2","error":"invalid_request"}"#,
            "provider_error",
            "invalid_request",
        ),
        json_body("ok: false", r#"{"ok":false,"error":"internal_error","refresh_token":"rt-2"}"#, AWAY, ""),
        json_body("cut off in JSON", r#"{"access_token":"at-2","refresh_token":"rt-2","id_token":"ey"#, AWAY, "cut off"),
        json_body("two objects", r#"{"refresh_token":"rt-2"}{"access_token":"at-2"}"#, AWAY, "cut off, or no JSON object"),
        json_body("with a raw byte", "{\"refresh_token\":\"rt-2\",\"name\":\"J\u{f6}rg", AWAY, "cut off"),
        kept("called HTML", played("HTTP/1.1 200 OK", &["Content-Type: text/html"], r#"{"refresh_token":"rt-2"}"#), AWAY, ""),
    ])
    .await;
}

#[tokio::test]
async fn the_next_refresh_token_of_an_error_is_kept() {
    play(vec![
        kept("400", answer(400, r#"{"error":"invalid_request","refresh_token":"rt-2"}"#), "provider_error", "invalid_request"),
        kept("400 without a code", answer(400, r#"{"message":"no","refresh_token":"rt-2"}"#), AWAY, "400"),
        kept("403", answer(403, r#"{"error":"access_denied","refresh_token":"rt-2"}"#), AWAY, "403"),
        kept("500", answer(500, r#"{"access_token":"at-2","refresh_token":"rt-2"}"#), AWAY, "500"),
        kept("503", answer(503, r#"{"refresh_token":"rt-2"}"#), AWAY, "503"),
        next(signed_in("429", answer(429, r#"{"refresh_token":"rt-2"}"#)).fails("rate_limited", "").stands("active", None)),
        next(
            signed_in("401 to the client", answer(401, r#"{"error":"invalid_client","refresh_token":"rt-2"}"#))
                .fails("provider_config_rejected", "")
                .stands("active", None),
        ),
        // The provider's word on the grant is its last.
        signed_in("invalid_grant", answer(400, r#"{"error":"invalid_grant","refresh_token":"rt-2"}"#))
            .fails("reauth_required", "")
            .stands("needs_reauth", Some("revoked")),
    ])
    .await;
}

#[tokio::test]
async fn the_next_refresh_token_of_an_answer_that_breaks_off_is_kept() {
    let begun = r#"{"access_token":"at-2","refresh_token":"rt-2","id_token":"ey"#;
    let long = format!(r#"{{"refresh_token":"rt-2","access_token":"at-2","groups":"{}"}}"#, "g".repeat(300 * 1024));
    let chunk = format!("{:x}\r\n{begun}\r\n", begun.len());
    play(vec![
        kept("a chunk is missing", cut("Transfer-Encoding: chunked", &chunk), AWAY, "broke"),
        kept("inside a chunk", cut("Transfer-Encoding: chunked", format!("fff\r\n{begun}")), AWAY, "broke"),
        kept("shorter than announced", cut("Content-Length: 500", begun), AWAY, "broke"),
        kept(
            "complete, and shorter than announced",
            cut("Content-Length: 500", r#"{"access_token":"at-2","refresh_token":"rt-2"}"#),
            AWAY,
            "broke",
        ),
        kept("announced too large", answer(200, &long), SHAPE, "too large"),
        kept("too large", cut("Connection: close", &long), SHAPE, "too large"),
        kept("a form", cut("Content-Length: 500", "access_token=at-2&refresh_token=rt-2&scop"), AWAY, "broke")
            .define(json!({ "oauth": { "token_response": { "encoding": "form" } } })),
    ])
    .await;
}

/// What is no next token changes nothing: the one before is presented again.
#[tokio::test]
async fn what_is_no_next_refresh_token_is_not_kept() {
    let not = |name, response| {
        signed_in(name, response).fails(AWAY, "").later(HOURS).answers(renewed()).reads("at-2").sent("refresh_token", "rt-1")
    };
    let value = |name, value: Value| not(name, answer(200, &json!({ "refresh_token": value }).to_string()));
    play(vec![
        value("the same", json!("rt-1")),
        value("empty", json!("")),
        value("null", json!(null)),
        value("the text of nothing", json!("null")),
        value("blank", json!("  ")),
        value("a number", json!(7)),
        value("an object", json!({ "refresh_token": "rt-2" })),
        value("not ASCII", json!("rt-\u{e9}")),
        not("deeper", answer(200, r#"{"data":{"refresh_token":"rt-2"}}"#)),
        not("cut off inside", cut("Content-Length: 500", r#"{"refresh_token":"rt-2"#)),
        not("a form, cut off inside", cut("Content-Length: 500", "access_token=at-2&refresh_token=rt-2"))
            .define(json!({ "oauth": { "token_response": { "encoding": "form" } } })),
    ])
    .await;
}

/// A next token that is none after all costs nothing: the one before is tried at once, before anybody is sent to sign in.
#[tokio::test]
async fn where_the_kept_one_is_refused_the_one_before_is_tried() {
    let refused = || answer(400, r#"{"error":"invalid_grant"}"#);
    let again = |name| {
        signed_in(name, answer(200, r#"{"refresh_token":"rt-2"}"#))
            .fails(AWAY, "access_token")
            .later(HOURS)
            .answers_once(refused())
    };
    play(vec![
        again("and renews").answers(renewed()).reads("at-2").sent("refresh_token", "rt-1").stands("active", None),
        again("and is refused too").answers(refused()).fails("reauth_required", "").sent("refresh_token", "rt-1"),
        // Many such answers drive out none that has worked.
        ["rt-3", "rt-4", "rt-5", "rt-6"]
            .into_iter()
            .fold(signed_in("after many", answer(200, r#"{"refresh_token":"rt-2"}"#)).fails(AWAY, ""), |row, next| {
                row.later(HOURS).answers(answer(200, &json!({ "refresh_token": next }).to_string())).fails(AWAY, "")
            })
            .later(HOURS)
            .times(3, |row| row.answers_once(refused()))
            .answers(renewed())
            .reads("at-2")
            .sent("refresh_token", "rt-1"),
    ])
    .await;
}

/// Where the definition says that the tokens stand elsewhere.
#[tokio::test]
async fn it_is_looked_for_where_the_sign_in_has_found_it() {
    let place = json!({ "oauth": { "credentials": [{ "subject": "user", "access_token": "/data/access_token",
        "refresh_token": "/data/refresh_token", "expires_in": "/data/expires_in" }] } });
    let first = answer(200, r#"{"data":{"access_token":"at-1","refresh_token":"rt-1","expires_in":3600}}"#);
    let told = |name, body: &str, code| {
        Row::new(name).define(place.clone()).signs_in(first.clone()).later(2 * HOURS).answers(answer(200, body)).fails(code, "")
    };
    let row = |name, body: &str| told(name, body, AWAY);
    play(vec![
        next(row("in its place", r#"{"data":{"refresh_token":"rt-2"},"message":"success"}"#)),
        next(row("cut off", r#"{"data":{"refresh_token":"rt-2","open_id":"o"#)),
        next(told("beside an access token that is none", r#"{"data":{"access_token":"a b","refresh_token":"rt-2"}}"#, SHAPE)),
        next(row("at the top", r#"{"refresh_token":"rt-2"}"#)),
    ])
    .await;
}

/// A code whose answer cannot be used leaves the connection that was there before as it is.
#[tokio::test]
async fn an_answer_to_a_code_without_an_access_token_costs_no_earlier_connection() {
    play(vec![
        Row::new("a second sign-in")
            .signs_in(usual())
            .refuses_sign_in(
                answer(200, r#"{"token_type":"Bearer","refresh_token":"rt-x"}"#),
                "provider_error",
                "access_token is missing",
            )
            .reads("at-1")
            .later(2 * HOURS)
            .answers(renewed())
            .reads("at-2")
            .sent("refresh_token", "rt-1"),
    ])
    .await;
}
