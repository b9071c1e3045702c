//! Answers that are nearly what they should be: JSON that was put together by hand, with something around it, in a charset or a coding that
//! was cut or padded, under a head that breaks rules which nobody needs.

use std::io::Write as _;

use authpipe_sandbox::ScriptedResponse;
use serde_json::{Value, json};

use super::stage::{HOURS, Row, answer, play, played, renewed, usual, usual_with};

const OK: &str = "HTTP/1.1 200 OK";
const JSON: &str = "Content-Type: application/json";

/// A refresh that rotates, written like this, is not lost.
fn taken(name: &'static str, response: ScriptedResponse) -> Row {
    Row::new(name)
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

/// The token that it gives is not read, and the next refresh token not lost.
fn kept(name: &'static str, response: ScriptedResponse) -> Row {
    Row::new(name)
        .signs_in(usual())
        .later(2 * HOURS)
        .answers(response)
        .fails("provider_unavailable", "")
        .later(HOURS)
        .answers(renewed())
        .reads("at-2")
        .sent("refresh_token", "r")
}

fn body(rest: &str) -> Vec<u8> {
    format!(r#"{{"access_token":"a","token_type":"bearer","expires_in":3600,"refresh_token":"r"{rest}}}"#).into_bytes()
}

fn with(rest: &str) -> ScriptedResponse {
    played(OK, &[JSON], body(rest))
}

fn around(before: impl AsRef<[u8]>, after: impl AsRef<[u8]>) -> ScriptedResponse {
    played(OK, &[JSON], [before.as_ref(), &body(""), after.as_ref()].concat())
}

#[tokio::test]
async fn json_that_was_put_together_by_hand_is_read() {
    play(vec![
        taken("not a number", with(r#","quota":NaN,"least":-Infinity"#)),
        taken("JavaScript's nothing", with(r#","x":undefined"#)),
        taken("what Python prints", with(r#","x":None,"y":True"#)),
        taken("numbers of other languages", with(r#","a":007,"b":+1,"c":.5,"d":5.,"e":0xff"#)),
        taken("a date without quotes", with(r#","x":2026-11-30"#)),
        taken("a comma too many", with(",")),
        taken("commas too many inside", with(r#","x":[1,2,],"y":{"a":1,}"#)),
        taken("single quotes", with(r#","x":'it\'s'"#)),
        taken("names without quotes", with(",x:1")),
        taken("comments", with(" /* served by 7 */ // and by 8\n")),
        taken(
            "single quotes throughout",
            played(OK, &[JSON], "{'access_token': 'a', 'token_type': 'bearer', 'expires_in': 3600, 'refresh_token': 'r'}"),
        ),
        taken(
            "a pit of brackets in a member that is used",
            with(&format!(r#","id_token":{}{}"#, "[".repeat(60), "]".repeat(60))),
        ),
        taken("a hint twice", with(r#","refresh_in":1,"refresh_in":2"#)),
        taken("error: false", with(r#","error":false"#)),
        taken("error: 0", with(r#","error":0"#)),
        taken("error: an empty list", with(r#","error":[]"#)),
        taken("error: an empty object", with(r#","error":{}"#)),
        taken("error: the text of nothing", with(r#","error":"null""#)),
        taken("error: an object that says ok", with(r#","error":{"code":"ok","message":"","log_id":"7"}"#)),
    ])
    .await;
}

#[tokio::test]
async fn lifetimes_that_are_no_json_say_as_much_as_others() {
    let lives = |name, expires_in: &str| {
        let body = format!(r#"{{"access_token":"a","token_type":"bearer","refresh_token":"r","expires_in":{expires_in}}}"#);
        Row::new(name).signs_in(played(OK, &[JSON], body))
    };
    let hour =
        |name, expires_in| lives(name, expires_in).later(HOURS / 2).reads("a").later(HOURS).answers(renewed()).reads("at-2");
    play(vec![
        hour("not a number", "NaN"),
        hour("nothing", "undefined"),
        hour("a zero before it", "03600"),
        hour("less than all numbers", "-1e999"),
        lives("more than all numbers", "1e999").later(48 * HOURS).reads("a"),
    ])
    .await;
}

#[tokio::test]
async fn what_stands_around_an_object_is_passed_over() {
    play(vec![
        taken("two byte order marks", around("\u{feff}\u{feff}", "")),
        taken("a mark behind a line", around("\r\n\u{feff}", "")),
        taken("a null byte before it", around("\0", "")),
        taken("spaces that are none of JSON's", around("\u{c}\u{a0}", "\u{a0}")),
        taken("an end of file", around("", "\u{1a}")),
        taken("a guard against scripts", around(")]}',\n", "")),
        taken("a guard that loops", around("while(1);", "")),
        taken("a call", around("callback( ", " );\n")),
        taken("a warning as text", around("Deprecated: Function {x} is old in /x.php on line 7\n", "")),
        taken("a warning as HTML", around("<br />\n<b>Notice</b>: f() in <b>/x.php</b> on line <b>7</b><br />\n", "")),
        taken("a comment of a cache", around("", "\n<!-- 0.021 s -->")),
        // A page that shows an object is a page.
        Row::new("a page that shows an object")
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(around("<html><script>", "</script></html>"))
            .fails("provider_unavailable", ""),
        Row::new("a page that says that a grant has ended")
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(played("HTTP/1.1 400 Bad Request", &[], "<p>Not here.</p>{\"error\":\"invalid_grant\"}"))
            .fails("provider_unavailable", "")
            .stands("degraded", Some("refresh_failed")),
        Row::new("a page that shows what the definition lists")
            .define(json!({ "oauth": { "token_response": { "ends_grant": [{ "pointer": "/code", "values": ["gone"] }] } } }))
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(played("HTTP/1.1 400 Bad Request", &[], "<p>Not here.</p>{\"code\":\"gone\"}"))
            .fails("provider_unavailable", "")
            .stands("degraded", Some("refresh_failed")),
        kept("cut off behind a guard", played(OK, &[JSON], [b")]}'\n".as_slice(), &body(r#","x":"#)[..body("").len()]].concat())),
    ])
    .await;
}

#[tokio::test]
async fn charsets_and_codings_that_were_cut_or_padded() {
    let whole = body("");
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let zipped = gzip(&whole);
    let coded = |bytes: Vec<u8>| played(OK, &[JSON, "Content-Encoding: gzip"], bytes);
    let wide = |mark: &[u8], zeros: usize| {
        [mark, &whole.iter().flat_map(|byte| [vec![*byte], vec![0; zeros]].concat()).collect::<Vec<u8>>()].concat()
    };
    let half = format!("{OK}\r\n{JSON}\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", zipped.len());
    play(vec![
        taken("UTF-32", played(OK, &[JSON], wide(b"", 3))),
        taken("UTF-32 with its mark", played(OK, &[JSON], wide(b"\xff\xfe\0\0", 3))),
        taken("UTF-16 without its mark", played(OK, &[JSON], wide(b"", 1))),
        taken("gzip with a line's end", coded([zipped.clone(), b"\r\n".to_vec()].concat())),
        taken("gzip with padding", coded([zipped.clone(), vec![0; 512]].concat())),
        taken("gzip in two members", coded([gzip(&whole[..9]), gzip(&whole[9..])].concat())),
        taken("a charset in the place of a coding", played(OK, &[JSON, "Content-Encoding: UTF-8"], whole.clone())),
        taken("brotli that is none, with a mark", {
            played(OK, &[JSON, "Content-Encoding: br"], [b"\xef\xbb\xbf", whole.as_slice()].concat())
        }),
        kept("gzip without its end", coded(zipped[..zipped.len() - 8].to_vec())),
        kept("gzip that breaks off", ScriptedResponse::raw([half.as_bytes(), &zipped[..zipped.len() - 8]].concat())),
        kept("gzip with another checksum", {
            let mut damaged = zipped.clone();
            let at = damaged.len() - 6;
            damaged[at] ^= 1;
            coded(damaged)
        }),
    ])
    .await;
}

/// An answer is not lost for a line of its head that nobody reads.
#[tokio::test]
async fn heads_that_break_rules_which_nobody_needs() {
    let under = |name, line: &[u8]| {
        let length = format!("Content-Length: {}\r\n\r\n", body("").len());
        let head = [b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", line, b"\r\n", length.as_bytes()].concat();
        taken(name, ScriptedResponse::raw([head, body("")].concat()))
    };
    let begins = |name, start: &str| {
        let head = format!("{start}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n", body("").len());
        taken(name, ScriptedResponse::raw([head.as_bytes(), &body("")].concat()))
    };
    play(vec![
        under("a space in a name", b"X Debug: 1"),
        under("a line without a colon", b"Warning"),
        under("no name", b": x"),
        under("another charset in a name", b"X-N\xe4me: x"),
        under("another charset in a value", b"X-Name: J\xf6rg"),
        under("a control character", b"X-A: b\x01"),
        under("a folded line", b"X-A: b\r\n c"),
        under("a space before a colon", b"X-A : b"),
        taken("a length with a space before its colon, and more behind the body", {
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Type : application/json\r\nContent-Length : {}\r\n\r\n", body("").len());
            ScriptedResponse::raw([head.as_bytes(), &body(""), b"<html>"].concat())
        }),
        begins("an answer that comes first", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"),
        begins("early hints", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n"),
        begins("HTTP/1.0", "HTTP/1.0 200 OK\r\n"),
        begins("206", "HTTP/1.1 206 Partial Content\r\n"),
        begins("299", "HTTP/1.1 299 Whatever\r\n"),
    ])
    .await;
}

#[tokio::test]
async fn scopes_that_were_printed_as_a_list() {
    let refreshed = |scope: Value| {
        answer(200, &json!({ "access_token": "at-2", "token_type": "Bearer", "expires_in": 3600, "scope": scope }).to_string())
    };
    let both = |name, scope: &str| {
        Row::new(name)
            .signs_in(usual_with("read write"))
            .later(2 * HOURS)
            .answers(refreshed(scope.into()))
            .reads("at-2")
            .scopes(&["read", "write"])
    };
    play(vec![
        both("as Java prints it", "[read, write]"),
        both("as JSON in a text", r#"["read","write"]"#),
        both("as Python prints it", "['read', 'write']"),
        both("the text of nothing", "null"),
        both("the text of nothing, with spaces", " undefined "),
    ])
    .await;
}
