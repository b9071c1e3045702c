//! Tests which failures behind a proxy are told as the proxy's and which as the provider's.

use tokio::io::AsyncWriteExt as _;

use super::*;
use crate::model::http::TlsFailure;

/// A client behind a proxy of this scheme, whose name is found on loopback.
fn behind(scheme: &str, proxy: &Server, limits: Limits) -> Net {
    let url = format!("{scheme}://user:pw-canary@proxy.corp.example:{}", proxy.port());
    let policy = NetPolicy { proxy: Some(Proxy::new(parse_proxy(&url).unwrap())), ..NetPolicy::default() };
    Net::with(policy, limits, Names::giving(&[&["127.0.0.1"]]))
}

async fn failure(net: &Net) -> NetFailure {
    net.send(get("https://provider.example/"), AMPLE).await.unwrap_err()
}

#[tokio::test]
async fn a_proxy_that_opens_nothing_in_time_is_to_blame() {
    let silent = Server::start(|stream, _| async move {
        let _open = stream;
        std::future::pending().await
    })
    .await;
    for scheme in ["http", "https"] {
        let net = behind(scheme, &silent, Limits { connect: SHORT, ..Limits::DEFAULT });
        assert_eq!(failure(&net).await, NetFailure::Proxy(ProxyFailure::TimedOut), "{scheme}");
    }
}

#[tokio::test]
async fn a_proxys_own_certificate_is_the_proxys() {
    let (foreign, elsewhere) = (Authority::make(), Authority::make());
    let untrusted = Server::answering_tls(foreign.server("proxy.corp.example", |_| {}), OK).await;
    let own = behind("https", &untrusted, Limits::DEFAULT);
    assert_eq!(failure(&own).await, NetFailure::Proxy(ProxyFailure::Tls(TlsFailure::UnknownAuthority)));

    let other = Server::answering_tls(elsewhere.server("other.corp.example", |_| {}), OK).await;
    let url = format!("https://proxy.corp.example:{}", other.port());
    let policy = NetPolicy {
        proxy: Some(Proxy::new(parse_proxy(&url).unwrap())),
        extra_ca_pem: Some(elsewhere.pem().into_bytes()),
        ..NetPolicy::default()
    };
    let net = production(policy, &Names::giving(&[&["127.0.0.1"]]));
    assert_eq!(failure(&net).await, NetFailure::Proxy(ProxyFailure::Tls(TlsFailure::OtherName)));

    let plain = Server::start(|mut stream, _| async move {
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        let _rest = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut Vec::new()).await;
    })
    .await;
    let net = behind("https", &plain, Limits::DEFAULT);
    assert_eq!(failure(&net).await, NetFailure::Proxy(ProxyFailure::Tls(TlsFailure::NoTls)));
}

/// It says so where it is asked for a tunnel (RFC 8446 §4.4.2.4), and is to blame all the same.
#[tokio::test]
async fn a_proxy_that_wants_a_certificate_is_to_blame() {
    const CONNECT: usize = 1500;
    let authority = Authority::make();
    let proxy = Server::wanting_certificate(authority.server_for_known("proxy.corp.example"), CONNECT).await;
    let url = format!("https://user:{}@proxy.corp.example:{}", "p".repeat(CONNECT), proxy.port());
    let policy = NetPolicy {
        proxy: Some(Proxy::new(parse_proxy(&url).unwrap())),
        extra_ca_pem: Some(authority.pem().into_bytes()),
        ..NetPolicy::default()
    };
    let net = Net::with(policy, Limits::DEFAULT, Names::giving(&[&["127.0.0.1"]]));
    assert_eq!(failure(&net).await, NetFailure::Proxy(ProxyFailure::Tls(TlsFailure::WantsCertificate)));
}

#[tokio::test]
async fn a_certificate_behind_the_proxy_is_the_providers() {
    let acceptor = tokio_rustls::TlsAcceptor::from(Authority::make().server("provider.example", |_| {}));
    let proxy = Server::start(move |mut stream, requests| {
        let acceptor = acceptor.clone();
        async move {
            if read_request(&mut stream, &requests).await {
                stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
                let _refused = acceptor.accept(stream).await;
            }
        }
    })
    .await;
    let net = behind("http", &proxy, Limits::DEFAULT);
    assert_eq!(failure(&net).await, NetFailure::Tls(TlsFailure::UnknownAuthority));
    assert_eq!(proxy.requests().len(), 1);
}

#[tokio::test]
async fn a_proxy_that_breaks_off_lets_nothing_through() {
    let broken = Server::start(|mut stream, requests| async move {
        let _asked = read_request(&mut stream, &requests).await;
    })
    .await;
    assert_eq!(failure(&behind("http", &broken, Limits::DEFAULT)).await, NetFailure::Proxy(ProxyFailure::Refuses));
}

#[test]
fn a_proxy_is_named_without_its_password_where_it_is_on_the_way() {
    let of = |list: &str, url: &str| {
        let proxy = Proxy::except(parse_proxy("http://user:pw-canary@corp:3128").unwrap(), list);
        let policy = NetPolicy { development: true, proxy: Some(proxy), ..NetPolicy::default() };
        Net::new(policy).proxy_of(&url.parse().unwrap())
    };
    assert_eq!(of("", "https://provider.example/").as_deref(), Some("http://corp:3128"));
    for (list, url) in [("provider.example", "https://provider.example/"), ("", "http://localhost:1/"), ("", "https://10.0.0.1/")]
    {
        assert_eq!(of(list, url), None, "{url}");
    }
}

/// The proxy looks names up, and nothing here sees where they lead: those that are of a network by their form go nowhere (SR-33).
#[test]
fn names_of_the_own_network_are_not_asked_for_through_a_proxy() {
    let listed = vec![PrivateHost { host: "git.internal".into(), port: 443 }];
    let proxy = Some(Proxy::new(parse_proxy("http://proxy.corp.example:3128").unwrap()));
    let proxied = NetPolicy { allowed_private_hosts: listed, proxy, ..NetPolicy::default() };
    let judge = |policy: &NetPolicy, host: &str| policy.judge(&format!("https://{host}/").parse().unwrap());
    for host in [
        "localhost.",
        "foo.localhost",
        "foo.LOCALHOST.",
        "localhost.localdomain",
        "metadata.google.internal",
        "metadata.google.internal.",
        "printer.local",
        "nas.home.arpa",
        "intranet",
    ] {
        assert_eq!(judge(&proxied, host), Err(NetFailure::Blocked), "{host}");
    }
    for host in ["provider.example", "internal.example", "notlocal", "local.example", "[2606:4700::1111]"] {
        assert_eq!(judge(&proxied, host).is_ok(), host != "notlocal", "{host}");
    }
    assert_eq!(judge(&proxied, "git.internal"), Ok(Trust::Listed), "the operator has named it, and it is dialled");
    assert_eq!(judge(&NetPolicy::default(), "foo.localhost"), Ok(Trust::Public), "what is dialled is judged by its address");
}
