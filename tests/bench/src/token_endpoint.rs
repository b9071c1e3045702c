//! A token endpoint of this process: answers after a time that the bench chooses, or only so many in a while, and keeps connections open as
//! providers do.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};

/// A running endpoint with a thread of its own; it stops when dropped.
pub(crate) struct TokenEndpoint {
    origin: String,
    seen: Arc<Seen>,
    runtime: Runtime,
}

/// How it answers.
#[derive(Clone, Copy)]
enum Manner {
    /// With tokens, after so long.
    After(Duration),
    /// With tokens, so many; then with 429 and `Retry-After` until a pause is over, and so on.
    Limited { at_once: u64, pause: Duration },
    /// With 503 each time.
    Failing,
}

/// What it is asked, and how it answers now.
struct Seen {
    manner: Mutex<Manner>,
    requests: AtomicU64,
    pauses: AtomicU64,
    window: Mutex<Window>,
}

/// How many were answered since the last pause, and until when one runs.
#[derive(Default)]
struct Window {
    answered: u64,
    paused_until: Option<Instant>,
}

impl Seen {
    /// What a request is told to wait; `None`: it is answered.
    fn refuse(&self, at_once: u64, pause: Duration) -> Option<Duration> {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if let Some(until) = window.paused_until {
            if now < until {
                return Some(until - now);
            }
            *window = Window::default();
        }
        window.answered += 1;
        if window.answered <= at_once {
            return None;
        }
        window.paused_until = Some(now + pause);
        self.pauses.fetch_add(1, Ordering::Relaxed);
        Some(pause)
    }
}

/// Numbers the answers, so that each refresh token is another.
static ANSWERS: AtomicU64 = AtomicU64::new(0);

impl TokenEndpoint {
    pub(crate) fn start(delay: Duration) -> io::Result<TokenEndpoint> {
        let seen = Arc::new(Seen {
            manner: Mutex::new(Manner::After(delay)),
            requests: AtomicU64::new(0),
            pauses: AtomicU64::new(0),
            window: Mutex::default(),
        });
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
        let origin = format!("http://{}", listener.local_addr()?);
        let heard = seen.clone();
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let heard = heard.clone();
                // An error is a client that went away.
                tokio::spawn(async move { drop(answer(stream, &heard).await) });
            }
        });
        Ok(TokenEndpoint { origin, seen, runtime })
    }

    /// From now on it answers after so long.
    pub(crate) fn hang(&self, delay: Duration) {
        self.set(Manner::After(delay));
    }

    /// From now on it answers so many, and then wants a pause, and so on.
    pub(crate) fn limit(&self, at_once: u64, pause: Duration) {
        self.set(Manner::Limited { at_once, pause });
    }

    /// From now on it fails.
    pub(crate) fn fail(&self) {
        self.set(Manner::Failing);
    }

    fn set(&self, manner: Manner) {
        *self.seen.manner.lock().unwrap_or_else(PoisonError::into_inner) = manner;
    }

    /// Ends it in the middle of everything; also where nothing may be waited for.
    pub(crate) fn stop(self) {
        self.runtime.shutdown_background();
    }

    /// How many requests it has had.
    pub(crate) fn requests(&self) -> u64 {
        self.seen.requests.load(Ordering::Relaxed)
    }

    /// How many pauses it has wanted.
    pub(crate) fn pauses(&self) -> u64 {
        self.seen.pauses.load(Ordering::Relaxed)
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) fn url(&self) -> String {
        format!("{}/token", self.origin)
    }
}

async fn answer(mut stream: TcpStream, seen: &Seen) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut received = Vec::new();
    loop {
        let end = loop {
            if let Some(end) = end_of_request(&received) {
                break end;
            }
            if stream.read_buf(&mut received).await? == 0 {
                return Ok(());
            }
        };
        received.drain(..end);
        seen.requests.fetch_add(1, Ordering::Relaxed);
        let manner = *seen.manner.lock().unwrap_or_else(PoisonError::into_inner);
        match manner {
            Manner::After(delay) if !delay.is_zero() => tokio::time::sleep(delay).await,
            Manner::After(_) => {}
            Manner::Failing => {
                stream.write_all(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n").await?;
                continue;
            }
            Manner::Limited { at_once, pause } => {
                if let Some(left) = seen.refuse(at_once, pause) {
                    // In whole seconds, which is never too early.
                    let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
                    let refused =
                        format!("HTTP/1.1 429 Too Many Requests\r\nRetry-After: {seconds}\r\nContent-Length: 0\r\n\r\n");
                    stream.write_all(refused.as_bytes()).await?;
                    continue;
                }
            }
        }
        let number = ANSWERS.fetch_add(1, Ordering::Relaxed);
        let body = format!(
            r#"{{"access_token":"at-{number:040}","token_type":"Bearer","expires_in":3600,"refresh_token":"rt-{number:040}"}}"#
        );
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all((head + &body).as_bytes()).await?;
    }
}

/// Where the first request ends; `None`: it has not arrived wholly.
fn end_of_request(received: &[u8]) -> Option<usize> {
    let head = received.windows(4).position(|bytes| bytes == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&received[..head]).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let end = head + length.unwrap_or(0);
    (received.len() >= end).then_some(end)
}
