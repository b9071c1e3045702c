//! Receives on a port of this device what a browser brings back to a native app (RFC 8252 §7.3).
//!
//! It listens on 127.0.0.1 only, on a port that the system chooses, and hands over requests for one path; whatever else arrives
//! is answered here and ends nothing. Everything on this device can connect, so head, time and number of connections are
//! bounded.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CACHE_CONTROL, CONNECTION, HOST};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, oneshot};

use crate::base::Secret;
use crate::model::http::{HttpResponse, is_purpose, says_ahead};

/// Request line and headers: a callback of up to 16 KiB, and the cookies that every program on 127.0.0.1 has left in the
/// browser, for cookies know no ports.
const MAX_HEAD: usize = 32 * 1024;
const MAX_HEADERS: usize = 100;
/// How long a connection may take to say what it wants.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// How long a connection may last: the exchange behind an answer has its own, shorter, budget.
const CONNECTION_TIME: Duration = Duration::from_secs(90);
/// Connections at a time. Browsers open a few ahead of need, and what scans ports leaves more; whoever brings the answer is to wait for none.
const MOST_CONNECTIONS: usize = 128;
/// How long the end of a receiver waits for its last answer to be read.
const FAREWELL: Duration = Duration::from_secs(2);

/// A listening port. Dropping it closes the port.
pub(crate) struct Receiver {
    port: u16,
    arrivals: mpsc::Receiver<Arrival>,
    accepting: tokio::task::AbortHandle,
}

/// What was answered last: a browser that brings the same again, by a double click or in a second window, is told the same.
type Told = Arc<Mutex<Option<Last>>>;

struct Last {
    query: Secret<String>,
    response: HttpResponse,
}

/// A request for the path, which waits for its answer.
pub(crate) struct Arrival {
    query: Secret<String>,
    answer: oneshot::Sender<HttpResponse>,
    gone: oneshot::Receiver<()>,
    told: Told,
}

impl Receiver {
    /// Opens a port for requests of one path. One that nobody takes any more is answered as the same was before, or with `late`: what it
    /// brings is in the browser's address all the same. Runs on the present tokio runtime.
    ///
    /// # Errors
    /// The system gives no port.
    pub(crate) async fn open(path: &str, late: fn() -> HttpResponse) -> std::io::Result<Receiver> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let (sender, arrivals) = mpsc::channel(1);
        let told = Told::default();
        let host = format!("127.0.0.1:{port}");
        let route = Arc::new(Route { path: path.to_owned(), host, sender, late, told: told.clone() });
        let accepting = tokio::spawn(accept(listener, route)).abort_handle();
        Ok(Receiver { port, arrivals, accepting })
    }

    /// The port.
    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// The next request for the path.
    pub(crate) async fn next(&mut self) -> Option<Arrival> {
        self.arrivals.recv().await
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Arrival {
    /// The raw query, without `?`. It holds a code.
    pub(crate) const fn query(&self) -> &Secret<String> {
        &self.query
    }

    /// Answers, and waits a moment until the browser has it: a program that ends now would take the page away.
    pub(crate) async fn answer(self, response: HttpResponse) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(Last { query: self.query, response: response.clone() });
        if self.answer.send(response).is_ok() {
            _ = tokio::time::timeout(FAREWELL, self.gone).await;
        }
    }
}

struct Route {
    path: String,
    host: String,
    sender: mpsc::Sender<Arrival>,
    late: fn() -> HttpResponse,
    told: Told,
}

impl Route {
    /// For a request that nobody takes any more.
    fn answer_late(&self, query: &Secret<String>) -> HttpResponse {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let same = told.as_ref().filter(|last| last.query.is_same(query));
        same.map_or_else(self.late, |last| last.response.clone())
    }
}

async fn accept(listener: TcpListener, route: Arc<Route>) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(permit) = room.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let route = route.clone();
                // Not ended with the listener: its answer may still be on the way.
                tokio::spawn(async move {
                    _ = tokio::time::timeout(CONNECTION_TIME, serve(stream, route)).await;
                    drop(permit);
                });
            }
            // Out of files, or a connection that ended before it was taken: neither is a reason to turn in circles.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn serve(stream: TcpStream, route: Arc<Route>) {
    let (here, gone) = oneshot::channel::<()>();
    let gone = Arc::new(Mutex::new(Some(gone)));
    let service = service_fn(move |request| {
        let (route, gone) = (route.clone(), gone.clone());
        async move {
            let gone = gone.lock().unwrap_or_else(PoisonError::into_inner).take();
            Ok::<_, Infallible>(respond(&route, &request, gone).await)
        }
    });
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MAX_HEAD)
        .max_headers(MAX_HEADERS)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if served.is_err() {
        tracing::debug!("a connection to the loopback port ended without a request");
    }
    drop(here);
}

async fn respond(route: &Route, request: &Request<Incoming>, gone: Option<oneshot::Receiver<()>>) -> Response<Full<Bytes>> {
    // A page of another origin that has its own name lead here (DNS rebinding) still names itself.
    let host = request.headers().get(HOST).map(hyper::header::HeaderValue::as_bytes);
    if host != Some(route.host.as_bytes()) {
        return empty(StatusCode::MISDIRECTED_REQUEST);
    }
    if !is_same_path(request.uri().path(), &route.path) {
        return empty(StatusCode::NOT_FOUND);
    }
    if request.method() != Method::GET {
        return empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    // A browser that loads ahead asks again when the person goes there (SR-3).
    let ahead = |(name, value): (&hyper::header::HeaderName, &hyper::header::HeaderValue)| {
        is_purpose(name.as_str()) && value.to_str().is_ok_and(says_ahead)
    };
    if request.headers().iter().any(ahead) {
        return empty(StatusCode::SERVICE_UNAVAILABLE);
    }
    let (answer, answered) = oneshot::channel();
    let query = Secret::from(request.uri().query().unwrap_or_default());
    // One request per connection: there is always one.
    let Some(gone) = gone else { return empty(StatusCode::BAD_REQUEST) };
    let arrival = Arrival { query: query.clone(), answer, gone, told: route.told.clone() };
    if route.sender.send(arrival).await.is_err() {
        return build(route.answer_late(&query));
    }
    build(answered.await.unwrap_or_else(|_| route.answer_late(&query)))
}

/// Slashes too many name nothing, as at the handler: providers and proxies add them.
fn is_same_path(path: &str, expected: &str) -> bool {
    names(path).eq(names(expected))
}

fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|name| !name.is_empty())
}

fn build(response: HttpResponse) -> Response<Full<Bytes>> {
    let mut builder = Response::builder().status(response.status).header(CONNECTION, "close");
    for (name, value) in &response.headers {
        builder = builder.header(name, value);
    }
    builder.body(Full::new(Bytes::from(response.body))).unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR))
}

fn empty(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::new()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, hyper::header::HeaderValue::from_static("no-store"));
    headers.insert(CONNECTION, hyper::header::HeaderValue::from_static("close"));
    response
}
