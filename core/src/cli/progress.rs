//! How far a long command is: one line that is written over on a terminal, and plain lines otherwise, for logs.

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use crate::base::{Clock as _, SystemClock};

/// Where nobody looks, a line is written this often.
const EVERY: Duration = Duration::from_secs(5);

/// The progress of one command, on standard error.
pub(super) struct Progress {
    is_terminal: bool,
    begun: Duration,
    said_at: Duration,
    has_said: bool,
}

impl Progress {
    /// Begins now.
    pub(super) fn begin() -> Self {
        let now = SystemClock.elapsed();
        Progress { is_terminal: std::io::stderr().is_terminal(), begun: now, said_at: now, has_said: false }
    }

    /// Whether somebody looks at a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// How long it has been at it.
    pub(super) fn took(&self) -> Duration {
        SystemClock.elapsed().saturating_sub(self.begun)
    }

    /// Says how far it is, if it is time to.
    pub(super) fn say(&mut self, line: &str) {
        if let Some(text) = self.text(line, SystemClock.elapsed()) {
            let _ = write!(std::io::stderr(), "{text}");
        }
    }

    /// Says that something is done, whenever that is.
    pub(super) fn note(&mut self, line: &str) {
        let begin = if self.is_terminal { "\r\x1b[K" } else { "" };
        self.has_said = false;
        let _ = writeln!(std::io::stderr(), "{begin}{line}");
    }

    /// What is written, if anything.
    fn text(&mut self, line: &str, now: Duration) -> Option<String> {
        if !self.is_terminal && now.saturating_sub(self.said_at) < EVERY {
            return None;
        }
        (self.said_at, self.has_said) = (now, true);
        Some(if self.is_terminal { format!("\r\x1b[K{line}") } else { format!("{line}\n") })
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_terminal && self.has_said {
            let _ = writeln!(std::io::stderr());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_has_one_line_and_a_log_has_one_every_five_seconds() {
        let at = |is_terminal| Progress { is_terminal, begun: Duration::ZERO, said_at: Duration::ZERO, has_said: false };
        let mut terminal = at(true);
        assert_eq!(terminal.text("1 done", Duration::ZERO).unwrap(), "\r\x1b[K1 done");
        assert_eq!(terminal.text("2 done", Duration::from_millis(1)).unwrap(), "\r\x1b[K2 done");
        let mut log = at(false);
        assert_eq!(log.text("1 done", EVERY - Duration::from_millis(1)), None);
        assert_eq!(log.text("2 done", EVERY).unwrap(), "2 done\n");
        assert_eq!(log.text("3 done", EVERY + Duration::from_secs(1)), None);
        assert_eq!(log.text("4 done", 2 * EVERY).unwrap(), "4 done\n");
    }
}
