//! What a scripted server has seen, and what it plays.

use std::time::Duration;

use bytes::Bytes;

/// A request as it arrived.
#[derive(Clone, Debug, Default)]
pub struct ScriptedRequest {
    /// Method.
    pub method: String,
    /// Path without query.
    pub path: String,
    /// Query, without the question mark.
    pub query: String,
    /// Headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Bytes,
}

impl ScriptedRequest {
    /// The first header of a name (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The body of a scripted answer.
#[derive(Clone, Debug)]
pub enum ScriptedBody {
    /// These bytes, with their length in `Content-Length`.
    Bytes(Bytes),
    /// These bytes, then nothing more until [`Scripted::release`](super::Scripted::release); more is announced than sent.
    Held(Bytes),
    /// Spaces up to 1 GiB, made as they are read; `Content-Length` says so, or there is none.
    Endless {
        /// Whether the length is announced.
        announced: bool,
    },
    /// These bytes, with `Content-Encoding: gzip` and without a length.
    Gzip(Bytes),
}

impl ScriptedBody {
    /// Gzip that unpacks to about this many zero bytes. It is made here, so that a server that sends it needs little memory.
    pub fn gzip_bomb(size: u64) -> ScriptedBody {
        ScriptedBody::Gzip(super::bomb::gzip_of_zeros(size).into())
    }
}

/// What to answer.
#[derive(Clone, Debug)]
pub enum ScriptedResponse {
    /// A well-formed head and a body of choice. The connection is closed after it.
    Answer {
        /// Status code.
        status: u16,
        /// Headers besides length and encoding.
        headers: Vec<(String, String)>,
        /// Body.
        body: ScriptedBody,
    },
    /// Exactly these bytes, then the connection is closed.
    Raw(Bytes),
    /// A status line and headers without end (up to 1 GiB).
    EndlessHeaders,
    /// These pieces one after the other, then the connection is closed.
    Pieces(Vec<Piece>),
    /// Nothing: the connection is closed.
    Close,
    /// Nothing until [`Scripted::release`](super::Scripted::release): the connection stays open.
    Silence,
}

/// A piece of an answer that is played byte by byte.
#[derive(Clone, Debug)]
pub enum Piece {
    /// These bytes: of the status line, the headers or the body.
    Bytes(Bytes),
    /// Nothing for this long: a slow server. What is measured by a test is the order, never the time.
    Pause(Duration),
    /// Nothing until [`Scripted::release`](super::Scripted::release).
    Hold,
    /// The connection is reset (TCP RST), without a farewell.
    Reset,
}

impl ScriptedResponse {
    /// Exactly these bytes, status line and headers included.
    pub fn raw(bytes: impl Into<Bytes>) -> ScriptedResponse {
        ScriptedResponse::Raw(bytes.into())
    }

    /// A body that is written as it is, under a head of choice: each header is one line, none is added but the length.
    pub fn played(status_line: &str, headers: &[&str], body: impl AsRef<[u8]>) -> ScriptedResponse {
        let body = body.as_ref();
        let mut bytes = format!("{status_line}\r\n").into_bytes();
        for header in headers {
            bytes.extend_from_slice(format!("{header}\r\n").as_bytes());
        }
        bytes.extend_from_slice(format!("Content-Length: {}\r\nConnection: close\r\n\r\n", body.len()).as_bytes());
        bytes.extend_from_slice(body);
        ScriptedResponse::raw(bytes)
    }

    /// An answer with a body of one content type.
    pub fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> ScriptedResponse {
        ScriptedResponse::with_body(status, ScriptedBody::Bytes(body.into())).header("Content-Type", content_type)
    }

    /// A JSON answer.
    pub fn json(status: u16, body: impl Into<Bytes>) -> ScriptedResponse {
        ScriptedResponse::new(status, "application/json", body)
    }

    /// A redirect.
    pub fn redirect(status: u16, location: &str) -> ScriptedResponse {
        ScriptedResponse::with_body(status, ScriptedBody::Bytes(Bytes::new())).header("Location", location)
    }

    /// An answer with any body and no headers of its own.
    pub fn with_body(status: u16, body: ScriptedBody) -> ScriptedResponse {
        ScriptedResponse::Answer { status, headers: Vec::new(), body }
    }

    /// Adds a header, written as it is; no effect on other kinds.
    pub fn header(mut self, name: &str, value: &str) -> ScriptedResponse {
        if let ScriptedResponse::Answer { headers, .. } = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }
}
