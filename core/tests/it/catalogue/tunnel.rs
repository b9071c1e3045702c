//! Stands in for the whole internet: a proxy that opens each tunnel to itself, as whatever host was asked for, with a certificate of its
//! own authority. So the application uses the definitions as they are, with their real hosts, and nothing leaves this machine.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::judge::{Answer, Asked};

type Judge = dyn Fn(Asked) -> Answer + Send + Sync;

pub(super) struct Tunnel {
    pub(super) proxy: String,
    ca_pem: String,
    serving: JoinHandle<()>,
}

impl Drop for Tunnel {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Tunnel {
    pub(super) async fn open(judge: Arc<Judge>) -> Tunnel {
        let authority = Arc::new(Authority::make());
        let ca_pem = authority.pem.clone();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let mut config = config.with_no_client_auth().with_cert_resolver(authority);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let proxy = format!("http://{}", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, acceptor.clone(), judge.clone()));
            }
        });
        Tunnel { proxy, ca_pem, serving }
    }

    /// The authority's certificate, in a file that is there as long as this.
    pub(super) fn ca_file(&self) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::with_suffix(".pem").unwrap();
        std::fs::write(file.path(), &self.ca_pem).unwrap();
        file
    }
}

/// Errors are clients that went away.
async fn serve(mut stream: TcpStream, acceptor: TlsAcceptor, judge: Arc<Judge>) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let host = head.strip_prefix("CONNECT ")?.split_once(' ')?.0.strip_suffix(":443")?.to_owned();
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.ok()?;
    let stream = acceptor.accept(stream).await.ok()?;
    let service = service_fn(move |request| answer(request, host.clone(), judge.clone()));
    // Its answers are as the vectors have them: they say nothing of a time.
    http1::Builder::new().auto_date_header(false).serve_connection(TokioIo::new(stream), service).await.ok()
}

async fn answer(request: Request<Incoming>, host: String, judge: Arc<Judge>) -> hyper::Result<Response<Full<Bytes>>> {
    let (parts, body) = request.into_parts();
    let headers: BTreeMap<String, String> = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    let asked = Asked {
        method: parts.method.to_string(),
        url: format!("https://{host}{}", parts.uri.path()),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers,
        body: String::from_utf8_lossy(&body.collect().await?.to_bytes()).into_owned(),
    };
    let Answer { status, body } = judge(asked);
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = hyper::StatusCode::from_u16(status).unwrap();
    response.headers_mut().insert("content-type", hyper::header::HeaderValue::from_static("application/json"));
    Ok(response)
}

/// Makes a certificate for each host that somebody asks for.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
    key: KeyPair,
    made: Mutex<HashMap<String, Arc<CertifiedKey>>>,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Authority")
    }
}

impl Authority {
    fn make() -> Authority {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        let certificate = params.self_signed(&key).unwrap();
        let pem = certificate.pem();
        Authority { issuer: Issuer::new(params, key), pem, key: KeyPair::generate().unwrap(), made: Mutex::default() }
    }

    fn certificate(&self, host: &str) -> Option<Arc<CertifiedKey>> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.get(host) {
            return Some(known.clone());
        }
        let params = CertificateParams::new(vec![host.to_owned()]).ok()?;
        let certificate = params.signed_by(&self.key, &self.issuer).ok()?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(self.key.serialize_der()));
        let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(&key).ok()?;
        let certified = Arc::new(CertifiedKey::new(vec![certificate.der().clone()], key));
        made.insert(host.to_owned(), certified.clone());
        Some(certified)
    }
}

impl ResolvesServerCert for Authority {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.certificate(hello.server_name()?)
    }
}
