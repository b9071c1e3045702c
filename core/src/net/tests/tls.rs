//! Certificates, versions and HTTP/2 (SR-32).

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;
use crate::model::http::TlsFailure;

/// HTTP/2 (RFC 9113 §4.1): refuses every stream, or goes away from it, which a client may take as leave to send again (§8.7).
#[cfg(feature = "http2")]
#[tokio::test]
async fn an_http2_stream_that_is_refused_or_left_is_not_retried() {
    const RST_STREAM: u8 = 3;
    const GOAWAY: u8 = 7;
    for frame in [RST_STREAM, GOAWAY] {
        check_not_retried(frame).await;
    }
}

#[cfg(feature = "http2")]
async fn check_not_retried(with: u8) {
    use std::sync::atomic::{AtomicUsize, Ordering};

    let authority = Authority::make();
    let mut config = Arc::unwrap_or_clone(authority.server("localhost", |_| {}));
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let opened = Arc::new(AtomicUsize::new(0));
    let count = opened.clone();
    let server = Server::start(move |stream, _| {
        let (acceptor, count) = (acceptor.clone(), count.clone());
        async move {
            const HEADERS: u8 = 1;
            let mut stream = acceptor.accept(stream).await.unwrap();
            stream.read_exact(&mut [0; 24]).await.unwrap();
            stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).await.unwrap();
            let mut head = [0; 9];
            while stream.read_exact(&mut head).await.is_ok() {
                let length = usize::from(head[1]) << 8 | usize::from(head[2]);
                stream.read_exact(&mut vec![0; length]).await.unwrap();
                if head[3] == HEADERS {
                    count.fetch_add(1, Ordering::SeqCst);
                    let no = match with {
                        // REFUSED_STREAM
                        3 => [[0, 0, 4, 3, 0].as_slice(), &head[5..], &[0, 0, 0, 7]].concat(),
                        // The last stream that it has looked at is none, and it has no error.
                        _ => [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0].to_vec(),
                    };
                    stream.write_all(&no).await.unwrap();
                }
            }
        }
    })
    .await;
    let net = with_authority(&authority);
    let failure = net.send(post(format!("https://localhost:{}/token", server.port()), "a=1"), AMPLE).await.unwrap_err();
    assert_eq!((failure, opened.load(Ordering::SeqCst)), (NetFailure::Broken, 1), "{with}");
}

fn with_authority(authority: &Authority) -> Net {
    Net::new(NetPolicy { development: true, extra_ca_pem: Some(authority.pem().into_bytes()), ..NetPolicy::default() })
}

#[tokio::test]
async fn tls_certificates_are_verified() {
    let (ours, foreign) = (Authority::make(), Authority::make());
    let expired = |params: &mut rcgen::CertificateParams| params.not_after = rcgen::date_time_ymd(2021, 1, 1);
    let early = |params: &mut rcgen::CertificateParams| params.not_before = rcgen::date_time_ymd(2080, 1, 1);
    let cases = [
        ("ours", ours.server("localhost", |_| {}), None),
        ("foreign authority", foreign.server("localhost", |_| {}), Some(TlsFailure::UnknownAuthority)),
        ("self-signed", self_signed_server("localhost"), Some(TlsFailure::UnknownAuthority)),
        ("expired", ours.server("localhost", expired), Some(TlsFailure::Expired)),
        ("not yet valid", ours.server("localhost", early), Some(TlsFailure::NotYetValid)),
        ("another host", ours.server("provider.example", |_| {}), Some(TlsFailure::OtherName)),
    ];
    for (what, config, problem) in cases {
        let is_ok = problem.is_none();
        let server = Server::answering_tls(config, OK).await;
        let net = with_authority(&ours);
        let answer = net.send(post(format!("https://localhost:{}/", server.port()), "a=1"), AMPLE).await;
        let issuer = net.issuers().unwrap().of("localhost");
        assert_eq!(issuer.is_some(), !is_ok, "{what}: {issuer:?}");
        assert_eq!(
            answer.map(|answer| answer.status),
            problem.map_or(Ok(200), |problem| Err(NetFailure::Tls(problem))),
            "{what}"
        );
        assert_eq!(server.requests().len(), usize::from(is_ok), "{what}");
    }
    // Without the extra authority, its servers are unknown.
    let server = Server::answering_tls(ours.server("localhost", |_| {}), OK).await;
    let url = format!("https://localhost:{}/", server.port());
    assert_eq!(development().send(get(url), AMPLE).await.unwrap_err(), NetFailure::Tls(TlsFailure::UnknownAuthority));
    // Plain HTTP where TLS is spoken to.
    let server = Server::start(|mut stream, _| async move {
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        let _rest = stream.read_to_end(&mut Vec::new()).await;
    })
    .await;
    let url = format!("https://localhost:{}/", server.port());
    assert_eq!(development().send(get(url), AMPLE).await.unwrap_err(), NetFailure::Tls(TlsFailure::NoTls));
}

#[tokio::test]
async fn tls_before_1_2_is_refused() {
    for version in [0x0300_u16, 0x0301, 0x0302] {
        let [high, low] = version.to_be_bytes();
        // A ServerHello (RFC 4346 §7.4.1.3) of that version: random, no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression.
        let mut hello = vec![22, high, low, 0, 42, 2, 0, 0, 38, high, low];
        hello.extend([7; 32]);
        hello.extend([0, 0, 0x2f, 0]);
        let server = Server::start(move |mut stream, _| {
            let hello = hello.clone();
            async move {
                stream.write_all(&hello).await.unwrap();
                let _rest = stream.read_to_end(&mut Vec::new()).await;
            }
        })
        .await;
        let url = format!("https://localhost:{}/", server.port());
        assert_eq!(
            development().send(get(url), AMPLE).await.unwrap_err(),
            NetFailure::Tls(TlsFailure::OldVersion),
            "{version:x}"
        );
    }
}

/// RFC 8446 §6: an alert says why the server breaks off, and few of them are about versions.
#[tokio::test]
async fn an_alert_is_told_as_an_old_version_only_where_it_is_one() {
    const FATAL: u8 = 2;
    let refused = NetFailure::Tls(TlsFailure::Refused);
    let wanting = NetFailure::Tls(TlsFailure::WantsCertificate);
    for (alert, expected) in [
        // protocol_version
        (70, NetFailure::Tls(TlsFailure::OldVersion)),
        // no_certificate, which is of SSL 3.0, and certificate_required
        (41, wanting),
        (116, wanting),
        // handshake_failure, bad_certificate, certificate_revoked, certificate_unknown, illegal_parameter, unknown_ca, access_denied,
        // decode_error, insufficient_security, inappropriate_fallback, missing_extension, unrecognized_name, no_application_protocol
        (40, refused),
        (42, refused),
        (44, refused),
        (46, refused),
        (47, refused),
        (48, refused),
        (49, refused),
        (50, refused),
        (71, refused),
        (86, refused),
        (109, refused),
        (112, refused),
        (120, refused),
        // internal_error, user_canceled: they may pass.
        (80, NetFailure::NotConnected),
        (90, NetFailure::NotConnected),
    ] {
        let server = Server::start(move |mut stream, _| async move {
            stream.read_exact(&mut [0; 5]).await.unwrap();
            stream.write_all(&[21, 3, 3, 0, 2, FATAL, alert]).await.unwrap();
            let _rest = stream.read_to_end(&mut Vec::new()).await;
        })
        .await;
        let url = format!("https://localhost:{}/", server.port());
        assert_eq!(development().send(get(url), AMPLE).await.unwrap_err(), expected, "{alert}");
    }
}

/// RFC 8446 §4.4.2.4: under TLS 1.3 a server judges the client when the client's side has come about and the request is under way. It is told as
/// what it is, and as not processed.
#[tokio::test]
async fn a_server_that_wants_a_certificate_is_told_as_that() {
    const REQUEST: usize = 8000;
    let authority = Authority::make();
    let server = Server::wanting_certificate(authority.server_for_known("localhost"), REQUEST).await;
    let request = || post(format!("https://localhost:{}/token", server.port()), &format!("a={}", "x".repeat(REQUEST)));
    let failure = with_authority(&authority).send(request(), AMPLE).await.unwrap_err();
    assert_eq!(failure, NetFailure::Tls(TlsFailure::WantsCertificate));
    assert!(!failure.may_have_been_processed());
    assert_eq!(server.connections(), 1, "and nobody asks again");
}

/// Others complete the handshake, and miss the certificate then.
#[tokio::test]
async fn a_page_that_misses_a_certificate_is_told_as_that() {
    let nginx = "<html>\r\n<head><title>400 No required SSL certificate was sent</title></head></html>";
    let apache = "<!DOCTYPE HTML>\n<html><p>Reason: Cannot perform Post-Handshake Authentication.<br /></p></html>";
    let wanting = Some(NetFailure::Tls(TlsFailure::WantsCertificate));
    for (status, body, expected) in [
        (400, nginx, wanting),
        (496, nginx, wanting),
        (403, apache, wanting),
        (200, nginx, None),
        (400, "<html>Bad request</html>", None),
        (400, r#"{"error":"No required SSL certificate was sent"}"#, None),
    ] {
        let length = body.len();
        let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
        let server = Server::answering(answer).await;
        let answer = development().send(post(server.url("/token"), "a=1"), AMPLE).await;
        assert_eq!(answer.err(), expected, "{status} {body}");
    }
}

#[tokio::test]
async fn a_stalled_handshake_ends_with_the_connect_time_and_counts_as_not_sent() {
    let server = Server::start(|stream, _| async move {
        let _open = stream;
        std::future::pending().await
    })
    .await;
    let policy = NetPolicy { development: true, ..NetPolicy::default() };
    let net = Net::with(policy, Limits { connect: SHORT, ..Limits::DEFAULT }, Arc::new(SystemLookup));
    let failure = net.send(get(format!("https://localhost:{}/", server.port())), AMPLE).await.unwrap_err();
    assert_eq!(failure, NetFailure::NotConnected);
}
