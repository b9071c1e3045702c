//! How far a long command is: a bar in one line that is written over on a terminal, and plain lines otherwise, for logs.

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

    /// Says how much is done and how much is left, as a sentence and, on a terminal, as a bar before it.
    pub(super) fn say_of(&mut self, done: u64, left: u64, what: &str) {
        let seconds = estimate(done, left, self.took()).as_secs();
        let line = format!("{done} {what}, {left} to go, about {seconds} s");
        self.say(&if self.is_terminal { format!("{} {line}", bar(done, done.saturating_add(left))) } else { line });
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

/// How long the rest takes at the pace of what is done.
fn estimate(done: u64, left: u64, took: Duration) -> Duration {
    let millis = u128::from(left) * took.as_millis() / u128::from(done.max(1));
    Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
}

/// Twenty places, as many of them filled as are done.
pub(super) fn bar(done: u64, of: u64) -> String {
    let filled = usize::try_from(20 * u128::from(done) / u128::from(of.max(1))).unwrap_or(20).min(20);
    format!("[{}{}]", "#".repeat(filled), ".".repeat(20 - filled))
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

    #[test]
    fn a_bar_is_full_when_nothing_is_left() {
        assert_eq!(bar(0, 100), "[....................]");
        assert_eq!(bar(25, 100), "[#####...............]");
        assert_eq!(bar(7, 7), "[####################]");
        assert_eq!(bar(0, 0), "[....................]");
        assert_eq!(bar(u64::MAX, u64::MAX), "[####################]");
    }

    #[test]
    fn the_rest_takes_as_long_as_its_share() {
        let minute = Duration::from_secs(60);
        assert_eq!(estimate(100, 50, minute), Duration::from_secs(30));
        assert_eq!(estimate(100, 0, minute), Duration::ZERO);
        assert_eq!(estimate(0, 3, minute), 3 * minute, "nothing is known yet");
    }
}
