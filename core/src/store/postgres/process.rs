//! Which process of the server a connection leads to: the one that its key for cancelling names, and the one that answers.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::Client;
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};

use super::errors::Failure;

/// What says in a statement which process of the server runs it.
pub(super) const PROCESS: &str = "pg_backend_pid()";

/// The process that answers now.
pub(super) async fn ask(client: &Client) -> Result<i32, Failure> {
    let rows = client.query_typed(&format!("SELECT {PROCESS}"), &[]).await?;
    let row = rows.first().ok_or(Failure::Misfit)?;
    Ok(row.try_get(0)?)
}

/// The process that the server has named when the connection was made. The driver keeps it to itself, and writes it into the request with
/// which something is cancelled; that one goes to nobody here.
pub(super) async fn of_key(client: &Client) -> Option<i32> {
    let mut written = Vec::new();
    client.cancel_token().cancel_query_raw(Paper(&mut written), Plain).await.ok()?;
    read_request(&written)
}

/// A request is the last that is written: its length, its code, the process and a secret, of four bytes each (PostgreSQL, "Message Formats",
/// CancelRequest).
fn read_request(written: &[u8]) -> Option<i32> {
    const CODE: i32 = 80_877_102;
    let (fields, _) = written.last_chunk::<16>()?.as_chunks::<4>();
    let [length, code, process, _] = fields else { return None };
    let is_request = (i32::from_be_bytes(*length), i32::from_be_bytes(*code)) == (16, CODE);
    is_request.then(|| i32::from_be_bytes(*process))
}

/// Takes what is written, and agrees to TLS where it is asked.
struct Paper<'a>(&'a mut Vec<u8>);

impl AsyncRead for Paper<'_> {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        into.put_slice(b"S");
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Paper<'_> {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.0.extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl TlsStream for Paper<'_> {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

/// Writes on as it was.
struct Plain;

impl<'a> TlsConnect<Paper<'a>> for Plain {
    type Stream = Paper<'a>;
    type Error = Infallible;
    type Future = Ready<Result<Paper<'a>, Infallible>>;

    fn connect(self, paper: Paper<'a>) -> Self::Future {
        ready(Ok(paper))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_read_from_a_request_alone() {
        let request = [16, 80_877_102, 4_711, -1].map(i32::to_be_bytes).concat();
        assert_eq!(read_request(&request), Some(4_711));
        let behind_tls = [8, 80_877_103, 16, 80_877_102, 4_711, -1].map(i32::to_be_bytes).concat();
        assert_eq!(read_request(&behind_tls), Some(4_711));
        assert_eq!(read_request(&request[..15]), None);
        assert_eq!(read_request(&request[1..]), None);
        assert_eq!(read_request(&[request, vec![0]].concat()), None);
    }
}
