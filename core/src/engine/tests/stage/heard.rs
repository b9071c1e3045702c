//! What an engine says for the logs of its clients.

use std::sync::{Arc, Mutex};

use crate::base::log::{Log, LogLine, Logger};
use crate::engine::Engine;

/// Whose grant a line is about.
const WHOSE: [&str; 4] = ["connection_id", "provider", "config", "tenant_id"];

#[derive(Default)]
pub(in crate::engine::tests) struct Heard(Mutex<Vec<LogLine>>);

impl Logger for Heard {
    fn log(&self, line: LogLine) {
        self.0.lock().unwrap().push(line);
    }
}

impl Heard {
    /// Listens to an engine from now on.
    pub(in crate::engine::tests) fn of(engine: &Engine) -> Arc<Self> {
        let heard = Arc::new(Heard::default());
        engine.loggers().add(&Log::new(Some(heard.clone())));
        heard
    }

    /// This was said, and each time with whose grant it is about.
    pub(in crate::engine::tests) fn names_the_grant(&self, message: &str) {
        self.has(message, &WHOSE);
    }

    /// This was said, and each time with these fields.
    pub(in crate::engine::tests) fn has(&self, message: &str, fields: &[&str]) {
        let lines = self.0.lock().unwrap();
        let said: Vec<_> = lines.iter().filter(|line| line.message == message).collect();
        assert!(!said.is_empty(), "nobody has said {message}: {lines:?}");
        for line in said {
            let missing: Vec<_> = fields.iter().filter(|name| line.fields.iter().all(|(known, _)| known != *name)).collect();
            assert!(missing.is_empty(), "{missing:?} of {line:?}");
        }
    }

    /// Whether this was said, with such a field.
    pub(in crate::engine::tests) fn says(&self, message: &str, field: &str) -> bool {
        let lines = self.0.lock().unwrap();
        lines.iter().any(|line| line.message == message && line.fields.iter().any(|(known, _)| *known == field))
    }
}
