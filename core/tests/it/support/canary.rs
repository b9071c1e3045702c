//! Looks for secrets in what is written, raw and in the encodings in which they travel.

#![allow(dead_code, clippy::expect_used, reason = "each test file uses a part of it, and a test may panic")]

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

/// Everything that any crate of this process says at any level.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Listens from the first call on. A process has one log, so tests that share a process share it.
    pub(crate) fn install() -> Log {
        static LOG: OnceLock<Log> = OnceLock::new();
        let listen = || {
            let log = Log::default();
            tracing_subscriber::fmt()
                .with_max_level(tracing::Level::TRACE)
                .with_span_events(FmtSpan::FULL)
                .with_ansi(false)
                .with_writer(log.clone())
                .init();
            log
        };
        LOG.get_or_init(listen).clone()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("a log")).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("a log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

/// Fails if any of the secrets is in the text. The message does not repeat it.
pub(crate) fn assert_none(what: &str, text: &str, secrets: &[String]) {
    assert!(!secrets.is_empty());
    for secret in secrets {
        assert!(secret.len() >= 8, "too short to be looked for");
        for (encoding, form) in forms(secret) {
            if let Some(at) = text.find(&form) {
                let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
                let before = text[start..at].chars().rev().take(200).collect::<Vec<_>>().into_iter().rev().collect::<String>();
                panic!("{what} holds a secret of {} bytes ({encoding}) after: {before}", secret.len());
            }
        }
    }
}

fn forms(secret: &str) -> Vec<(&'static str, String)> {
    let bytes = secret.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let escaped = format!("{secret:?}");
    let list: Vec<String> = bytes.iter().map(u8::to_string).collect();
    let mut forms = vec![
        ("raw", secret.to_owned()),
        ("escaped", escaped[1..escaped.len() - 1].to_owned()),
        ("form-encoded", url::form_urlencoded::byte_serialize(bytes).collect()),
        ("percent-encoded", bytes.iter().map(|byte| format!("%{byte:02X}")).collect()),
        ("upper-case hex", hex.to_uppercase()),
        ("hex", hex),
        ("a list of bytes", list.join(", ")),
        ("base64", STANDARD.encode(bytes)),
        ("base64 without padding", STANDARD_NO_PAD.encode(bytes)),
        ("base64url", URL_SAFE.encode(bytes)),
        ("base64url without padding", URL_SAFE_NO_PAD.encode(bytes)),
    ];
    forms.dedup_by(|a, b| a.1 == b.1);
    forms
}
