//! A server on loopback that sends the bytes it is told to, over TCP or TLS, and remembers what it saw.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::{Limits, Lookup, Net, NetPolicy};
use crate::base::Secret;
use crate::model::http::{Body, Method, OutboundRequest, SecretHeader};

/// A connection, with TLS or without.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// A listening server; it stops when dropped.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    /// Connections accepted so far.
    pub(super) connections: Arc<AtomicUsize>,
    /// Requests read so far, as they came.
    pub(super) requests: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

type Requests = Arc<Mutex<Vec<String>>>;

impl Server {
    /// Gives every connection to `handle`.
    pub(super) async fn start<F, R>(handle: F) -> Server
    where
        F: Fn(TcpStream, Requests) -> R + Send + Sync + 'static,
        R: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (connections, requests) = (Arc::new(AtomicUsize::new(0)), Requests::default());
        let (count, seen) = (connections.clone(), requests.clone());
        let task = tokio::spawn(async move {
            let mut open = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                open.spawn(handle(stream, seen.clone()));
            }
        });
        Server { address, connections, requests, task }
    }

    /// Answers one request of each connection with these bytes, then closes it.
    pub(super) async fn answering(answer: impl Into<Vec<u8>>) -> Server {
        let answer: Arc<[u8]> = answer.into().into();
        Server::start(move |mut stream, requests| {
            let answer = answer.clone();
            async move { answer_once(&mut stream, &requests, &answer).await }
        })
        .await
    }

    /// The same over TLS.
    pub(super) async fn answering_tls(config: Arc<rustls::ServerConfig>, answer: &'static str) -> Server {
        Server::start(move |stream, requests| {
            let acceptor = tokio_rustls::TlsAcceptor::from(config.clone());
            async move {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    answer_once(&mut stream, &requests, answer.as_bytes()).await;
                }
            }
        })
        .await
    }

    /// Turns away whoever shows no certificate, and says so once so many bytes have come behind its own first flight. Under TLS 1.3 the request
    /// is among them.
    pub(super) async fn wanting_certificate(config: Arc<rustls::ServerConfig>, behind: usize) -> Server {
        Server::start(move |mut stream, _| {
            let config = config.clone();
            async move {
                let mut tls = rustls::ServerConnection::new(config).unwrap();
                let (mut received, mut least) = (Vec::<u8>::new(), 1);
                while stream.read_buf(&mut received).await.is_ok_and(|read| read > 0) {
                    if received.len() < least {
                        continue;
                    }
                    let mut input = received.as_slice();
                    while !input.is_empty() && tls.read_tls(&mut input).is_ok() && tls.process_new_packets().is_ok() {}
                    received.clear();
                    let mut flight = Vec::<u8>::new();
                    while tls.wants_write() {
                        tls.write_tls(&mut flight).unwrap();
                    }
                    if !flight.is_empty() {
                        least = behind;
                    }
                    let _gone = stream.write_all(&flight).await;
                }
            }
        })
        .await
    }

    pub(super) fn url(&self, path: &str) -> url::Url {
        format!("http://{}{path}", self.address).parse().unwrap()
    }

    pub(super) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(super) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn answer_once(stream: &mut dyn Stream, requests: &Requests, answer: &[u8]) {
    if read_request(stream, requests).await {
        let _gone = stream.write_all(answer).await;
        let _gone = stream.shutdown().await;
    }
}

/// Reads one request with its body; `false` if the peer went away.
pub(super) async fn read_request(stream: &mut dyn Stream, requests: &Requests) -> bool {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned));
            if body.len() >= length.map_or(0, |length| length.trim().parse().unwrap()) {
                requests.lock().unwrap().push(text);
                return true;
            }
        }
        match stream.read_buf(&mut bytes).await {
            Ok(read) if read > 0 => {}
            _ => return false,
        }
    }
}

/// A certificate authority of one test.
pub(super) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    pub(super) fn make() -> Authority {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Authority { issuer: CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap() }
    }

    pub(super) fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// A server's configuration with a certificate of this authority.
    pub(super) fn server(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Arc<rustls::ServerConfig> {
        let (key, params) = leaf(name, change);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        server_config(certificate.der().clone(), &key)
    }

    /// The same, for whoever shows a certificate of this authority too.
    pub(super) fn server_for_known(&self, name: &str) -> Arc<rustls::ServerConfig> {
        let (key, params) = leaf(name, |_| {});
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut known = rustls::RootCertStore::empty();
        known.add(CertificateDer::from_pem_slice(self.pem().as_bytes()).unwrap()).unwrap();
        let verifier = WebPkiClientVerifier::builder_with_provider(known.into(), provider.clone()).build().unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let builder = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let builder = builder.with_client_cert_verifier(verifier);
        Arc::new(builder.with_single_cert(vec![certificate.der().clone()], key).unwrap())
    }
}

/// A server's configuration with a certificate that nobody has signed but its own key.
pub(super) fn self_signed_server(name: &str) -> Arc<rustls::ServerConfig> {
    let (key, params) = leaf(name, |_| {});
    let certificate = params.self_signed(&key).unwrap();
    server_config(certificate.der().clone(), &key)
}

fn leaf(name: &str, change: impl FnOnce(&mut CertificateParams)) -> (KeyPair, CertificateParams) {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2090, 1, 1);
    change(&mut params);
    (KeyPair::generate().unwrap(), params)
}

fn server_config(certificate: rustls::pki_types::CertificateDer<'static>, key: &KeyPair) -> Arc<rustls::ServerConfig> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let builder = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    Arc::new(builder.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap())
}

/// Gives prepared addresses, one set per look; the last one stays.
pub(super) struct Names {
    answers: Mutex<Vec<Vec<IpAddr>>>,
    pub(super) asked: Mutex<Vec<String>>,
}

impl Names {
    pub(super) fn giving(answers: &[&[&str]]) -> Arc<Names> {
        let mut answers: Vec<Vec<IpAddr>> =
            answers.iter().map(|set| set.iter().map(|ip| ip.parse().unwrap()).collect()).collect();
        answers.reverse();
        Arc::new(Names { answers: Mutex::new(answers), asked: Mutex::default() })
    }

    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

#[async_trait]
impl Lookup for Names {
    async fn lookup(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        self.asked.lock().unwrap().push(name.to_owned());
        let mut answers = self.answers.lock().unwrap();
        let last = answers.last().cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        if answers.len() > 1 {
            answers.pop();
        }
        Ok(last)
    }
}

/// Development mode with the system's names.
pub(super) fn development() -> Net {
    Net::new(NetPolicy { development: true, ..NetPolicy::default() })
}

/// Production mode with prepared names and a short connect time.
pub(super) fn production(policy: NetPolicy, names: &Arc<Names>) -> Net {
    let limits = Limits { connect: std::time::Duration::from_millis(300), ..Limits::DEFAULT };
    Net::with(policy, limits, names.clone())
}

pub(super) fn get(url: impl AsRef<str>) -> OutboundRequest {
    let url = url.as_ref().parse().unwrap();
    OutboundRequest {
        method: Method::Get,
        url,
        headers: vec![("accept".into(), "application/json".into())],
        secret_header: None,
        further_secrets: Vec::new(),
        body: Body::Empty,
    }
}

pub(super) fn post(url: impl AsRef<str>, form: &str) -> OutboundRequest {
    let mut request = get(url);
    request.method = Method::Post;
    request.secret_header = Some(SecretHeader::authorization(Secret::from("Basic header-canary")));
    request.body = Body::Form(Secret::from(form));
    request
}
