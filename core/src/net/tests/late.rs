//! A budget that ends while a connection comes about: the machine slept, or the process was stopped, and no timer has noticed (SR-57).

use async_trait::async_trait;
use tokio::io::AsyncReadExt as _;
use tokio::sync::Notify;

use super::*;
use crate::base::{Clock, TestClock, Timestamp};
use crate::model::http::Cut;

/// A clock that stands, and a budget by it.
fn budget() -> (Arc<TestClock>, Arc<Budget>) {
    let clock = Arc::new(TestClock::frozen_at(Timestamp::from_unix_seconds(1_000)));
    let held: Arc<dyn Clock> = clock.clone();
    (clock, Budget::new(&held, AMPLE))
}

fn with_authority(authority: &Authority) -> Net {
    Net::new(NetPolicy { development: true, extra_ca_pem: Some(authority.pem().into_bytes()), ..NetPolicy::default() })
}

/// A server that takes its time over the handshake: it has begun, and goes on when told. What is sent to it is noted as it comes.
struct Slow {
    server: Server,
    begun: Arc<Notify>,
    goes_on: Arc<Notify>,
    ended: Arc<Notify>,
}

impl Slow {
    async fn start(config: Arc<rustls::ServerConfig>) -> Slow {
        let [begun, goes_on, ended] = std::array::from_fn(|_| Arc::new(Notify::new()));
        let (begins, waits, ends) = (begun.clone(), goes_on.clone(), ended.clone());
        let server = Server::start(move |stream, requests| {
            let acceptor = tokio_rustls::TlsAcceptor::from(config.clone());
            let (begins, waits, ends) = (begins.clone(), waits.clone(), ends.clone());
            async move {
                begins.notify_one();
                waits.notified().await;
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    // To its end: also of what is no whole request, nothing may come.
                    let mut came = Vec::new();
                    let _broken = stream.read_to_end(&mut came).await;
                    requests.lock().unwrap().extend((!came.is_empty()).then(|| String::from_utf8_lossy(&came).into_owned()));
                }
                ends.notify_one();
            }
        })
        .await;
        Slow { server, begun, goes_on, ended }
    }
}

async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(AMPLE, work).await.expect("it hangs")
}

/// The two forms of a refresh: what is presented stands in the content, or in the address.
fn both(url: impl AsRef<str>) -> [OutboundRequest; 2] {
    let url = url.as_ref();
    let query = crate::model::http::Body::Query("refresh_token=canary".into());
    [post(url, "refresh_token=canary"), OutboundRequest { body: query, ..get(url) }]
}

#[tokio::test]
async fn nothing_is_sent_where_the_budget_has_ended_in_the_handshake() {
    for form in [0, 1] {
        let authority = Authority::make();
        let slow = Slow::start(authority.server("localhost", |_| {})).await;
        let ((clock, budget), net) = (budget(), with_authority(&authority));
        let [content, address] = both(format!("https://localhost:{}/token", slow.server.port()));
        let request = if form == 0 { content } else { address };
        let sending = tokio::spawn(async move { net.send_keeping(request, &budget).await });
        soon(slow.begun.notified()).await;
        clock.advance(Duration::from_secs(61));
        slow.goes_on.notify_one();
        let Cut { failure, begun } = soon(sending).await.unwrap().unwrap_err();
        assert_eq!((failure, begun.len()), (NetFailure::NotSent, 0), "{form}");
        soon(slow.ended.notified()).await;
        assert!(slow.server.requests().is_empty(), "{form}");
    }
}

/// Held until told.
struct Held {
    asked: Notify,
    goes_on: Notify,
}

#[async_trait]
impl Lookup for Held {
    async fn lookup(&self, _: &str) -> std::io::Result<Vec<std::net::IpAddr>> {
        self.asked.notify_one();
        self.goes_on.notified().await;
        Ok(vec!["127.0.0.1".parse().unwrap()])
    }
}

#[tokio::test]
async fn nothing_is_sent_where_the_budget_has_ended_in_the_look_up() {
    for form in [0, 1] {
        let authority = Authority::make();
        let server = Server::answering_tls(authority.server("git.corp.example", |_| {}), OK).await;
        let lookup = Arc::new(Held { asked: Notify::new(), goes_on: Notify::new() });
        let policy = NetPolicy {
            allowed_private_hosts: vec![PrivateHost { host: "git.corp.example".into(), port: server.port() }],
            extra_ca_pem: Some(authority.pem().into_bytes()),
            ..NetPolicy::default()
        };
        let net = Net::with(policy, Limits::DEFAULT, lookup.clone());
        let (clock, budget) = budget();
        let [content, address] = both(format!("https://git.corp.example:{}/token", server.port()));
        let request = if form == 0 { content } else { address };
        let sending = tokio::spawn(async move { net.send_keeping(request, &budget).await });
        soon(lookup.asked.notified()).await;
        clock.advance(Duration::from_secs(61));
        lookup.goes_on.notify_one();
        assert_eq!(soon(sending).await.unwrap().unwrap_err().failure, NetFailure::NotSent, "{form}");
        assert!(server.requests().is_empty(), "{form}");
    }
}

/// Lets a request pass when it is told, or not at all.
struct Shut {
    asked: Notify,
    goes_on: Notify,
    lets: bool,
}

#[async_trait]
impl Door for Shut {
    fn try_pass(&self) -> bool {
        false
    }

    async fn pass(&self) -> bool {
        self.asked.notify_one();
        self.goes_on.notified().await;
        self.lets
    }
}

/// Whoever says that nothing was sent has time to take it back, when a connection stands.
#[tokio::test]
async fn a_request_waits_for_its_door_and_is_not_sent_where_that_stays_shut() {
    for (form, lets) in [(0, true), (0, false), (1, true), (1, false)] {
        let server = Server::answering(OK).await;
        let clock: Arc<dyn Clock> = Arc::new(TestClock::frozen_at(Timestamp::from_unix_seconds(1_000)));
        let door = Arc::new(Shut { asked: Notify::new(), goes_on: Notify::new(), lets });
        let budget = Budget::behind(&clock, clock.elapsed() + AMPLE, door.clone());
        let [content, address] = both(server.url("/token"));
        let request = if form == 0 { content } else { address };
        let sending = tokio::spawn(async move { development().send_keeping(request, &budget).await });
        soon(door.asked.notified()).await;
        assert!(server.requests().is_empty(), "{form} {lets}");
        door.goes_on.notify_one();
        let ended = soon(sending).await.unwrap();
        assert_eq!(
            ended.map(|response| response.status).map_err(|cut| cut.failure),
            if lets { Ok(200) } else { Err(NetFailure::NotSent) }
        );
        let seen = server.requests().concat();
        assert_eq!(seen.contains("refresh_token=canary"), lets, "{form} {lets}: {seen}");
    }
}

/// A server that has waited too long for the content answers without it. What follows from that has been done when the door opens: the
/// lease may be another one's.
#[tokio::test]
async fn nothing_is_sent_behind_an_answer_that_came_before_it() {
    use tokio::io::AsyncWriteExt as _;

    let ended = Arc::new(Notify::new());
    let ends = ended.clone();
    let server = Server::start(move |mut stream, requests| {
        let ends = ends.clone();
        async move {
            let mut head = vec![0; 4096];
            let read = stream.read(&mut head).await.unwrap();
            assert!(head[..read].ends_with(b"\r\n\r\n"), "the head alone");
            stream.write_all(b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n").await.unwrap();
            let mut behind = vec![0; 4096];
            let read = stream.read(&mut behind).await.unwrap_or_default();
            requests.lock().unwrap().push(String::from_utf8_lossy(&behind[..read]).into_owned());
            ends.notify_one();
        }
    })
    .await;
    let clock: Arc<dyn Clock> = Arc::new(TestClock::frozen_at(Timestamp::from_unix_seconds(1_000)));
    let door = Arc::new(Shut { asked: Notify::new(), goes_on: Notify::new(), lets: true });
    let budget = Budget::behind(&clock, clock.elapsed() + AMPLE, door.clone());
    let net = development();
    let answer = soon(net.send_keeping(post(server.url("/token"), "refresh_token=canary"), &budget)).await.unwrap();
    assert_eq!(answer.status, 408);
    door.goes_on.notify_one();
    soon(ended.notified()).await;
    assert_eq!(server.requests(), [""]);
}

/// A timer that runs out before the connection stands has cost nothing, and it is known.
#[tokio::test]
async fn a_timer_that_ends_before_anything_is_sent_leaves_no_doubt() {
    let authority = Authority::make();
    let clock: Arc<dyn Clock> = Arc::new(TestClock::frozen_at(Timestamp::from_unix_seconds(1_000)));
    let slow = Slow::start(authority.server("localhost", |_| {})).await;
    for request in both(format!("https://localhost:{}/token", slow.server.port())) {
        let cut = with_authority(&authority).send_keeping(request, &Budget::new(&clock, SHORT)).await.unwrap_err();
        assert_eq!(cut.failure, NetFailure::NotSent);
    }
    // One that was sent, and is not answered, may have been processed.
    let silent = Server::start(|mut stream, requests| async move {
        read_request(&mut stream, &requests).await;
        std::future::pending::<()>().await;
    })
    .await;
    let budget = Budget::new(&clock, SHORT);
    let cut = development().send_keeping(post(silent.url("/token"), "a=1"), &budget).await.unwrap_err();
    assert_eq!((cut.failure, silent.requests().len()), (NetFailure::TimedOut, 1));
}

/// A request whose secrets stand in its address has no content that could be held back: it counts as sent once its connection is there.
#[tokio::test]
async fn a_request_without_content_is_in_doubt_once_it_is_begun() {
    let silent = Server::start(|mut stream, requests| async move {
        read_request(&mut stream, &requests).await;
        std::future::pending::<()>().await;
    })
    .await;
    let query = |url: url::Url| OutboundRequest { body: crate::model::http::Body::Query("t=1".into()), ..get(url) };
    let clock: Arc<dyn Clock> = Arc::new(TestClock::frozen_at(Timestamp::from_unix_seconds(1_000)));
    let cut = development().send_keeping(query(silent.url("/token")), &Budget::new(&clock, SHORT)).await.unwrap_err();
    assert_eq!((cut.failure, silent.requests().len()), (NetFailure::TimedOut, 1));
    let over = Budget::new(&clock, AMPLE);
    assert!(over.shut());
    let cut = development().send_keeping(query(silent.url("/token")), &over).await.unwrap_err();
    assert_eq!((cut.failure, silent.connections()), (NetFailure::NotSent, 1));
}

/// Servers refuse what has no length.
#[tokio::test]
async fn a_request_with_a_budget_is_the_same_on_the_wire() {
    let mut seen = Vec::new();
    for is_kept in [false, true] {
        let server = Server::answering(OK).await;
        let request = post(server.url("/token"), "refresh_token=canary");
        let answer = match is_kept {
            false => development().send(request, AMPLE).await.unwrap(),
            true => development().send_keeping(request, &budget().1).await.unwrap(),
        };
        assert_eq!(answer.status, 200);
        let sent = server.requests().remove(0).replace(&server.address.to_string(), "HOST");
        assert!(sent.to_ascii_lowercase().contains("\r\ncontent-length: 20\r\n"), "{sent}");
        let (head, body) = sent.split_once("\r\n\r\n").unwrap();
        let mut lines: Vec<String> = head.lines().chain([body]).map(str::to_owned).collect();
        lines[1..].sort();
        seen.push(lines);
    }
    assert_eq!(seen[0], seen[1]);
}

/// The provider has rotated, and its gateway has added headers beyond all measure.
#[tokio::test]
async fn what_an_answer_brings_is_kept_whatever_is_wrong_with_it() {
    let body = br#"{"refresh_token":"rt-2"}"#;
    let gzip = {
        use std::io::Write as _;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    };
    let filler = format!("x-filler: {}\r\n", "a".repeat(4096)).repeat(17);
    let answer = |headers: &str, announced: usize, body: &[u8]| {
        let head = format!("HTTP/1.1 200 OK\r\n{headers}content-length: {announced}\r\nconnection: close\r\n\r\n");
        [head.as_bytes(), body].concat()
    };
    let broken = &gzip[..gzip.len() - 4];
    let coded = "content-encoding: gzip\r\n";
    for (what, answer, failure) in [
        ("headers", answer(&filler, body.len(), body), NetFailure::TooLarge),
        ("headers and a coding", answer(&format!("{filler}{coded}"), gzip.len(), &gzip), NetFailure::TooLarge),
        ("a coding without its end", answer(coded, broken.len(), broken), NetFailure::Broken),
        ("a coding that breaks off", answer(coded, gzip.len(), broken), NetFailure::Broken),
    ] {
        let server = Server::answering(answer).await;
        let cut = development().send_keeping(post(server.url("/token"), "a=1"), &budget().1).await.unwrap_err();
        assert_eq!((cut.failure, cut.begun.as_slice()), (failure, body.as_slice()), "{what}");
    }
}
