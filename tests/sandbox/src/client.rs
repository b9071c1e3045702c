//! A minimal HTTP client for tests: no redirects, no pool, no proxy.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{HeaderMap, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::Url;

use crate::tls::read_certificate;

/// Sends single requests over new connections.
#[derive(Clone)]
pub struct HttpClient {
    tls: Option<Arc<ClientConfig>>,
}

/// An answer, complete.
#[derive(Clone, Debug)]
pub struct HttpAnswer {
    /// Status code.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl HttpAnswer {
    /// A header as text, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON; `null` if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl HttpClient {
    /// A client that trusts one authority for https; without one it can only do http.
    pub fn new(ca_pem: Option<&str>) -> HttpClient {
        let tls = ca_pem.and_then(|pem| {
            let mut roots = RootCertStore::empty();
            roots.add(read_certificate(pem)?).ok()?;
            let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
            let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
            Some(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
        });
        HttpClient { tls }
    }

    /// GET with extra headers.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn get(&self, url: &str, headers: &[(&str, &str)]) -> std::io::Result<HttpAnswer> {
        self.send("GET", url, headers, Bytes::new()).await
    }

    /// GET with a bearer token.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn get_bearer(&self, url: &str, token: &str) -> std::io::Result<HttpAnswer> {
        self.get(url, &[("authorization", &format!("Bearer {token}"))]).await
    }

    /// POST of a form.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn post_form(&self, url: &str, form: &[(&str, &str)], headers: &[(&str, &str)]) -> std::io::Result<HttpAnswer> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut all = vec![(CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        self.send("POST", url, &all, body.into()).await
    }

    /// Sends any request.
    ///
    /// # Errors
    /// When the URL is not http or https, or no complete answer came.
    pub async fn send(&self, method: &str, url: &str, headers: &[(&str, &str)], body: Bytes) -> std::io::Result<HttpAnswer> {
        let url = Url::parse(url).map_err(other)?;
        let host = url.host_str().ok_or_else(|| other("no host"))?.to_owned();
        let port = url.port_or_known_default().ok_or_else(|| other("no port"))?;
        let stream = TcpStream::connect((host.as_str(), port)).await?;
        let mut request = Request::builder().method(method).uri(&url[url::Position::BeforePath..url::Position::AfterQuery]);
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request = request.header(HOST, &url[url::Position::BeforeHost..url::Position::AfterPort]);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body)).map_err(other)?;
        if url.scheme() == "https" {
            let config = self.tls.clone().ok_or_else(|| other("no certificate authority given"))?;
            let name = ServerName::try_from(host).map_err(other)?;
            let stream = TlsConnector::from(config).connect(name, stream).await?;
            exchange(stream, request).await
        } else {
            exchange(stream, request).await
        }
    }
}

fn other(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> std::io::Error {
    std::io::Error::other(error)
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> std::io::Result<HttpAnswer>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(other)?;
    let work = async {
        let answer = sender.send_request(request).await.map_err(other)?;
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.map_err(other)?.to_bytes();
        Ok(HttpAnswer { status: parts.status.as_u16(), headers: parts.headers, body })
    };
    tokio::pin!(work, connection);
    let mut open = true;
    loop {
        tokio::select! {
            done = &mut work => return done,
            // Its error, if any, also ends `work`.
            _ = &mut connection, if open => open = false,
        }
    }
}
