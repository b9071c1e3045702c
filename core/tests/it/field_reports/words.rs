//! The words of an error, and how they are written.

use authpipe_sandbox::ScriptedResponse;
use serde_json::json;

use super::stage::{HOURS, Row, play, played, usual};

fn refused(name: &'static str, response: ScriptedResponse) -> Row {
    Row::new(name).signs_in(usual()).later(2 * HOURS).answers(response)
}

fn ends(name: &'static str, response: ScriptedResponse) -> Row {
    refused(name, response).fails("reauth_required", "").stands("needs_reauth", Some("revoked"))
}

/// It counts, and ends nothing by itself.
fn waits(name: &'static str, response: ScriptedResponse) -> Row {
    refused(name, response).fails("provider_unavailable", "").stands("degraded", Some("refresh_failed"))
}

fn under(status: u16, body: &str) -> ScriptedResponse {
    played(&format!("HTTP/1.1 {status} No"), &["Content-Type: application/json"], body)
}

fn said(error: &str) -> ScriptedResponse {
    under(400, &json!({ "error": error }).to_string())
}

#[tokio::test]
async fn invalid_grant_is_the_providers_word_however_it_is_written() {
    play(vec![
        ends("in capitals", said("INVALID_GRANT")),
        ends("with spaces", said(" invalid_grant ")),
        ends("behind a comma", said("invalid_grant, token revoked")),
        ends("behind a dash", said("invalid_grant - token revoked")),
        ends("a long description", said(&format!("invalid_grant: {}", "x".repeat(200)))),
        ends("a description in another language", said("invalid_grant: ungültig")),
        ends("a line's end", said("invalid_grant\n")),
        ends("a comma too many", under(400, r#"{"error":"invalid_grant",}"#)),
        ends("a guard against scripts", under(400, ")]}'\n{\"error\":\"invalid_grant\"}")),
        ends("under 404", under(404, r#"{"error":"invalid_grant"}"#)),
        ends("under 410", under(410, r#"{"error":"invalid_grant"}"#)),
        ends("under 422", under(422, r#"{"error":"invalid_grant"}"#)),
        waits("under 408", under(408, r#"{"error":"invalid_grant"}"#)),
        waits("under 500", under(500, r#"{"error":"invalid_grant"}"#)),
        waits("under 302", under(302, r#"{"error":"invalid_grant"}"#)),
        refused("another word", said("invalid_grant_type")).fails("provider_error", ""),
        refused("not at the start", said("this is no invalid_grant")).fails("provider_error", ""),
    ])
    .await;
}

#[tokio::test]
async fn words_for_a_dead_refresh_token_however_they_are_written() {
    play(vec![
        ends("in capitals", said("BAD_REFRESH_TOKEN")),
        ends("with its description", said("bad_refresh_token: expired")),
        ends("refresh_token_invalid", said("refresh_token_invalid")),
        ends("refresh_token_reused", said("refresh_token_reused")),
        ends("unknown_refresh_token under 404", under(404, r#"{"error":"unknown_refresh_token"}"#)),
        ends("token_invalidated under 401", under(401, r#"{"error":"token_invalidated"}"#)),
        ends("inactive_refresh_token under 200", under(200, r#"{"error":"inactive_refresh_token"}"#)),
        waits("refresh_token_revoked under 503", under(503, r#"{"error":"refresh_token_revoked"}"#)),
        // It may be another token that is meant.
        refused("token_revoked", said("token_revoked")).fails("provider_error", ""),
        refused("nearly one", said("refresh_token_revoked_by_nobody")).fails("provider_error", ""),
    ])
    .await;
}

#[tokio::test]
async fn a_challenge_is_read_however_it_is_written() {
    let challenge = |line: &[u8]| {
        let head = b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: ";
        ScriptedResponse::raw([head, line, b"\r\nContent-Length: 0\r\n\r\n"].concat())
    };
    play(vec![
        ends("without quotes", challenge(b"Bearer error=invalid_token")),
        ends("with spaces", challenge(br#"Bearer error = "invalid_token""#)),
        ends("in single quotes", challenge(b"Bearer error='invalid_token'")),
        ends("as the second", challenge(br#"Basic realm="x", Bearer error="invalid_token""#)),
        ends("beside another charset", challenge(b"Bearer error=\"invalid_token\", error_description=\"ung\xfcltig\"")),
        ends("invalid_grant", challenge(br#"Bearer error="invalid_grant""#)),
        waits("inside of a text", challenge(br#"Bearer realm="error=invalid_token""#)),
        waits("another code", challenge(br#"Bearer error="insufficient_scope""#)),
    ])
    .await;
}

/// The same of what is said of the client.
#[tokio::test]
async fn words_about_the_client_however_they_are_written() {
    let rejected = |name, response| refused(name, response).fails("provider_config_rejected", "").stands("active", None);
    play(vec![
        rejected("in capitals", under(401, r#"{"error":"INVALID_CLIENT"}"#)),
        rejected("with its description", under(401, r#"{"error":"invalid_client: AADSTS7000215"}"#)),
        rejected("GitHub's, with its description", under(200, r#"{"error":"incorrect_client_credentials: no"}"#)),
    ])
    .await;
}
