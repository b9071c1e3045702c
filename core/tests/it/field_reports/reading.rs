//! What is taken of an answer, how it may be written, and how a request is.

use std::io::Write as _;

use authpipe_sandbox::{Piece, ScriptedResponse};
use serde_json::{Value, json};

use super::stage::{HOURS, Row, answer, play, played, renewed, usual};

const OK: &str = "HTTP/1.1 200 OK";
const JSON: &str = "Content-Type: application/json";

/// A refresh that rotates, written like this, is not lost.
fn taken(name: &'static str, response: ScriptedResponse) -> Row {
    taken_by(name, json!({}), response)
}

fn taken_by(name: &'static str, definition: Value, response: ScriptedResponse) -> Row {
    Row::new(name)
        .define(definition)
        .signs_in(usual())
        .later(2 * HOURS)
        .answers(response)
        .reads("a")
        .stands("active", None)
        .later(2 * HOURS)
        .answers(renewed())
        .reads("at-2")
        .sent("refresh_token", "r")
}

fn body(rest: &str) -> Vec<u8> {
    format!(r#"{{"access_token":"a","token_type":"bearer","expires_in":3600,"refresh_token":"r"{rest}}}"#).into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Brotli without compression (RFC 7932 §9.2): a window, one block that is stored as it is, and an empty last one.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len() - 1).unwrap();
    assert!(length < 1 << 16);
    // WBITS 16 (one bit 0), ISLAST 0, MNIBBLES 4 (two bits 00), MLEN - 1 (16 bits), ISUNCOMPRESSED 1.
    let bits = u64::from(length) << 4 | 1 << 20;
    let mut out = bits.to_le_bytes()[..3].to_vec();
    out.extend_from_slice(bytes);
    // ISLAST 1, ISLASTEMPTY 1.
    out.push(0b11);
    out
}

fn of_person(rest: &[u8]) -> Vec<u8> {
    let mut bytes = body(",\"name\":\"");
    bytes.truncate(bytes.len() - 1);
    bytes.extend_from_slice(rest);
    bytes.extend_from_slice(b"\"}");
    bytes
}

#[tokio::test]
async fn what_nobody_uses_does_not_matter() {
    play(vec![
        taken("a raw Latin-1 byte in a name", played(OK, &[JSON], of_person(b"J\xf6rg"))),
        taken("a surrogate without its other half", played(OK, &[JSON], of_person(br"\ud800!"))),
        taken("a raw line break in a name", played(OK, &[JSON], of_person(b"J\r\n\trg"))),
        taken("an escape that is none", played(OK, &[JSON], of_person(br"Erika\'s"))),
        taken("a name twice", played(OK, &[JSON], body(r#","name":"a","name":"b""#))),
        taken("a name twice, deep inside", played(OK, &[JSON], body(r#","user":{"a":1,"a":2}"#))),
        taken("a number beyond all numbers", played(OK, &[JSON], body(r#","quota":1e999"#))),
        taken("a pit of brackets", played(OK, &[JSON], body(&format!(",\"x\":{}{}", "[".repeat(100), "]".repeat(100))))),
        taken("a member twice with the same value", played(OK, &[JSON], body(r#","token_type":"bearer""#))),
        taken("a byte order mark", played(OK, &[JSON], [b"\xef\xbb\xbf".to_vec(), body("")].concat())),
        taken("as plain text", played(OK, &["Content-Type: text/plain"], body(""))),
        taken("as HTML", played(OK, &["Content-Type: text/html"], body(""))),
        taken("under 201", played("HTTP/1.1 201 Created", &[JSON], body(""))),
        taken("with a null byte after it", played(OK, &[JSON], [body(""), b"\0\r\n".to_vec()].concat())),
        taken("with an error that is empty", played(OK, &[JSON], body(r#","error":"""#))),
        Row::new("a token twice, and they differ")
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(played(OK, &[JSON], body(r#","access_token":"b""#)))
            .fails("provider_error", "access_token"),
        Row::new("a refresh token twice, and they differ")
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(played(OK, &[JSON], body(r#","refresh_token":"s""#)))
            .fails("provider_error", "refresh_token"),
        Row::new("a raw byte inside the token").refuses_sign_in(
            played(OK, &[JSON], b"{\"access_token\":\"\xf6\",\"token_type\":\"bearer\"}"),
            "provider_error",
            "access_token",
        ),
    ])
    .await;
}

#[tokio::test]
async fn codings_that_nobody_asked_for_are_undone() {
    let coded = |coding: &str, bytes: Vec<u8>| played(OK, &[JSON, &format!("Content-Encoding: {coding}")], bytes);
    let whole = body("");
    play(vec![
        taken("gzip", coded("gzip", gzip(&whole))),
        taken("gzip by its old name, in another case", coded("X-GZip", gzip(&whole))),
        taken("gzip that no header names", played(OK, &[JSON], gzip(&whole))),
        taken("deflate", coded("deflate", zlib(&whole))),
        taken("deflate without its frame", coded("deflate", deflate(&whole))),
        taken("brotli", coded("br", brotli(&whole))),
        taken("two, one on top of the other", coded("deflate, gzip", gzip(&zlib(&whole)))),
        taken("identity", coded("identity", whole.clone())),
        taken("a header that a proxy has forgotten", coded("gzip", whole.clone())),
        Row::new("a bomb")
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(coded("gzip", gzip(&vec![b' '; 64 << 20])))
            .fails("provider_error", "too large"),
        Row::new("a bomb in brotli's place")
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(coded("gzip, gzip", gzip(&gzip(&vec![b' '; 64 << 20]))))
            .fails("provider_error", "too large"),
    ])
    .await;
}

/// Slow, in pieces, or broken off: what the wire does.
#[tokio::test]
async fn the_wire_may_be_slow_and_may_break() {
    let whole = body("");
    let head = format!("{OK}\r\n{JSON}\r\nContent-Length: {}\r\n\r\n", whole.len());
    let (first, second) = whole.split_at(20);
    let bytes = |bytes: &[u8]| Piece::Bytes(bytes.to_vec().into());
    let pause = || Piece::Pause(std::time::Duration::from_millis(20));
    let lost = |name, pieces: Vec<Piece>| {
        Row::new(name)
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(ScriptedResponse::Pieces(pieces))
            .fails("provider_unavailable", "")
            .stands("degraded", Some("refresh_failed"))
    };
    play(vec![
        taken("in pieces", ScriptedResponse::Pieces(vec![bytes(head.as_bytes()), pause(), bytes(first), pause(), bytes(second)])),
        taken("in chunks", {
            let mut chunked = format!("{OK}\r\n{JSON}\r\nTransfer-Encoding: chunked\r\n\r\n").into_bytes();
            for part in [first, second] {
                chunked.extend_from_slice(format!("{:x}\r\n", part.len()).as_bytes());
                chunked.extend_from_slice(part);
                chunked.extend_from_slice(b"\r\n");
            }
            chunked.extend_from_slice(b"0\r\n\r\n");
            ScriptedResponse::raw(chunked)
        }),
        taken(
            "until the connection ends",
            ScriptedResponse::raw([format!("{OK}\r\n{JSON}\r\n\r\n").as_bytes(), &whole].concat()),
        ),
        lost("a reset before anything", vec![Piece::Reset]),
        lost("a reset in the middle", vec![bytes(head.as_bytes()), bytes(first), pause(), Piece::Reset]),
        lost("cut off", vec![bytes(head.as_bytes()), bytes(first)]),
    ])
    .await;
}

#[tokio::test]
async fn token_types_are_a_fact_of_the_definition() {
    let types = |types: Value| json!({ "oauth": { "token_response": { "token_types": types } } });
    let answered = |token_type: &str| {
        let body = json!({ "access_token": "a", "token_type": token_type, "expires_in": 3600, "refresh_token": "r" });
        answer(200, &body.to_string())
    };
    play(vec![
        taken_by("BearerToken", types(json!(["BearerToken"])), answered("BearerToken")),
        taken_by("bot, in another case", types(json!(["bot", "user"])), answered("Bot")),
        taken_by("empty", types(json!([""])), answered("")),
        taken_by("with a space in it", types(json!(["access token"])), answered("access token")),
        taken("with spaces around it", answered(" Bearer ")),
        Row::new("another one at the sign-in").refuses_sign_in(answered("mac"), "provider_error", "token_type"),
        Row::new("another one at the refresh")
            .define(json!({ "lifetime": { "rotation": "reusable" } }))
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(answered("BearerToken"))
            .fails("provider_error", "token_type")
            .fails("provider_error", "token_type"),
        Row::new("one that is bound to a key").refuses_sign_in(answered("DPoP"), "provider_error", "token_type"),
    ])
    .await;
}

#[tokio::test]
async fn requests_are_written_as_the_definition_says() {
    let oauth = |oauth: Value| json!({ "oauth": oauth });
    play(vec![
        Row::new("Basic after RFC 6749")
            .secret("~+/=%:")
            .signs_in(usual())
            .sent("authorization", "Basic aWQ6JTdFJTJCJTJGJTNEJTI1JTNB"),
        Row::new("Basic without form encoding")
            .secret("~+/=%:")
            .define(oauth(json!({ "client_authentication": "client_secret_basic_raw" })))
            .signs_in(usual())
            .sent("authorization", "Basic aWQ6fisvPSU6"),
        Row::new("further fixed parameters")
            .define(oauth(json!({ "token_request": { "parameters": { "audience": "https://api.example", "expiring": "1" } } })))
            .signs_in(usual())
            .sent("audience", "https://api.example")
            .later(2 * HOURS)
            .answers(renewed())
            .reads("at-2")
            .sent("expiring", "1")
            .sent("grant_type", "refresh_token"),
    ])
    .await;
}

/// GitHub answers a form where nobody says which he likes better; where the definition says so, it is read.
#[tokio::test]
async fn answers_in_a_form_are_read_where_the_definition_says_so() {
    let form = || json!({ "oauth": { "token_response": { "encoding": "form" } } });
    let typed = "Content-Type: application/x-www-form-urlencoded; charset=utf-8";
    let written = "access_token=a&expires_in=3600&refresh_token=r&scope=&token_type=bearer";
    play(vec![
        taken_by("a form", form(), played(OK, &[typed], written)),
        taken_by("a form that calls itself text", form(), played(OK, &["Content-Type: text/plain"], written)),
        taken_by("JSON all the same", form(), played(OK, &[JSON], body(""))),
        Row::new("an error in a form")
            .define(form())
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(played(OK, &[typed], "error=bad_refresh_token&error_description=The+refresh+token+is+incorrect"))
            .fails("reauth_required", "")
            .stands("needs_reauth", Some("revoked")),
        Row::new("a token twice").define(form()).refuses_sign_in(
            played(OK, &[typed], "access_token=a&access_token=b"),
            "provider_error",
            "access_token",
        ),
        Row::new("where it does not say so").refuses_sign_in(
            played(OK, &[typed], written),
            "provider_error",
            "oauth.token_response.encoding",
        ),
    ])
    .await;
}
