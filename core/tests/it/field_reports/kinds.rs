//! Further members of the kinds of which field reports are samples: the same meaning in other words, and other words that look like it.

use authpipe_sandbox::ScriptedResponse;
use serde_json::{Value, json};

use super::stage::{DAY, HOURS, Row, answer, play, played, renewed, usual};

fn signed_in(name: &'static str) -> Row {
    Row::new(name).signs_in(usual()).later(2 * HOURS)
}

fn form(name: &'static str, response: ScriptedResponse) -> Row {
    signed_in(name).define(json!({ "oauth": { "token_response": { "encoding": "form" } } })).answers(response)
}

#[tokio::test]
async fn words_for_a_dead_refresh_token() {
    let ends = |row: Row| row.fails("reauth_required", "").stands("needs_reauth", Some("revoked"));
    let word = |name, status, body: &str| ends(signed_in(name).answers(answer(status, body)));
    // Said of something else, or by somebody who may know nothing of it: a no that counts, and ends nothing by itself.
    let waits_as = |code, name, status, body: &str| {
        signed_in(name).answers(answer(status, body)).fails(code, "").stands("degraded", Some("refresh_failed"))
    };
    let waits = |name, status, body: &str| waits_as("provider_unavailable", name, status, body);
    play(vec![
        word("invalid_refresh_token", 400, r#"{"error":"invalid_refresh_token"}"#),
        word("refresh_token_expired under 401", 401, r#"{"error":"refresh_token_expired","message":"expired"}"#),
        word("refresh_token_already_used under 403", 403, r#"{"error":"refresh_token_already_used"}"#),
        word("revoked_refresh_token under 200", 200, r#"{"error":"revoked_refresh_token"}"#),
        word("expired_refresh_token as ok: false", 200, r#"{"ok":false,"error":"expired_refresh_token"}"#),
        word("invalid_grant with its description behind it", 400, r#"{"error":"invalid_grant: token revoked"}"#),
        word("invalid_grant twice, the same", 400, r#"{"error":"invalid_grant","error":"invalid_grant"}"#),
        word("invalid_grant beside null tokens", 200, r#"{"access_token":null,"refresh_token":null,"error":"invalid_grant"}"#),
        ends(form("a form", played("HTTP/1.1 400 Bad Request", &[], "error=invalid_grant&error_description=gone"))),
        waits("refresh_token_expired under 500", 500, r#"{"error":"refresh_token_expired"}"#),
        waits("refresh_token_expired under 408", 408, r#"{"error":"refresh_token_expired"}"#),
        word("invalid_grant under 404", 404, r#"{"error":"invalid_grant"}"#),
        waits("invalid_grant under 503", 503, r#"{"error":"invalid_grant"}"#),
        word("invalid_grant inside an object", 400, r#"{"error":{"code":"invalid_grant"}}"#),
        word("invalid_grant in a list of errors", 400, r#"{"errors":[{"errorType":"invalid_grant"}],"success":false}"#),
        word("a code in a list of errors", 401, r#"{"errors":[{"code":"REFRESH_TOKEN_EXPIRED"}]}"#),
        word("a word as the status", 400, r#"{"status":"BAD_REFRESH_TOKEN","message":"missing or invalid"}"#),
        waits("another word inside an object", 400, r#"{"error":{"code":"server_error"}}"#),
        waits("invalid_grant as a type", 400, r#"{"error":{"type":"invalid_grant"}}"#),
        waits("two errors", 400, r#"{"error":"invalid_grant","error":"server_error"}"#),
        waits("two errors, the other way round", 400, r#"{"error":"server_error","error":"invalid_grant"}"#),
        waits("two errors, one of which is listed", 400, r#"{"error":"server_error","error":"bad_refresh_token"}"#),
        // Beside a token it is a contradiction.
        waits("invalid_grant beside a token", 200, r#"{"access_token":"a","token_type":"Bearer","error":"invalid_grant"}"#),
        waits("a listed word beside a token", 200, r#"{"access_token":"a","token_type":"Bearer","error":"bad_refresh_token"}"#),
        waits_as("provider_error", "invalid_request", 400, r#"{"error":"invalid_request","error_description":"refresh token is invalid"}"#),
        waits("a text", 400, r#""invalid_grant""#),
        ends(
            signed_in("inside an object, as the definition says")
                .define(json!({ "oauth": { "token_response": { "ends_grant": [{ "pointer": "/error/code", "values": ["invalid_grant", 1021] }] } } }))
                .answers(answer(400, r#"{"error":{"code":1021}}"#)),
        ),
        // Of what calls itself a page, one word is believed and no other.
        signed_in("a word about the client on a page")
            .answers(played("HTTP/1.1 401 Nope", &["Content-Type: text/html"], r#"{"error":"invalid_client"}"#))
            .fails("provider_unavailable", "")
            .stands("degraded", Some("refresh_failed")),
        signed_in("a word about the person on a page")
            .answers(played("HTTP/1.1 400 Nope", &["Content-Type: text/html"], r#"{"error":"interaction_required"}"#))
            .fails("provider_unavailable", "")
            .stands("degraded", Some("refresh_failed")),
        // A definition that lists its own words says them all.
        signed_in("not a word that the definition leaves out")
            .define(json!({ "oauth": { "token_response": { "ends_grant": [] } } }))
            .answers(answer(400, r#"{"error":"invalid_refresh_token"}"#))
            .fails("provider_error", "")
            .stands("degraded", Some("refresh_failed")),
    ])
    .await;
}

/// Nobody has read its end, so its beginning is not believed, and is not missed in silence: it is told, and adds up to nothing.
#[tokio::test]
async fn an_error_beyond_measure_is_told_and_not_believed() {
    let filled = |begins: &str| format!("{begins}{}", " ".repeat(256 * 1024));
    let told = "more than 256 KiB";
    let row = |name, status: u16, begins: &str| {
        let endless = answer(status, &filled(begins));
        signed_in(name)
            .answers(endless)
            .times(10, |row| row.fails("provider_unavailable", told).later(DAY))
            .stands("degraded", Some("refresh_failed"))
            .answers(renewed())
            .reads("at-2")
    };
    let sign_in = |name, status: u16, begins: &str| {
        Row::new(name).refuses_sign_in(answer(status, &filled(begins)), "provider_unavailable", told)
    };
    play(vec![
        row("a word for a dead token", 400, r#"{"error":"invalid_grant"}"#),
        row("the same under 403", 403, r#"{"error":"invalid_grant"}"#),
        row("a word of the provider's", 400, r#"{"message":"no"}"#),
        row("a text", 400, "Unknown account."),
        row("a rejected client", 401, r#"{"error":"invalid_client"}"#),
        row("a form", 400, "error=invalid_grant&x=").define(json!({ "oauth": { "token_response": { "encoding": "form" } } })),
        sign_in("a code that is refused", 400, r#"{"error":"invalid_grant"}"#),
        sign_in("a client that is refused", 401, r#"{"error":"invalid_client"}"#),
    ])
    .await;
}

#[tokio::test]
async fn lifetimes_in_other_forms() {
    let lives = |name, lifetime: Value| {
        Row::new(name).signs_in(answer(
            200,
            &json!({ "access_token": "at-1", "token_type": "Bearer", "expires_in": lifetime, "refresh_token": "rt-1" })
                .to_string(),
        ))
    };
    let hour =
        |name, lifetime| lives(name, lifetime).later(HOURS / 2).reads("at-1").later(HOURS).answers(renewed()).reads("at-2");
    play(vec![
        hour("a text", json!("3600")),
        hour("a text with a fraction", json!("3600.9")),
        hour("a text with spaces", json!(" 3600 ")),
        hour("nothing", json!(null)),
        hour("zero", json!(0)),
        hour("zero as text", json!("0")),
        hour("less than nothing", json!(-1)),
        hour("a part of a second", json!(0.5)),
        hour("words", json!("1 hour")),
        hour("true", json!(true)),
        hour("a list", json!([7200])),
        hour("an object", json!({ "seconds": 7200 })),
        hour("two", json!("3600,7200")),
        lives("a day as text", json!("86400")).later(20 * HOURS).reads("at-1").later(5 * HOURS).answers(renewed()).reads("at-2"),
        lives("a day with its unit", json!("86400s"))
            .later(20 * HOURS)
            .reads("at-1")
            .later(5 * HOURS)
            .answers(renewed())
            .reads("at-2"),
        lives("larger than a number", json!("99999999999999999999")).later(90 * DAY).reads("at-1"),
        Row::new("absent")
            .signs_in(answer(200, r#"{"access_token":"at-1","refresh_token":"rt-1"}"#))
            .later(HOURS / 2)
            .reads("at-1")
            .later(HOURS)
            .answers(renewed())
            .reads("at-2"),
    ])
    .await;
}

#[tokio::test]
async fn types_in_other_spellings() {
    let typed = |name, value: Value| {
        let body = json!({ "access_token": "a", "token_type": value, "expires_in": 3600, "refresh_token": "r" }).to_string();
        Row::new(name).signs_in(usual()).later(2 * HOURS).answers(answer(200, &body))
    };
    let known = |name, value| typed(name, value).reads("a");
    let unknown =
        |name, value| typed(name, value).fails("provider_error", "token_type").later(HOURS).fails("provider_error", "token_type");
    play(vec![
        known("capitals", json!("BEARER")),
        known("spaces", json!(" bearer ")),
        known("null", json!(null)),
        unknown("empty", json!("")),
        unknown("a list", json!(["bearer"])),
        unknown("true", json!(true)),
        unknown("DPoP", json!("DPoP")),
        unknown("two", json!("Bearer,MAC")),
        unknown("nearly", json!("Bearer Token")),
        known("empty, as the definition says", json!(""))
            .define(json!({ "oauth": { "token_response": { "token_types": [""] } } })),
        known("spaces alone, as the definition says", json!("  "))
            .define(json!({ "oauth": { "token_response": { "token_types": [""] } } })),
        known("in capitals, as the definition says", json!("BEARERTOKEN"))
            .define(json!({ "oauth": { "token_response": { "token_types": ["BearerToken"] } } })),
    ])
    .await;
}

#[tokio::test]
async fn scopes_in_other_forms() {
    let granted = |name, scope: Value, seen: &'static [&'static str]| {
        let body =
            json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "r", "scope": scope });
        Row::new(name).signs_in(answer(200, &body.to_string())).scopes(seen)
    };
    play(vec![
        granted("tabs", json!("read\temail"), &["read", "email"]),
        granted("lines", json!("read\r\nemail\n"), &["read", "email"]),
        granted("many spaces", json!("  read   email "), &["read", "email"]),
        granted("commas and spaces", json!("read, email"), &["read", "email"]),
        granted("twice", json!("read read email"), &["read", "email"]),
        granted("a list of lists of words", json!(["read email", "files"]), &["read", "email", "files"]),
        granted("an empty list", json!([]), &["read"]),
        granted("blank", json!("   "), &["read"]),
        granted("null", json!(null), &["read"]),
        granted("a number", json!(7), &["read"]),
        granted("an object", json!({ "read": true }), &["read"]),
        granted("a list with a number", json!(["email", 7]), &["read"]),
    ])
    .await;
}

/// Whatever it says, nobody is told to come back at once, and a year is an hour.
#[tokio::test]
async fn pauses_in_other_forms() {
    let row = |name, headers: &[&str]| {
        signed_in(name)
            .answers(played("HTTP/1.1 429 Slow down", headers, ""))
            .fails("rate_limited", "")
            .fails("rate_limited", "")
            .later(HOURS)
            .answers(renewed())
            .reads("at-2")
    };
    let date = "Date: Sun, 06 Nov 1994 08:49:37 GMT";
    play(vec![
        row("a fraction", &["Retry-After: 0.5"]),
        row("a fraction of more", &["Retry-After: 1.5"]),
        row("less than nothing", &["Retry-After: -5"]),
        row("a year", &["Retry-After: 31536000"]),
        row("larger than a number", &["Retry-After: 99999999999999999999"]),
        row("a date far ahead", &[date, "Retry-After: Sun, 06 Nov 2094 08:49:37 GMT"]),
        row("a date of now", &[date, "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"]),
        row("a date without the server's own", &["Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"]),
        row("words", &["Retry-After: soon"]),
        row("nothing", &["Retry-After:"]),
        row("two", &["Retry-After: 0", "Retry-After: 7"]),
    ])
    .await;
}

#[tokio::test]
async fn secrets_of_other_characters() {
    let sent = |name, secret: &'static str, method: &str, header: &'static str| {
        Row::new(name)
            .secret(secret)
            .define(json!({ "oauth": { "client_authentication": method } }))
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(renewed())
            .reads("at-2")
            .sent("authorization", header)
    };
    play(vec![
        // id:a%26b%22c%5Cd
        sent("encoded", "a&b\"c\\d", "client_secret_basic", "Basic aWQ6YSUyNmIlMjJjJTVDZA=="),
        // id:a&b"c\d
        sent("as it is", "a&b\"c\\d", "client_secret_basic_raw", "Basic aWQ6YSZiImNcZA=="),
        // id:a+b, and id:a b
        sent("a space, encoded", "a b", "client_secret_basic", "Basic aWQ6YSti"),
        sent("a space, as it is", "a b", "client_secret_basic_raw", "Basic aWQ6YSBi"),
    ])
    .await;
}
