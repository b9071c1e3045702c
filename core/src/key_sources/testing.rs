//! Services on loopback, for tests of what asks them: they read requests as HTTP and answer as the real ones do.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use url::Url;

use super::calling::{Surroundings, Variables};
use crate::base::{Secret, TestClock, entropy};
use crate::net::NetPolicy;
use crate::vault::{RootKey, RootKeyError};

/// A request as a service sees it.
pub(super) struct Seen {
    pub(super) method: String,
    pub(super) path: String,
    head: String,
    pub(super) body: String,
}

impl Seen {
    /// A header.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let of_line = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
        self.head.lines().filter_map(of_line).find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The text of a member of the body.
    pub(super) fn text(&self, member: &str) -> String {
        self.json()[member].as_str().unwrap_or_default().to_owned()
    }

    /// A parameter of a form.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.body.as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }
}

/// What a service answers: a status and JSON.
pub(super) type Answering = dyn Fn(&Seen) -> (u16, Value) + Send + Sync;

/// A service that is listening; it stops when dropped.
pub(super) struct Responder {
    pub(super) url: Url,
    pub(super) seen: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Responder {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Responder {
    pub(super) async fn start(answering: impl Fn(&Seen) -> (u16, Value) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let (answering, seen) = (Arc::new(answering), Arc::new(Mutex::new(Vec::new())));
        let paths = seen.clone();
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (answering, paths) = (answering.clone() as Arc<Answering>, paths.clone());
                tokio::spawn(async move {
                    let mut bytes = Vec::new();
                    while let Some(request) = read(&mut stream, &mut bytes).await {
                        paths.lock().unwrap().push(request.path.clone());
                        let (status, json) = answering(&request);
                        // A text is one, as metadata services write it.
                        let body = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
                        let head = format!(
                            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                            body.len()
                        );
                        if stream.write_all(format!("{head}{body}").as_bytes()).await.is_err() {
                            return;
                        }
                    }
                });
            }
        });
        Responder { url, seen, task }
    }

    /// How often a path was asked that ends like this.
    pub(super) fn asked(&self, end: &str) -> usize {
        self.seen.lock().unwrap().iter().filter(|path| path.ends_with(end)).count()
    }
}

async fn read(stream: &mut tokio::net::TcpStream, bytes: &mut Vec<u8>) -> Option<Seen> {
    loop {
        if let Some(end) = bytes.windows(4).position(|part| part == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
            let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            let length: usize = length.unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                let body = String::from_utf8(bytes[end + 4..end + 4 + length].to_vec()).unwrap();
                bytes.drain(..end + 4 + length);
                let mut words = head.split(' ').map(str::to_owned);
                let (method, path) = (words.next().unwrap(), words.next().unwrap());
                return Some(Seen { method, path, head, body });
            }
        }
        if stream.read_buf(bytes).await.ok()? == 0 {
            return None;
        }
    }
}

/// What a source works with in a test, where loopback may be reached.
pub(super) fn surroundings(variables: &[(&'static str, String)], clock: &TestClock) -> Surroundings {
    let net = NetPolicy { development: true, ..NetPolicy::default() };
    Surroundings { net, variables: Variables::of(variables), clock: Arc::new(clock.clone()) }
}

/// Wraps a random key and opens it again; gives back what was wrapped.
pub(super) async fn round_trip(root: &dyn RootKey) -> Vec<u8> {
    let key = Secret::new(entropy::make_bytes());
    let wrapped = root.wrap(&key, &[1; 32]).await.unwrap();
    assert_eq!(root.unwrap(&wrapped, &[1; 32]).await.unwrap().expose(), key.expose());
    assert!(!wrapped.windows(16).any(|part| part == &key.expose()[..16]), "what the service made is not the key");
    wrapped
}

/// How a failure is told.
pub(super) fn kind<T>(outcome: Result<T, RootKeyError>) -> String {
    match outcome {
        Ok(_) => "opens".to_owned(),
        Err(RootKeyError::Unavailable(_)) => "away".to_owned(),
        Err(RootKeyError::Denied(reason)) => format!("denied: {reason}"),
        Err(RootKeyError::Mismatch) => "mismatch".to_owned(),
        Err(RootKeyError::Failed(what)) => format!("failed: {what}"),
    }
}
