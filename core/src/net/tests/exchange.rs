//! One exchange: sent once, no redirect, limits, and what a failure says (SR-24, SR-35, SR-79).

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use tokio::io::AsyncWriteExt as _;

use super::*;
use crate::base::Secret;
use crate::model::http::{Body, Method, PROTECTED_HEADERS, SecretHeader};

#[tokio::test]
async fn a_request_goes_out_as_given_and_the_answer_comes_back() {
    let server = Server::answering(
        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nX-Odd: caf\u{e9}\r\nretry-after: 3\r\ncontent-length: 3\r\n\r\nabc",
    )
    .await;
    let answer = development().send(post(server.url("/token?x=1"), "code=canary"), AMPLE).await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (400, b"abc".as_slice()));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("retry-after"), Some("3"));
    assert_eq!(answer.header("x-odd"), Some("café"));
    let sent = server.requests().remove(0);
    assert!(sent.starts_with("POST /token?x=1 HTTP/1.1\r\n"), "{sent}");
    assert!(sent.ends_with("\r\n\r\ncode=canary"), "{sent}");
    let head = sent.to_ascii_lowercase();
    for line in [
        "accept: application/json",
        "accept-encoding: identity",
        "authorization: basic header-canary",
        "content-type: application/x-www-form-urlencoded",
        concat!("user-agent: authpipe/", env!("CARGO_PKG_VERSION")),
    ] {
        assert!(head.contains(&format!("\r\n{line}\r\n")), "{line}: {head}");
    }
    for absent in ["referer", "cookie", "gzip"] {
        assert!(!head.contains(absent), "{head}");
    }
}

#[tokio::test]
async fn no_redirect_is_followed() {
    for status in [301, 302, 303, 307, 308] {
        let other = Server::answering(OK).await;
        let location = other.url("/stolen");
        let answer = format!("HTTP/1.1 {status} Moved\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
        let first = Server::answering(answer).await;
        for request in [post(first.url("/token"), "client_secret=canary"), get(first.url("/keys"))] {
            let answer = development().send(request, AMPLE).await.unwrap();
            assert_eq!((answer.status, answer.header("location")), (status, Some(location.as_str())));
        }
        assert_eq!((first.connections(), other.connections()), (2, 0), "{status}");
    }
}

#[tokio::test]
async fn an_answer_that_never_ends_is_cut_by_the_total() {
    for start in [
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc",
    ] {
        let server = Server::start(move |mut stream, requests| async move {
            if read_request(&mut stream, &requests).await {
                stream.write_all(start.as_bytes()).await.unwrap();
                std::future::pending::<()>().await;
            }
        })
        .await;
        let failure = development().send(post(server.url("/token"), "a=b"), SHORT).await.unwrap_err();
        assert_eq!(failure, NetFailure::TimedOut, "{start:?}");
        assert!(failure.may_have_been_processed());
        assert_eq!(server.requests().len(), 1);
    }
}

/// A process is stopped for longer than the budget, and the answer arrives meanwhile. One thread runs everything of it, so that
/// holding that thread stops it.
#[tokio::test]
async fn an_answer_that_arrived_while_the_process_was_stopped_is_read() {
    for pieces in [
        &[OK][..],
        &["HTTP/1.1 200 OK\r\nconnection: close\r\n", "transfer-encoding: chunked\r\n\r\n1\r\n{\r\n", "1\r\n}\r\n0\r\n\r\n"],
    ] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url: url::Url = format!("http://{}/token", listener.local_addr().unwrap()).parse().unwrap();
        let (asked, was_asked) = tokio::sync::oneshot::channel();
        let (answered, was_answered) = std::sync::mpsc::channel();
        let server = std::thread::spawn(move || {
            use std::io::{Read as _, Write as _};
            let (mut stream, _) = listener.accept().unwrap();
            let mut seen = Vec::new();
            while !seen.ends_with(b"a=b") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                seen.extend(byte);
            }
            asked.send(()).unwrap();
            for piece in pieces {
                stream.write_all(piece.as_bytes()).unwrap();
            }
            answered.send(()).unwrap();
        });
        let net = development();
        let begun = std::time::Instant::now();
        let stopped = async {
            was_asked.await.unwrap();
            was_answered.recv().unwrap();
            std::thread::sleep((SHORT * 2).saturating_sub(begun.elapsed()));
        };
        let (answer, ()) = tokio::join!(net.send(post(url, "a=b"), SHORT), stopped);
        assert_eq!(answer.map(|answer| answer.body.to_vec()), Ok(b"{}".to_vec()), "{pieces:?}");
        server.join().unwrap();
    }
}

/// Names that are looked up for ever: what ends the wait is the clock alone.
struct NeverFound;

#[async_trait]
impl Lookup for NeverFound {
    async fn lookup(&self, _: &str) -> std::io::Result<Vec<std::net::IpAddr>> {
        std::future::pending().await
    }
}

/// SR-35: the limits that the library itself uses, on a clock that jumps to whatever is waited for.
#[tokio::test(start_paused = true)]
async fn without_limits_of_ones_own_a_connection_has_5_s_and_an_exchange_20_s() {
    assert_eq!(development().limits, Limits::DEFAULT);
    assert_eq!((Limits::DEFAULT.max_body, Limits::DEFAULT.max_headers), (256 * 1024, 64 * 1024));
    let waits = async |limits: Limits| {
        let net = Net::with(NetPolicy::default(), limits, Arc::new(NeverFound));
        let start = tokio::time::Instant::now();
        let failure = net.send(get("https://provider.example/"), Duration::MAX).await.unwrap_err();
        (failure, start.elapsed().as_secs())
    };
    assert_eq!(waits(Limits::DEFAULT).await, (NetFailure::NotConnected, 5));
    let patient = Limits { connect: Duration::from_secs(600), ..Limits::DEFAULT };
    assert_eq!(waits(patient).await, (NetFailure::TimedOut, 20));
}

#[tokio::test]
async fn the_clients_own_total_holds_where_the_caller_gives_more() {
    let server = Server::start(|stream, _| async move {
        let _open = stream;
        std::future::pending().await
    })
    .await;
    let policy = NetPolicy { development: true, ..NetPolicy::default() };
    let net = Net::with(policy, Limits { total: SHORT, ..Limits::DEFAULT }, Arc::new(SystemLookup));
    assert_eq!(net.send(get(server.url("/")), Duration::MAX).await.unwrap_err(), NetFailure::TimedOut);
}

#[tokio::test]
async fn without_time_nothing_is_sent() {
    let server = Server::answering(OK).await;
    let failure = development().send(get(server.url("/")), Duration::ZERO).await.unwrap_err();
    assert_eq!((failure, server.connections()), (NetFailure::NotSent, 0));
    assert!(!failure.may_have_been_processed());
}

#[tokio::test]
async fn bodies_end_at_the_cap() {
    let cap = Limits::DEFAULT.max_body;
    for (length, expected) in [(cap, Ok(cap)), (cap + 1, Err(NetFailure::TooLarge))] {
        let body = "x".repeat(length);
        let announced = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
        let until_close = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{body}");
        let chunked = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n");
        for answer in [announced, until_close, chunked] {
            let server = Server::answering(answer).await;
            let answer = development().send(get(server.url("/")), AMPLE).await;
            assert_eq!(answer.map(|answer| answer.body.len()), expected);
        }
    }
}

/// A server that writes `start` and then `block` until the peer has had enough, or a GiB is out.
async fn flood(start: &'static str, block: Vec<u8>) -> (Server, Arc<AtomicUsize>) {
    let sent = Arc::new(AtomicUsize::new(0));
    let (count, block): (_, Arc<[u8]>) = (sent.clone(), block.into());
    let server = Server::start(move |mut stream, requests| {
        let (count, block) = (count.clone(), block.clone());
        async move {
            read_request(&mut stream, &requests).await;
            let mut going = stream.write_all(start.as_bytes()).await;
            while going.is_ok() && count.load(Ordering::SeqCst) < 1 << 30 {
                going = stream.write_all(&block).await;
                count.fetch_add(block.len(), Ordering::SeqCst);
            }
        }
    })
    .await;
    (server, sent)
}

#[tokio::test]
async fn floods_are_cut_off() {
    let chunk = [b"10000\r\n".as_slice(), &[b'x'; 0x10000], b"\r\n"].concat();
    let cases: [(&str, Vec<u8>, NetFailure); 7] = [
        ("HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n", vec![b'x'; 65536], NetFailure::TooLarge),
        ("HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551615\r\n\r\n", vec![b'x'; 65536], NetFailure::Broken),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", chunk, NetFailure::TooLarge),
        ("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", vec![b'x'; 65536], NetFailure::TooLarge),
        ("HTTP/1.1 200 OK\r\n", b"x-more: yes\r\n".repeat(1000), NetFailure::Broken),
        ("HTTP/1.1 200 OK\r\nx-long: ", vec![b'x'; 65536], NetFailure::Broken),
        ("", vec![b'x'; 65536], NetFailure::Broken),
    ];
    for (start, block, expected) in cases {
        let (server, sent) = flood(start, block).await;
        let failure = development().send(get(server.url("/")), AMPLE).await.unwrap_err();
        assert_eq!(failure, expected, "{start:?}");
        assert!(failure.may_have_been_processed());
        // What is beyond the cap lies in socket buffers.
        assert!(sent.load(Ordering::SeqCst) < 32 << 20, "{start:?}: {sent:?}");
    }
}

#[tokio::test]
async fn headers_are_limited_to_64_kib_and_4096_lines() {
    // With the line that tells the length of the body, 4095 are all of them.
    let cases = [
        (60, 1000, true),
        (70, 1000, false),
        (1, 60_000, true),
        (1, 66_000, false),
        (150, 100, true),
        (4095, 1, true),
        (4096, 1, false),
    ];
    for (count, length, is_ok) in cases {
        let lines = format!("x: {}\r\n", "v".repeat(length)).repeat(count);
        let server = Server::answering(format!("HTTP/1.1 200 OK\r\n{lines}content-length: 0\r\n\r\n")).await;
        let answer = development().send(get(server.url("/")), AMPLE).await;
        assert_eq!(answer.is_ok(), is_ok, "{count} × {length}");
        if let Err(failure) = answer {
            assert_eq!(failure, if count >= 4096 { NetFailure::Broken } else { NetFailure::TooLarge });
        }
    }
}

/// What says no is judged by what kind of content it has and when it may be asked again, however much a gateway adds.
#[tokio::test]
async fn of_a_no_with_headers_beyond_measure_those_that_are_read_are_kept() {
    for (more, length) in [(1, 70_000), (3, 30_000), (2000, 100), (3000, 15)] {
        let more: String = (0..more).map(|number| format!("x-{number}: {}\r\n", "v".repeat(length))).collect();
        // Longer than the lines of the last one.
        let head = "content-type: text/html; charset=utf-8\r\nretry-after: 7\r\nwww-authenticate: Bearer";
        for head in [format!("{more}{head}"), format!("{head}\r\n{more}").trim_end().to_owned()] {
            let server = Server::answering(format!("HTTP/1.1 400 Bad Request\r\n{head}\r\ncontent-length: 0\r\n\r\n")).await;
            let answer = development().send(get(server.url("/")), AMPLE).await.unwrap();
            let kept = ["content-type", "retry-after", "www-authenticate"].map(|name| answer.header(name));
            assert_eq!(kept, [Some("text/html; charset=utf-8"), Some("7"), Some("Bearer")]);
            let size: usize = answer.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
            assert!(size <= Limits::DEFAULT.max_headers, "{size}");
        }
    }
}

#[tokio::test]
async fn a_coding_that_nobody_asked_for_is_undone_whatever_it_is_called() {
    // gzip of `{}`.
    let packed = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xae, 5, 0, 0x43, 0xbf, 0xa6, 0xa3, 2, 0, 0, 0];
    for encoding in ["gzip", "deflate", "br", "zstd"] {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: {encoding}\r\ncontent-length: {}\r\n\r\n", packed.len());
        let server = Server::answering([head.as_bytes(), &packed].concat()).await;
        let answer = development().send(get(server.url("/")), AMPLE).await.unwrap();
        assert_eq!((answer.body.as_slice(), answer.header("content-encoding")), (b"{}".as_slice(), Some(encoding)));
    }
}

#[tokio::test]
async fn failures_tell_whether_the_request_may_have_been_processed() {
    for answer in [
        "",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz",
        "junk\r\n\r\n",
    ] {
        let server = Server::answering(answer).await;
        let failure = development().send(post(server.url("/token"), "refresh_token=canary"), AMPLE).await.unwrap_err();
        assert_eq!(failure, NetFailure::Broken, "{answer:?}");
        assert!(failure.may_have_been_processed());
        assert_eq!((server.connections(), server.requests().len()), (1, 1), "sent once: {answer:?}");
    }

    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = development().send(get(format!("http://{closed}/")), AMPLE).await.unwrap_err();
    assert_eq!(refused, NetFailure::Refused);
    assert!(!refused.may_have_been_processed());

    let nowhere = production(NetPolicy::default(), &Names::giving(&[]));
    assert_eq!(nowhere.send(get("https://no-such.example/"), AMPLE).await.unwrap_err(), NetFailure::NameUnknown);
    let empty = production(NetPolicy::default(), &Names::giving(&[&[]]));
    assert_eq!(empty.send(get("https://no-such.example/"), AMPLE).await.unwrap_err(), NetFailure::NameUnknown);
}

#[tokio::test]
async fn a_kept_connection_that_breaks_is_not_retried() {
    let server = Server::start(|mut stream, requests| async move {
        read_request(&mut stream, &requests).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
        read_request(&mut stream, &requests).await;
    })
    .await;
    let net = development();
    assert!(net.send(post(server.url("/token"), "a=1"), AMPLE).await.is_ok());
    assert_eq!(net.send(post(server.url("/token"), "a=2"), AMPLE).await.unwrap_err(), NetFailure::Broken);
    assert_eq!((server.connections(), server.requests().len()), (1, 2));
}

#[tokio::test]
async fn nothing_secret_is_shown() {
    let request = client::build_request(post("https://provider.example/t?x=query-canary", "form-canary"), None).unwrap();
    assert!(request.headers()["authorization"].is_sensitive());
    assert!(!format!("{:?}", request.headers()).contains("canary"));
    let mut plain = get("https://provider.example/");
    plain.secret_header = Some(SecretHeader { name: "X-Api-Key".into(), value: Secret::from("canary") });
    let request = client::build_request(plain, None).unwrap();
    assert!(!format!("{:?}", request.headers()).contains("canary"));
    assert!(!format!("{:?}", post("https://provider.example/t?x=query-canary", "form-canary")).contains("canary"));
    for failure in [
        NetFailure::Blocked,
        NetFailure::NotConnected,
        NetFailure::TimedOut,
        NetFailure::Broken,
        NetFailure::TooLarge,
        NetFailure::NotSent,
    ] {
        let text = format!("{failure} {failure:?} {}", std::error::Error::source(&failure).is_some());
        assert!(!text.contains("://") && text.ends_with("false"), "{text}");
    }
}

#[tokio::test]
async fn a_plain_header_carries_no_credential_and_frames_no_message() {
    let server = Server::answering(OK).await;
    for name in PROTECTED_HEADERS.into_iter().chain(["Authorization", "HOST", "Content-Length"]) {
        let mut request = post(server.url("/token"), "a=1");
        request.headers.push((name.to_owned(), "1".to_owned()));
        assert_eq!(development().send(request, AMPLE).await.unwrap_err(), NetFailure::Blocked, "{name}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn each_method_and_body_is_sent_as_it_is() {
    let server = Server::answering(OK).await;
    for (method, body, line, content) in [
        (Method::Get, Body::Empty, "GET /x", None),
        (Method::Put, Body::Form("a=1".into()), "PUT /x", Some(("application/x-www-form-urlencoded", "a=1"))),
        (Method::Patch, Body::Json("{\"a\":1}".into()), "PATCH /x", Some(("application/json", "{\"a\":1}"))),
        (Method::Post, Body::Json("{}".into()), "POST /x", Some(("application/json", "{}"))),
        (Method::Delete, Body::Empty, "DELETE /x", None),
    ] {
        let mut request = get(server.url("/x"));
        (request.method, request.body) = (method, body);
        request.headers.push(("X-Api-Version".to_owned(), "2022-11-28".to_owned()));
        development().send(request, AMPLE).await.unwrap();
        let seen = server.requests().pop().unwrap();
        assert!(seen.starts_with(line) && seen.to_ascii_lowercase().contains("x-api-version: 2022-11-28"), "{seen}");
        match content {
            Some((kind, body)) => {
                assert!(
                    seen.to_ascii_lowercase().contains(&format!("content-type: {kind}\r\n")) && seen.ends_with(body),
                    "{seen}"
                );
            }
            None => assert!(!seen.to_ascii_lowercase().contains("content-type") && seen.ends_with("\r\n\r\n"), "{seen}"),
        }
    }
}

#[tokio::test]
async fn a_header_that_cannot_be_one_is_refused_before_anything_is_sent() {
    let server = Server::answering(OK).await;
    for (name, value) in [("authorization", "Basic a\r\nx-more: 1"), ("bad name", "x"), ("authorization", "a\0b"), ("", "x")] {
        let mut request = get(server.url("/"));
        request.secret_header = Some(SecretHeader { name: name.into(), value: Secret::from(value) });
        assert_eq!(development().send(request, AMPLE).await.unwrap_err(), NetFailure::Blocked, "{name:?}");
    }
    assert_eq!(server.connections(), 0);
}
