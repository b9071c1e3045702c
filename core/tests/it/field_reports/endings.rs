//! How a provider says at the refresh that a grant is over, and what does not say so.

use serde_json::{Value, json};

use super::stage::{DAY, HOURS, Row, answer, play, played, usual};

/// An answer to the refresh of a connection that was live, under the plain definition.
fn refused(name: &'static str, definition: Value, response: authpipe_sandbox::ScriptedResponse) -> Row {
    Row::new(name).define(definition).signs_in(usual()).later(2 * HOURS).answers(response)
}

fn ends(name: &'static str, response: authpipe_sandbox::ScriptedResponse) -> Row {
    refused(name, json!({}), response).fails("reauth_required", "sign in again").stands("needs_reauth", Some("revoked"))
}

/// Whatever the content type or the charset says, and under a pause too.
#[tokio::test]
async fn invalid_grant_in_a_json_object_is_the_providers_word() {
    let body = r#"{"error":"invalid_grant","error_description":"gone"}"#;
    let utf_16: Vec<u8> = "\u{feff}".encode_utf16().chain(body.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let under = |name, line: &str, headers: &[&str]| ends(name, played(line, headers, body));
    play(vec![
        under("as plain text under 400", "HTTP/1.1 400 Bad Request", &["Content-Type: text/plain"]),
        under("as HTML under 400", "HTTP/1.1 400 Bad Request", &["Content-Type: text/html; charset=utf-8"]),
        under("as HTML under 401", "HTTP/1.1 401 Nope", &["Content-Type: text/html"]),
        under("as plain text under 403", "HTTP/1.1 403 Forbidden", &["Content-Type: text/plain"]),
        under("as HTML under 403", "HTTP/1.1 403 Forbidden", &["Content-Type: text/html"]),
        under("without a content type under 403", "HTTP/1.1 403 Forbidden", &[]),
        under("in another charset", "HTTP/1.1 400 Bad Request", &["Content-Type: application/json; charset=iso-8859-1"]),
        under("without a reason phrase", "HTTP/1.1 400", &["Content-Type: application/json"]),
        under("under 200", "HTTP/1.1 200 OK", &["Content-Type: application/json"]),
        under("with a pause", "HTTP/1.1 400 Bad Request", &["Retry-After: 30", "Content-Type: application/json"]),
        under("with a pause of nothing", "HTTP/1.1 400 Bad Request", &["Retry-After: 0", "Content-Type: application/json"]),
        under("with a pause under 403", "HTTP/1.1 403 Forbidden", &["Retry-After: 30", "Content-Type: application/json"]),
        ends(
            "with a description in Latin-1",
            played("HTTP/1.1 400 Bad Request", &[], b"{\"error\":\"invalid_grant\",\"error_description\":\"ung\xfcltig\"}"),
        ),
        ends("in UTF-16", played("HTTP/1.1 400 Bad Request", &["Content-Type: application/json; charset=utf-16"], utf_16)),
        ends(
            "with a description that holds a raw line break",
            played("HTTP/1.1 400 Bad Request", &[], "{\"error\":\"invalid_grant\",\"error_description\":\"two\r\nlines\"}"),
        ),
        ends("with a trace id twice", answer(400, r#"{"error":"invalid_grant","trace_id":"a","trace_id":"b"}"#)),
    ])
    .await;
}

/// Words of providers for a refresh token that is dead.
#[tokio::test]
async fn a_refresh_token_that_is_called_dead_in_other_words_ends_the_grant() {
    let definition = |end: Value| json!({ "oauth": { "token_response": { "ends_grant": [end] } } });
    play(vec![
        ends("bad_refresh_token under 200", answer(200, r#"{"error":"bad_refresh_token"}"#)),
        ends("bad_refresh_token under 400", answer(400, r#"{"error":"bad_refresh_token"}"#)),
        ends("invalid_token under 401", answer(401, r#"{"error":"invalid_token"}"#)),
        ends("invalid_token under 400", answer(400, r#"{"error":"invalid_token","error_description":"expired"}"#)),
        refused(
            "a description under 403",
            definition(json!({ "status": [403], "pointer": "/error_description", "values": ["refresh_token is invalid"] })),
            answer(403, r#"{"error":"unauthorized_client","error_description":"refresh_token is invalid"}"#),
        )
        .fails("reauth_required", "")
        .stands("needs_reauth", Some("revoked")),
        refused(
            "a number inside an object under 500",
            definition(json!({ "status": [500], "pointer": "/errors/0/code", "values": [190] })),
            answer(500, r#"{"errors":[{"code":190}]}"#),
        )
        .fails("reauth_required", "")
        .stands("needs_reauth", Some("revoked")),
        refused(
            "ok: false with a word of the provider's",
            definition(json!({ "pointer": "/error", "values": ["token_revoked", "invalid_refresh_token"] })),
            answer(200, r#"{"ok":false,"error":"invalid_refresh_token"}"#),
        )
        .fails("reauth_required", "")
        .stands("needs_reauth", Some("revoked")),
        refused(
            "the same word under a status that is not listed",
            definition(json!({ "status": [403], "pointer": "/error", "values": ["gone"] })),
            answer(400, r#"{"error":"gone"}"#),
        )
        .fails("provider_error", "")
        .stands("degraded", Some("refresh_failed")),
    ])
    .await;
}

/// A pause of nothing, or until a time that is over, is no pause of the provider's: ours is taken.
#[tokio::test]
async fn a_pause_of_nothing_never_says_come_back_at_once() {
    let past = ["Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: Sun, 06 Nov 1994 08:49:36 GMT"];
    let row = |name, line: &str, headers: &[&str], code| {
        refused(name, json!({}), played(line, headers, "")).fails(code, "").fails(code, "")
    };
    play(vec![
        row("429 with 0", "HTTP/1.1 429 Slow down", &["Retry-After: 0"], "rate_limited"),
        row("429 of the past", "HTTP/1.1 429 Slow down", &past, "rate_limited"),
        row("503 with 0", "HTTP/1.1 503 Later", &["Retry-After: 0"], "provider_unavailable"),
        row("503 of the past", "HTTP/1.1 503 Later", &past, "provider_unavailable"),
        row("400 with 0", "HTTP/1.1 400 Bad Request", &["Retry-After: 0"], "rate_limited"),
    ])
    .await;
}

/// A no that nobody understands, again and again, with a token that the API rejects, is one.
#[tokio::test]
async fn evidence_adds_up_over_days() {
    let no = || answer(403, r#"{"error":"unauthorized_client","error_description":"refresh_token is invalid"}"#);
    let dead = || answer(401, "{}");
    let day = |row: Row| row.later(DAY).fails("provider_unavailable", "").checks();
    let start = |name| refused(name, json!({}), no()).api_answers(dead()).fails("provider_unavailable", "").checks();
    play(vec![
        start("with an API that rejects the token")
            .times(2, day)
            .stands("degraded", Some("refresh_failed"))
            .restarts()
            .later(DAY)
            .fails("reauth_required", "")
            .stands("needs_reauth", Some("evidence"))
            .restarts()
            .fails("reauth_required", ""),
        refused("by reads alone", json!({}), no())
            .times(7, |row| row.later(DAY).fails("provider_unavailable", ""))
            .later(DAY)
            .fails("reauth_required", "")
            .stands("needs_reauth", Some("evidence")),
        // RFC 8628 §3.5 has this code for another one; under these it may be of what proves the client, so it ends nothing at once.
        refused("an expired_token under 401", json!({}), answer(401, r#"{"error":"expired_token"}"#))
            .times(7, |row| row.later(DAY).fails("provider_error", ""))
            .later(DAY)
            .fails("reauth_required", "for days")
            .stands("needs_reauth", Some("evidence")),
        refused("an expired_token under 403", json!({}), answer(403, r#"{"error":"expired_token"}"#))
            .times(7, |row| row.later(DAY).fails("provider_unavailable", ""))
            .later(DAY)
            .fails("reauth_required", "for days")
            .stands("needs_reauth", Some("evidence")),
        start("not within a day").times(30, |row| row.later(HOURS / 2).checks()).stands("degraded", Some("refresh_failed")),
        refused("not of an outage", json!({}), answer(503, r#"{"error":"server_error"}"#))
            .api_answers(dead())
            .times(12, day)
            .stands("degraded", Some("refresh_failed")),
        refused("not of a client that is rejected", json!({}), answer(401, r#"{"error":"invalid_client"}"#))
            .api_answers(dead())
            .times(12, |row| row.later(DAY).fails("provider_config_rejected", "").checks())
            .stands("active", None),
        refused(
            "not of a firewall's page",
            json!({}),
            played("HTTP/1.1 403 No", &["Content-Type: text/html"], "<html>no</html>"),
        )
        .api_answers(dead())
        .times(12, day)
        .stands("degraded", Some("refresh_failed")),
        start("forgotten with the first renewal that works")
            .times(2, day)
            .later(DAY)
            .answers(super::stage::renewed())
            .reads("at-2")
            .later(DAY)
            .answers(no())
            .fails("provider_unavailable", "")
            .checks()
            .stands("degraded", Some("refresh_failed")),
    ])
    .await;
}
