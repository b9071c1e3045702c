//! Errors whose body is beyond the limit: status and headers count, and nothing is here of the body, which nobody has read to its end.

use std::io::Write as _;

use super::*;
use crate::base::{Clock, TestClock, Timestamp};
use crate::model::pause_headers;

/// What of it ends a grant, where it is believed.
const BEGINS: &str = r#"{"error":"invalid_grant"}"#;

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A word, and white space behind it up to this length: as far as the limit it is an object.
fn answers(status: &str, length: usize) -> Vec<Vec<u8>> {
    let body = format!("{BEGINS}{}", " ".repeat(length - BEGINS.len()));
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\nretry-after: 7\r\nconnection: close\r\n");
    let coded = gzip(&body);
    let coded_head = format!("{head}content-encoding: gzip\r\ncontent-length: {}\r\n\r\n", coded.len());
    vec![
        format!("{head}content-length: {length}\r\n\r\n{body}").into_bytes(),
        format!("{head}\r\n{body}").into_bytes(),
        format!("{head}transfer-encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n").into_bytes(),
        [coded_head.as_bytes(), &coded].concat(),
    ]
}

#[tokio::test]
async fn of_an_error_beyond_the_cap_nothing_is_taken_for_the_whole() {
    let clock: Arc<dyn Clock> = Arc::new(TestClock::frozen_at(Timestamp::from_unix_seconds(1_000)));
    let cap = Limits::DEFAULT.max_body;
    for (length, is_cut) in [(cap, false), (cap + 1, true), (3 * cap, true)] {
        for status in ["400 Bad Request", "401 Unauthorized", "502 Bad Gateway", "302 Found"] {
            for answer in answers(status, length) {
                let server = Server::answering(answer).await;
                let plain = development().send(get(server.url("/")), AMPLE).await.unwrap();
                let kept = development().send_keeping(get(server.url("/")), &Budget::new(&clock, AMPLE)).await.unwrap();
                for answer in [plain, kept] {
                    let seen = (answer.is_cut, answer.body.len(), answer.header("retry-after"));
                    assert_eq!(seen, (is_cut, if is_cut { 0 } else { length }, Some("7")), "{status}");
                }
            }
        }
    }
}

/// By whatever name a provider says it: what is read of pauses is what is kept.
#[tokio::test]
async fn every_header_that_names_a_pause_is_kept_beside_too_many() {
    let pauses: String = pause_headers::names().map(|name| format!("{name}: 600\r\n")).collect();
    let more = format!("x-more: {}\r\n", "v".repeat(1000)).repeat(80);
    let server = Server::answering(format!("HTTP/1.1 429 Slow down\r\n{more}{pauses}content-length: 0\r\n\r\n")).await;
    let answer = development().send(get(server.url("/")), AMPLE).await.unwrap();
    for name in pause_headers::names() {
        assert_eq!(answer.header(name), Some("600"), "{name}");
    }
}
