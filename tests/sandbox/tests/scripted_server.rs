//! The scripted server misbehaves as told, and records what it got.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::{Command, Stdio};

use authpipe_sandbox::{HttpClient, Scripted, ScriptedBody, ScriptedResponse, ServerCertificate};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

#[tokio::test]
async fn answers_and_records() {
    let server = Scripted::start().await;
    server.respond("/token", ScriptedResponse::json(200, "{\"a\":1}").header("X-One", "1"));
    server.respond_next("/token", ScriptedResponse::redirect(307, "https://evil.example/"));
    let client = HttpClient::new(None);
    let form = [("grant_type", "refresh_token")];
    let first = client.post_form(&server.url("/token?x=1"), &form, &[]).await.unwrap();
    assert_eq!((first.status, first.header("location")), (307, Some("https://evil.example/")));
    let second = client.post_form(&server.url("/token"), &form, &[("x-mine", "2")]).await.unwrap();
    assert_eq!((second.json()["a"].as_u64(), second.header("x-one")), (Some(1), Some("1")));
    assert_eq!(client.get(&server.url("/other"), &[]).await.unwrap().status, 404);
    let seen = server.requests();
    assert_eq!((server.connections(), seen.len()), (3, 3));
    assert_eq!((seen[0].method.as_str(), seen[0].path.as_str(), seen[0].query.as_str()), ("POST", "/token", "x=1"));
    assert_eq!(seen[1].header("x-mine"), Some("2"));
    assert_eq!(&seen[0].body[..], b"grant_type=refresh_token");
}

#[tokio::test]
async fn broken_answers_are_broken() {
    let server = Scripted::start().await;
    server.respond("/close", ScriptedResponse::Close);
    server.respond("/raw", ScriptedResponse::Raw("nonsense\r\n\r\n".into()));
    let client = HttpClient::new(None);
    assert!(client.get(&server.url("/close"), &[]).await.is_err());
    assert!(client.get(&server.url("/raw"), &[]).await.is_err());
}

/// Reads `n` bytes of an answer and hangs up.
async fn read_some(server: &Scripted, path: &str, n: usize) -> Vec<u8> {
    let address = server.origin().replace("http://", "");
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
    let mut bytes = vec![0; n];
    stream.read_exact(&mut bytes).await.unwrap();
    bytes
}

#[tokio::test]
async fn endless_answers_are_made_as_they_are_read() {
    let server = Scripted::start().await;
    server.respond("/body", ScriptedResponse::with_body(200, ScriptedBody::Endless { announced: true }));
    server.respond("/headers", ScriptedResponse::EndlessHeaders);
    let body = String::from_utf8(read_some(&server, "/body", 200_000).await).unwrap();
    assert!(body.contains("Content-Length: 1073741824"));
    let headers = String::from_utf8(read_some(&server, "/headers", 200_000).await).unwrap();
    assert!(!headers.contains("\r\n\r\n"));
    assert!(server.bytes_sent() < 100 << 20, "{}", server.bytes_sent());
}

#[tokio::test]
async fn held_answers_wait_for_release() {
    let server = Scripted::start().await;
    server.respond("/held", ScriptedResponse::with_body(200, ScriptedBody::Held("{\"a".into())));
    server.respond("/silent", ScriptedResponse::Silence);
    let client = HttpClient::new(None);
    let (held, silent) = (server.url("/held"), server.url("/silent"));
    let (first, second, ()) = tokio::join!(client.get(&held, &[]), client.get(&silent, &[]), async {
        server.wait_until_requests(2).await;
        server.release();
    });
    assert!(first.is_err() && second.is_err(), "both end short");
}

#[tokio::test]
async fn certificates_are_as_bad_as_asked() {
    for (kind, works) in [
        (ServerCertificate::Valid, true),
        (ServerCertificate::SelfSigned, false),
        (ServerCertificate::Expired, false),
        (ServerCertificate::WrongHost, false),
    ] {
        let server = Scripted::start_tls(kind).await;
        server.respond("*", ScriptedResponse::json(200, "{}"));
        let client = HttpClient::new(Some(server.ca_pem()));
        let outcome = client.get(&server.url("/x"), &[]).await;
        assert_eq!(outcome.is_ok(), works, "{kind:?}: {outcome:?}");
        assert_eq!(server.requests().len(), usize::from(works), "{kind:?}");
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn a_gzip_bomb_is_valid_gzip() {
    let server = Scripted::start().await;
    server.respond("/bomb", ScriptedResponse::with_body(200, ScriptedBody::gzip_bomb(1 << 20)));
    let answer = HttpClient::new(None).get(&server.url("/bomb"), &[]).await.unwrap();
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert!(answer.body.len() < 8000);
    // An unpacker that was not written here.
    let Ok(mut child) = Command::new("gzip").arg("-dc").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() else {
        return;
    };
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &answer.body).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(output.stdout.len() > 1_000_000 && output.stdout.iter().all(|byte| *byte == 0));
}
