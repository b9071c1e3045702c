//! A scripted server: speaks HTTP/1.1 by hand, so that it can misbehave byte by byte.

mod bomb;
mod response;

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::sandbox::StartError;
use crate::tls::{Authority, ServerCertificate};

pub use response::{Piece, ScriptedBody, ScriptedRequest, ScriptedResponse};

/// Requests longer than this are cut off.
const MAX_REQUEST: usize = 4 << 20;
/// Length of bodies and header blocks that are meant to be too long: 1 GiB.
const ENDLESS: u64 = 1 << 30;

struct Shared {
    port: u16,
    tls: bool,
    ca_pem: String,
    always: Mutex<HashMap<String, ScriptedResponse>>,
    next: Mutex<HashMap<String, VecDeque<ScriptedResponse>>>,
    requests: Mutex<Vec<ScriptedRequest>>,
    connections: AtomicUsize,
    bytes_sent: AtomicU64,
    seen: watch::Sender<usize>,
    released: watch::Sender<bool>,
}

/// A running scripted server. It stops when dropped.
pub struct Scripted {
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Scripted {
    /// Starts a server for plain http on a free port.
    ///
    /// # Panics
    /// When no loopback port can be bound.
    pub async fn start() -> Scripted {
        Scripted::start_blocking(None)
    }

    /// Starts a server for TLS with a certificate of the asked kind.
    ///
    /// # Panics
    /// When no loopback port can be bound.
    pub async fn start_tls(certificate: ServerCertificate) -> Scripted {
        Scripted::start_blocking(Some(certificate))
    }

    /// As the others, for code without a runtime.
    ///
    /// # Panics
    /// When no loopback port can be bound.
    pub fn start_blocking(certificate: Option<ServerCertificate>) -> Scripted {
        match Scripted::try_start(certificate) {
            Ok(scripted) => scripted,
            Err(error) => panic!("{error}"),
        }
    }

    fn try_start(certificate: Option<ServerCertificate>) -> Result<Scripted, StartError> {
        let authority = Authority::make()?;
        let tls = match certificate {
            Some(kind) => Some(TlsAcceptor::from(authority.server_config(kind)?)),
            None => None,
        };
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let shared = Arc::new(Shared {
            port: listener.local_addr()?.port(),
            tls: tls.is_some(),
            ca_pem: authority.pem().to_owned(),
            always: Mutex::default(),
            next: Mutex::default(),
            requests: Mutex::default(),
            connections: AtomicUsize::new(0),
            bytes_sent: AtomicU64::new(0),
            seen: watch::Sender::new(0),
            released: watch::Sender::new(false),
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let server = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("scripted".to_owned()).spawn(move || {
            runtime.block_on(async move {
                tokio::select! {
                    () = serve(server, listener, tls) => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Scripted { shared, stop: Some(stop), thread: Some(thread) })
    }

    /// `http://127.0.0.1:port` or `https://localhost:port`.
    pub fn origin(&self) -> String {
        if self.shared.tls {
            format!("https://localhost:{}", self.shared.port)
        } else {
            format!("http://127.0.0.1:{}", self.shared.port)
        }
    }

    /// The URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// The authority of its certificates, in PEM (a self-signed certificate is not from it).
    pub fn ca_pem(&self) -> &str {
        &self.shared.ca_pem
    }

    /// Answers a path like this from now on; `*` stands for every path without an answer of its own.
    pub fn respond(&self, path: &str, response: ScriptedResponse) {
        lock(&self.shared.always).insert(path.to_owned(), response);
    }

    /// Answers the next request to a path like this; several calls make a queue.
    pub fn respond_next(&self, path: &str, response: ScriptedResponse) {
        lock(&self.shared.next).entry(path.to_owned()).or_default().push_back(response);
    }

    /// Lets held bodies and silent connections end.
    pub fn release(&self) {
        self.shared.released.send_replace(true);
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<ScriptedRequest> {
        lock(&self.shared.requests).clone()
    }

    /// Waits until at least `n` requests have arrived.
    pub async fn wait_until_requests(&self, n: usize) {
        let mut seen = self.shared.seen.subscribe();
        // The sender lives in `self`.
        let _ = seen.wait_for(|seen| *seen >= n).await;
    }

    /// Connections accepted so far, failed TLS handshakes included.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Bytes handed to connections so far, before encryption.
    pub fn bytes_sent(&self) -> u64 {
        self.shared.bytes_sent.load(Ordering::SeqCst)
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn serve(shared: Arc<Shared>, listener: std::net::TcpListener, tls: Option<TlsAcceptor>) {
    let Ok(listener) = TcpListener::from_std(listener) else {
        return;
    };
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let (shared, tls) = (Arc::clone(&shared), tls.clone());
                connections.spawn(async move {
                    // Errors are clients that went away, as many tests want them to.
                    let _ = match tls {
                        None => answer(&shared, stream).await,
                        Some(acceptor) => match acceptor.accept(stream).await {
                            Ok(stream) => answer(&shared, stream).await,
                            Err(error) => Err(error),
                        },
                    };
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// A connection that can be reset.
trait Connection: AsyncRead + AsyncWrite + Unpin {
    /// Closing it sends a reset from now on.
    fn reset_at_close(&self) -> std::io::Result<()>;
}

impl Connection for TcpStream {
    fn reset_at_close(&self) -> std::io::Result<()> {
        self.set_zero_linger()
    }
}

impl Connection for TlsStream<TcpStream> {
    fn reset_at_close(&self) -> std::io::Result<()> {
        self.get_ref().0.set_zero_linger()
    }
}

async fn answer<S: Connection>(shared: &Shared, mut stream: S) -> std::io::Result<()> {
    let Some(request) = read_request(&mut stream).await? else {
        return Ok(());
    };
    let path = request.path.clone();
    let seen = {
        let mut requests = lock(&shared.requests);
        requests.push(request);
        requests.len()
    };
    let queued = lock(&shared.next).get_mut(&path).and_then(VecDeque::pop_front);
    let response = queued.or_else(|| {
        let always = lock(&shared.always);
        always.get(&path).or_else(|| always.get("*")).cloned()
    });
    shared.seen.send_replace(seen);
    let mut out = Out { shared, stream };
    match response.unwrap_or_else(|| ScriptedResponse::new(404, "text/plain", "no script for this path\n")) {
        ScriptedResponse::Close => return Ok(()),
        ScriptedResponse::Silence => out.wait_for_release().await,
        ScriptedResponse::Raw(bytes) => out.write(&bytes).await?,
        ScriptedResponse::Pieces(pieces) => {
            for piece in pieces {
                match piece {
                    Piece::Bytes(bytes) => {
                        out.write(&bytes).await?;
                        out.stream.flush().await?;
                    }
                    Piece::Pause(pause) => tokio::time::sleep(pause).await,
                    Piece::Hold => out.wait_for_release().await,
                    Piece::Reset => return out.stream.reset_at_close(),
                }
            }
        }
        ScriptedResponse::EndlessHeaders => {
            out.write(b"HTTP/1.1 200 OK\r\n").await?;
            let line = format!("X-Filler: {}\r\n", "a".repeat(1000));
            for _ in 0..ENDLESS / 1000 {
                out.write(line.as_bytes()).await?;
            }
        }
        ScriptedResponse::Answer { status, headers, body } => {
            let reason = http::StatusCode::from_u16(status).ok().and_then(|code| code.canonical_reason());
            let mut head = format!("HTTP/1.1 {status} {}\r\n", reason.unwrap_or("Scripted"));
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            head.push_str("Connection: close\r\n");
            out.write_answer(head, body).await?;
        }
    }
    out.stream.shutdown().await
}

struct Out<'a, S> {
    shared: &'a Shared,
    stream: S,
}

impl<S: AsyncWrite + Unpin> Out<'_, S> {
    async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.shared.bytes_sent.fetch_add(bytes.len() as u64, Ordering::SeqCst);
        Ok(())
    }

    async fn wait_for_release(&self) {
        let mut released = self.shared.released.subscribe();
        let _ = released.wait_for(|released| *released).await;
    }

    async fn write_answer(&mut self, mut head: String, body: ScriptedBody) -> std::io::Result<()> {
        let length = match &body {
            ScriptedBody::Bytes(bytes) => Some(bytes.len() as u64),
            ScriptedBody::Held(first) => Some(first.len() as u64 + 1000),
            ScriptedBody::Endless { announced } => announced.then_some(ENDLESS),
            ScriptedBody::Gzip(_) => None,
        };
        if let Some(length) = length {
            head.push_str(&format!("Content-Length: {length}\r\n"));
        }
        if matches!(body, ScriptedBody::Gzip(_)) {
            head.push_str("Content-Encoding: gzip\r\n");
        }
        head.push_str("\r\n");
        self.write(head.as_bytes()).await?;
        match body {
            ScriptedBody::Bytes(bytes) => self.write(&bytes).await?,
            ScriptedBody::Held(first) => {
                self.write(&first).await?;
                self.stream.flush().await?;
                self.wait_for_release().await;
            }
            ScriptedBody::Endless { .. } => {
                let chunk = vec![b' '; 1 << 16];
                for _ in 0..ENDLESS >> 16 {
                    self.write(&chunk).await?;
                }
            }
            ScriptedBody::Gzip(bytes) => {
                for chunk in bytes.chunks(1 << 16) {
                    self.write(chunk).await?;
                }
            }
        }
        Ok(())
    }
}

async fn read_request<S: AsyncRead + Unpin>(stream: &mut S) -> std::io::Result<Option<ScriptedRequest>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8192];
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        let n = stream.read(&mut buffer).await?;
        if n == 0 || bytes.len() > MAX_REQUEST {
            return Ok(None);
        }
        bytes.extend_from_slice(&buffer[..n]);
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ');
    let method = first.next().unwrap_or_default().to_owned();
    let target = first.next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let mut request = ScriptedRequest { method, path: path.to_owned(), query: query.to_owned(), headers, body: Bytes::new() };
    let length = request.header("content-length").and_then(|length| length.parse::<usize>().ok()).unwrap_or(0);
    let chunked = request.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"));
    let mut body = bytes.split_off(head_end + 4);
    let complete = |body: &[u8]| {
        if chunked { body.ends_with(b"0\r\n\r\n") } else { body.len() >= length }
    };
    while !complete(&body) {
        let n = stream.read(&mut buffer).await?;
        if n == 0 || body.len() > MAX_REQUEST {
            break;
        }
        body.extend_from_slice(&buffer[..n]);
    }
    // Chunked bodies are kept as they came, framing included.
    request.body = body.into();
    Ok(Some(request))
}
