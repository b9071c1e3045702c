//! What an answer of a provider that means harm costs: one refresh, and at most 2 MiB more than a refresh without any answer (SR-35). Counted
//! by the allocator of this test's own process, in which nothing else happens.

use std::time::Duration;

use crate::support::hostile::{connected, get, good};
use crate::support::look::HOUR;
use authpipe::GrantStatus;
use authpipe_sandbox::{Scripted, ScriptedBody, ScriptedResponse};
use stats_alloc::Region;

/// An answer that passes.
const OUTAGE: &str = "provider_unavailable";
/// One that somebody must put right first: beyond measure, or with a token of a shape that is none.
const SHAPE: &str = "provider_error";

/// The refresh meets this answer and must fail so; the next one works. Gives what was allocated meanwhile, in bytes.
async fn check_harmless(name: &str, code: &str, answer: ScriptedResponse) -> usize {
    let server = Scripted::start().await;
    let app = connected(&server).await;
    app.advance(2 * HOUR);
    server.respond_next("/oauth/token", answer);
    let region = Region::new(crate::GLOBAL);
    let error = get(&app).await.unwrap_err();
    // Whoever is still being written to when enough is enough may also see a connection that broke.
    assert!([code, OUTAGE].contains(&error.code().as_str()), "{name}: {error}");
    // Whatever was allocated, given back or not, the server's part in this process included: no peak can be higher.
    let bytes = region.change().bytes_allocated;
    assert_eq!(app.status().await.0, GrantStatus::Degraded, "{name}");
    server.respond_next("/oauth/token", good());
    app.advance(Duration::from_secs(301));
    assert!(get(&app).await.unwrap().refreshed, "{name}");
    bytes
}

#[test]
fn endless_and_malformed_answers_are_outages_and_cost_little() {
    crate::alone(
        "hostile_answers::endless_and_malformed_answers_are_outages_and_cost_little",
        check_endless_and_malformed_answers_are_outages_and_cost_little,
    );
}

async fn check_endless_and_malformed_answers_are_outages_and_cost_little() {
    let deep = format!("{{\"access_token\":{}1{},\"token_type\":\"Bearer\"}}", "[".repeat(50_000), "]".repeat(50_000));
    let long = format!(r#"{{"access_token":"{}","token_type":"Bearer"}}"#, "a".repeat(300 * 1024));
    let many = format!("HTTP/1.1 200 OK\r\n{}Content-Length: 2\r\n\r\n{{}}", "X-Filler: yes\r\n".repeat(5_000));
    let cases = [
        ("a body without end", SHAPE, ScriptedResponse::with_body(200, ScriptedBody::Endless { announced: false })),
        ("a body of 1 GiB, announced", SHAPE, ScriptedResponse::with_body(200, ScriptedBody::Endless { announced: true })),
        ("an error of 1 GiB", OUTAGE, ScriptedResponse::with_body(500, ScriptedBody::Endless { announced: false })),
        ("headers without end", OUTAGE, ScriptedResponse::EndlessHeaders),
        ("thousands of headers", SHAPE, ScriptedResponse::Raw(many.into_bytes().into())),
        (
            "a compressed bomb",
            SHAPE,
            ScriptedResponse::with_body(200, ScriptedBody::gzip_bomb(1 << 30)).header("Content-Type", "application/json"),
        ),
        ("nested too deeply", SHAPE, ScriptedResponse::json(200, deep)),
        ("longer than any token", SHAPE, ScriptedResponse::json(200, long)),
        ("closed at once", OUTAGE, ScriptedResponse::Close),
        ("no HTTP", OUTAGE, ScriptedResponse::Raw((&b"SSH-2.0-OpenSSH_9.2\r\n"[..]).into())),
        (
            "half an answer",
            OUTAGE,
            ScriptedResponse::Raw((&b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"access_token\":"[..]).into()),
        ),
        ("null", OUTAGE, ScriptedResponse::json(200, "null")),
        ("a list", OUTAGE, ScriptedResponse::json(200, "[]")),
        ("not UTF-8", SHAPE, ScriptedResponse::json(200, &b"{\"access_token\":\"\xff\xfe\",\"token_type\":\"Bearer\"}"[..])),
    ];
    let without_any = check_harmless("no answer", OUTAGE, ScriptedResponse::Close).await;
    for (name, code, answer) in cases {
        let limit = without_any + (2 << 20);
        let mut bytes = usize::MAX;
        // On a busy machine the server's part, which counts too, comes in more and smaller pieces.
        for _ in 0..3 {
            if bytes >= limit {
                bytes = check_harmless(name, code, answer.clone()).await.min(bytes);
            }
        }
        assert!(bytes < limit, "{name}: {bytes} bytes, without any answer {without_any}");
    }
}
