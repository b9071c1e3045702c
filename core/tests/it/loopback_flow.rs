//! The loopback flow (RFC 8252 §7.3; SR-29): a port that is open for one sign-in.

use crate::support;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use crate::support::flow::{cancel, state_of, with_parameter, words};
use crate::support::{App, PROVIDER, code, sign_in, tenant};
use authpipe::{Authpipe, GrantStatus, LoopbackFlow, NativeRequest, Options, ProviderId, ProviderInput, UserId};
use authpipe_sandbox::{Endpoint, Fault, HttpAnswer, World, demo};
use url::Url;

/// A script: a public registration, no handler, no redirect URI of its own.
fn as_script(options: &mut Options) {
    options.base_url = None;
    let input =
        ProviderInput { client_id: demo::PUBLIC_CLIENT_ID.into(), client_secret: None, ..options.providers[PROVIDER].clone() };
    options.providers.insert(PROVIDER.into(), input);
}

/// The provider compares redirect URIs strictly, but for the port.
async fn start() -> App {
    let mut world = World::demo();
    world.app_mut(demo::PUBLIC_CLIENT_ID).unwrap().any_loopback_redirect = false;
    App::start_with(world, as_script).await
}

fn request() -> NativeRequest {
    NativeRequest::new(ProviderId::parse(PROVIDER).unwrap(), tenant("acme"), UserId::parse("ben").unwrap())
}

async fn begin(app: &App) -> LoopbackFlow {
    app.authpipe.start_loopback_flow(request()).await.unwrap()
}

async fn answer(app: &App, flow: &LoopbackFlow) -> Url {
    sign_in(&app.sandbox.browser(), flow.authorization_url(), &demo::BOB).await
}

/// The browser follows the redirect.
async fn open(app: &App, url: &Url) -> HttpAnswer {
    app.sandbox.client().get(url.as_str(), &[]).await.unwrap()
}

fn page(answer: &HttpAnswer) -> String {
    words(&authpipe::HttpResponse { body: answer.body.to_vec(), ..Default::default() })
}

fn is_closed(flow_uri: &str) -> bool {
    let url = Url::parse(flow_uri).unwrap();
    TcpStream::connect(("127.0.0.1", url.port().unwrap())).is_err()
}

/// Until the port refuses; a port that stays open hangs here, and the runner's watchdog says so.
async fn closes(flow_uri: &str) {
    while !is_closed(flow_uri) {
        tokio::task::yield_now().await;
    }
}

/// Sends bytes as they are and reads the status.
fn send(url: &Url, text: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", url.port().unwrap())).unwrap();
    // The other side may hang up before everything is written.
    _ = stream.write_all(text.as_bytes());
    let mut answer = Vec::new();
    _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).chars().skip("HTTP/1.1 ".len()).take(3).collect()
}

#[tokio::test]
async fn slashes_too_many_do_not_keep_the_answer_away() {
    let app = start().await;
    let flow = begin(&app).await;
    let back = answer(&app, &flow).await;
    let mut other = back.clone();
    other.set_path(&format!("{}/more", back.path()));
    assert_eq!(open(&app, &other).await.status, 404);
    let mut slashed = back.clone();
    slashed.set_path(&format!("/{}/", back.path()));
    let shown = open(&app, &slashed).await;
    assert_eq!(shown.status, 200, "{}", page(&shown));
}

#[tokio::test]
async fn a_script_connects_over_a_fresh_port_which_closes_behind_it() {
    let app = start().await;
    let flow = begin(&app).await;
    assert!(flow.redirect_uri().starts_with("http://127.0.0.1:"), "{}", flow.redirect_uri());
    assert!(flow.redirect_uri().ends_with("/oauth/callback/microsoft-onedrive"));
    let back = answer(&app, &flow).await;
    let shown = open(&app, &back).await;
    assert_eq!((shown.status, page(&shown)), (200, "You can close this window.".into()));

    let grant = flow.wait(None).await.unwrap();
    assert_eq!((grant.status, grant.key.user_id.as_ref().unwrap().as_str()), (GrantStatus::Active, "ben"));
    assert_eq!(flow.wait(None).await.unwrap(), grant, "everybody who asks is told");
    closes(flow.redirect_uri()).await;
    assert_eq!(app.user_credential().await.unwrap().generation, 1);
    assert_eq!(app.token_requests(), 1);
    let exchange = app.sandbox.ledger().token_requests().pop().unwrap();
    assert_eq!((exchange.client_auth, exchange.params["redirect_uri"].as_str()), (Some("none"), flow.redirect_uri()));
}

/// SR-12.
#[tokio::test]
async fn the_page_keeps_nothing_of_the_answer_and_loads_nothing() {
    let app = start().await;
    let flow = begin(&app).await;
    let back = answer(&app, &flow).await;
    let shown = open(&app, &back).await;
    for (name, value) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("connection", "close"),
    ] {
        assert_eq!(shown.header(name), Some(value));
    }
    let policy = shown.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    let body = shown.text();
    assert!(body.contains("history.replaceState(null,'',location.pathname)"), "{body}");
    for secret in [state_of(flow.authorization_url()), support::flow::parameter(back.as_str(), "code").unwrap()] {
        assert!(!body.contains(&secret));
    }
}

/// SR-3: what a browser loads ahead uses up nothing.
#[tokio::test]
async fn what_is_loaded_ahead_is_not_taken_for_the_answer() {
    let app = start().await;
    let flow = begin(&app).await;
    let back = answer(&app, &flow).await;
    let client = app.sandbox.client();
    for (name, value) in [("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch"), ("x-moz", "prefetch")] {
        let ahead = client.get(back.as_str(), &[(name, value)]).await.unwrap();
        assert_eq!((ahead.status, ahead.header("cache-control")), (503, Some("no-store")), "{name}");
    }
    assert_eq!(app.token_requests(), 0);
    assert_eq!(open(&app, &back).await.status, 200);
    flow.wait(None).await.unwrap();
}

/// A double click, or a second window: the same answer once more while it is being judged is told the same (SR-3), and nothing of it is kept
/// in any address (SR-12). Another one is told that it comes too late.
#[tokio::test]
async fn a_second_look_at_the_answer_is_told_the_same() {
    let app = Arc::new(start().await);
    let flow = begin(&app).await;
    let back = answer(&app, &flow).await;
    let held = app.sandbox.faults().add(Fault::hold(Endpoint::Token));
    let look = |url: Url| {
        let app = app.clone();
        tokio::spawn(async move { open(&app, &url).await })
    };
    let first = look(back.clone());
    held.wait_until_reached().await;
    let (second, other) = (look(back.clone()), look(with_parameter(&back, "code", Some("another"))));
    // Their requests are there before the first answer is.
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    held.release();
    let (first, second, other) = (first.await.unwrap(), second.await.unwrap(), other.await.unwrap());
    assert_eq!((first.status, page(&first)), (200, "You can close this window.".into()));
    assert_eq!((second.status, page(&second)), (200, page(&first)));
    assert_eq!((other.status, page(&other).starts_with("This sign-in was finished before")), (410, true), "{}", page(&other));
    for late in [&second, &other] {
        assert_eq!((late.header("cache-control"), late.header("referrer-policy")), (Some("no-store"), Some("no-referrer")));
        assert!(late.text().contains("history.replaceState(null,'',location.pathname)"), "{}", late.text());
    }
    flow.wait(None).await.unwrap();
    assert_eq!(app.token_requests(), 1);
}

#[tokio::test]
async fn what_is_not_the_answer_is_refused_and_ends_nothing() {
    let app = start().await;
    let flow = begin(&app).await;
    let back = answer(&app, &flow).await;
    let place = Url::parse(flow.redirect_uri()).unwrap();
    let host = format!("Host: 127.0.0.1:{}\r\n", place.port().unwrap());
    let path = place.path();
    let query = back.query().unwrap();
    for (status, text) in [
        ("404", format!("GET / HTTP/1.1\r\n{host}\r\n")),
        ("404", format!("GET /favicon.ico HTTP/1.1\r\n{host}\r\n")),
        ("404", format!("GET {path}/more?{query} HTTP/1.1\r\n{host}\r\n")),
        ("404", format!("GET {path}2?{query} HTTP/1.1\r\n{host}\r\n")),
        ("405", format!("POST {path}?{query} HTTP/1.1\r\n{host}Content-Length: 0\r\n\r\n")),
        // Another name that was made to lead here.
        ("421", format!("GET {path}?{query} HTTP/1.1\r\nHost: evil.example\r\n\r\n")),
        ("421", format!("GET {path}?{query} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", place.port().unwrap())),
        ("431", format!("GET {path} HTTP/1.1\r\n{host}X: {}\r\n\r\n", "x".repeat(64 * 1024))),
        ("431", format!("GET {path}?{} HTTP/1.1\r\n{host}\r\n", "x".repeat(70_000))),
        ("400", "\0\0\0\0\r\n\r\n".to_owned()),
    ] {
        let url = place.clone();
        let shown = text.chars().take(60).collect::<String>();
        assert_eq!(tokio::task::spawn_blocking(move || send(&url, &text)).await.unwrap(), status, "{shown}");
    }
    for url in [
        place.clone(),
        with_parameter(&back, "state", Some(&"A".repeat(43))),
        with_parameter(&back, "state", None),
        Url::parse(&format!("{place}?error=access_denied&state=guessed")).unwrap(),
    ] {
        let shown = open(&app, &url).await;
        assert_eq!((shown.status, page(&shown).starts_with("This sign-in is not known here")), (400, true), "{url}");
    }
    for url in [format!("{place}?error=invalid_request"), format!("{back}&code=second")] {
        let shown = open(&app, &Url::parse(&url).unwrap()).await;
        assert_eq!(
            (shown.status, page(&shown).starts_with("Start again from the app. If it happens again")),
            (400, true),
            "{url}"
        );
    }
    app.assert_untouched(flow.session_id().as_str());
    assert_eq!(code(flow.wait(Some(Duration::ZERO)).await), "timeout");
    // Somebody who connects and says nothing is in nobody's way.
    let idle = TcpStream::connect(("127.0.0.1", place.port().unwrap())).unwrap();
    assert_eq!(open(&app, &back).await.status, 200);
    flow.wait(None).await.unwrap();
    drop(idle);
}

/// SR-29: the answer of one flow is worth nothing at the port of another.
#[tokio::test]
async fn an_answer_at_another_port_is_refused() {
    let app = start().await;
    let (flow, other) = (begin(&app).await, begin(&app).await);
    assert_ne!(flow.redirect_uri(), other.redirect_uri());
    let back = answer(&app, &flow).await;
    let mut elsewhere = back.clone();
    elsewhere.set_port(Url::parse(other.redirect_uri()).unwrap().port()).unwrap();
    assert_eq!(open(&app, &elsewhere).await.status, 400);
    app.assert_untouched(flow.session_id().as_str());
    app.assert_untouched(other.session_id().as_str());
    assert_eq!(open(&app, &back).await.status, 200);
    flow.wait(None).await.unwrap();
    assert_eq!(code(other.wait(Some(Duration::ZERO)).await), "timeout");
}

#[tokio::test]
async fn a_denial_ends_the_flow_and_the_page_says_so() {
    let app = start().await;
    let flow = begin(&app).await;
    let back = cancel(&app, flow.authorization_url(), &demo::BOB).await;
    let shown = open(&app, &back).await;
    assert_eq!(shown.status, 200);
    assert!(shown.text().contains("<h1>Cancelled</h1>"));
    assert_eq!(code(flow.wait(None).await), "access_denied");
    app.assert_ended_with_nothing(flow.session_id().as_str(), "cancelled", "access_denied");
    closes(flow.redirect_uri()).await;
    assert_eq!(app.token_requests(), 0);
}

#[tokio::test]
async fn a_cancelled_or_dropped_flow_closes_its_port_and_its_session() {
    let app = start().await;
    let (flow, dropped) = (Arc::new(begin(&app).await), begin(&app).await);
    let back = answer(&app, &flow).await;
    let waiter = tokio::spawn({
        let flow = flow.clone();
        async move { flow.wait(None).await }
    });
    flow.cancel().await;
    assert_eq!(code(waiter.await.unwrap()), "access_denied");
    flow.cancel().await;
    closes(flow.redirect_uri()).await;
    assert!(app.sandbox.client().get(back.as_str(), &[]).await.is_err());
    assert_eq!(app.session_line(flow.session_id().as_str()).status, "cancelled");

    let (id, uri) = (dropped.session_id().clone(), dropped.redirect_uri().to_owned());
    drop(dropped);
    closes(&uri).await;
    while app.session_line(id.as_str()).status != "cancelled" {
        tokio::task::yield_now().await;
    }
    assert_eq!(app.token_requests(), 0);
}

#[tokio::test]
async fn a_flow_that_is_cancelled_while_its_code_is_exchanged_connects_nothing() {
    let app = Arc::new(start().await);
    let flow = Arc::new(begin(&app).await);
    let back = answer(&app, &flow).await;
    let held = app.sandbox.faults().add(Fault::hold(Endpoint::Token));
    let browser = tokio::spawn({
        let (app, back) = (app.clone(), back.clone());
        async move { open(&app, &back).await.status }
    });
    held.wait_until_reached().await;
    let cancels = tokio::spawn({
        let flow = flow.clone();
        async move { flow.cancel().await }
    });
    while app.session_line(flow.session_id().as_str()).status != "cancelled" {
        tokio::task::yield_now().await;
    }
    held.release();
    cancels.await.unwrap();
    assert_eq!(code(flow.wait(None).await), "access_denied");
    assert_eq!(browser.await.unwrap(), 200, "the page says that it was cancelled");
    assert!(app.grant_lines().is_empty());
}

#[tokio::test]
async fn a_flow_ends_with_its_session_and_with_the_vault() {
    let app = start().await;
    let flow = begin(&app).await;
    app.advance(Duration::from_secs(601));
    assert_eq!(code(flow.wait(None).await), "session_expired");
    closes(flow.redirect_uri()).await;

    let flow = begin(&app).await;
    app.authpipe.close().await.unwrap();
    assert_eq!(code(flow.wait(None).await), "closed");
    closes(flow.redirect_uri()).await;
}

/// A caller that is cancelled stops waiting and nothing else (SR-59).
#[tokio::test]
async fn a_waiter_that_goes_away_ends_nothing() {
    let app = start().await;
    let flow = Arc::new(begin(&app).await);
    let back = answer(&app, &flow).await;
    let waiter = tokio::spawn({
        let flow = flow.clone();
        async move { flow.wait(None).await }
    });
    tokio::task::yield_now().await;
    waiter.abort();
    assert!(waiter.await.unwrap_err().is_cancelled());
    assert_eq!(open(&app, &back).await.status, 200);
    flow.wait(None).await.unwrap();
}

#[tokio::test]
async fn the_path_is_the_configs_and_the_port_is_never_anybodys_choice() {
    let app = start().await;
    let with = |redirect: &str| {
        let mut options = app.options();
        as_script(&mut options);
        options.vault = Some("memory:".into());
        options.providers.get_mut(PROVIDER).unwrap().redirect_uri = Some(redirect.into());
        Authpipe::new(options).unwrap()
    };
    let flow = with("http://127.0.0.1/cb").start_loopback_flow(request()).await.unwrap();
    assert!(flow.redirect_uri().ends_with("/cb"), "{}", flow.redirect_uri());
    // Byte for byte as it is registered, but for the port.
    let flow = with("http://127.0.0.1").start_loopback_flow(request()).await.unwrap();
    let port = flow.redirect_uri().strip_prefix("http://127.0.0.1:").unwrap();
    assert!(port.parse::<u16>().is_ok(), "{port}");
    assert_eq!(support::flow::parameter(flow.authorization_url(), "redirect_uri").as_deref(), Some(flow.redirect_uri()));
    for redirect in ["com.acme.notes:/cb", "https://app.acme.example/cb", "http://[::1]/cb"] {
        assert_eq!(code(with(redirect).start_loopback_flow(request()).await), "invalid_request", "{redirect}");
    }
    for redirect in ["http://127.0.0.1:49152/cb", "http://localhost/cb", "http://0.0.0.0/cb", "com.acme.notes:/cb"] {
        let asks = NativeRequest { redirect_uri: Some(redirect.into()), ..request() };
        assert_eq!(code(app.authpipe.start_loopback_flow(asks).await), "invalid_request", "{redirect}");
    }
}
