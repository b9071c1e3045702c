//! A token endpoint of this process: answers after a time that the bench chooses, and keeps connections open as providers do.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};

/// A running endpoint with a thread of its own; it stops when dropped.
pub(crate) struct TokenEndpoint {
    origin: String,
    _runtime: Runtime,
}

/// Numbers the answers, so that each refresh token is another.
static ANSWERS: AtomicU64 = AtomicU64::new(0);

impl TokenEndpoint {
    pub(crate) fn start(delay: Duration) -> io::Result<TokenEndpoint> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
        let origin = format!("http://{}", listener.local_addr()?);
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // An error is a client that went away.
                tokio::spawn(async move { drop(answer(stream, delay).await) });
            }
        });
        Ok(TokenEndpoint { origin, _runtime: runtime })
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) fn url(&self) -> String {
        format!("{}/token", self.origin)
    }
}

async fn answer(mut stream: TcpStream, delay: Duration) -> io::Result<()> {
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
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
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
