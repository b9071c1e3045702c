//! Hands lines of the log to Swift: they are queued until its thread takes them.

use std::collections::HashMap;
use std::sync::Arc;

use authpipe::{LogLine, Logger};
use authpipe_bindings::Language;
use authpipe_bindings::log::{LogQueue, WrittenLine};

use crate::edge::{Edge, enter};

/// What Swift does when lines wait. It is called on the core's threads and must not wait itself.
#[uniffi::export(callback_interface)]
pub trait CoreLogger: Send + Sync {
    /// Has them taken on a thread of its own. It is not called again before that.
    fn wake(&self, lines: Arc<CoreLogLines>);
}

/// A line of the log.
#[derive(uniffi::Record)]
pub struct CoreLogLine {
    pub level: String,
    pub message: String,
    pub fields: HashMap<String, String>,
}

impl From<WrittenLine> for CoreLogLine {
    fn from(line: WrittenLine) -> Self {
        let fields = line.fields.into_iter().map(|(name, value)| (name, value.text_in(|named| named.in_rust())));
        CoreLogLine { level: line.level.as_str().to_owned(), message: line.message, fields: fields.collect() }
    }
}

/// The lines that wait for one logger: no more than it can be expected to take.
#[derive(uniffi::Object)]
pub struct CoreLogLines {
    queue: LogQueue<()>,
}

#[uniffi::export]
impl CoreLogLines {
    /// What waits, in order.
    pub fn take(&self) -> Edge<Vec<CoreLogLine>> {
        enter("coreloglines_take");
        Ok(self.queue.take(Language::Swift).into_iter().map(|((), line)| line.into()).collect())
    }
}

/// What the core speaks to.
pub(crate) struct SwiftLog {
    logger: Box<dyn CoreLogger>,
    lines: Arc<CoreLogLines>,
    /// The same for objects that have one logger.
    place: u64,
}

impl SwiftLog {
    pub(crate) fn new(logger: Box<dyn CoreLogger>, place: u64) -> Self {
        SwiftLog { logger, lines: Arc::new(CoreLogLines { queue: LogQueue::new() }), place }
    }
}

impl Logger for SwiftLog {
    fn log(&self, line: LogLine) {
        if self.lines.queue.put((), line) {
            self.logger.wake(self.lines.clone());
        }
    }

    fn place(&self) -> Option<usize> {
        usize::try_from(self.place).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use authpipe::LogLevel;

    use super::*;

    /// A handler that is busy: it is told, and takes nothing yet.
    #[derive(Default)]
    struct Busy(Mutex<Vec<Arc<CoreLogLines>>>);

    impl CoreLogger for Arc<Busy> {
        fn wake(&self, lines: Arc<CoreLogLines>) {
            self.0.lock().unwrap().push(lines);
        }
    }

    #[test]
    fn lines_that_nobody_takes_wait_in_bounds_and_wake_once() {
        let busy = Arc::new(Busy::default());
        let log = SwiftLog::new(Box::new(busy.clone()), 7);
        assert_eq!(log.place(), Some(7));
        let say = |count: usize| {
            for _ in 0..count {
                log.log(LogLine { level: LogLevel::Info, message: "a line".to_owned(), fields: vec![] });
            }
        };
        say(5_000);
        let woken = busy.0.lock().unwrap().clone();
        assert_eq!(woken.len(), 1);
        let taken = woken[0].take().ok().unwrap();
        assert_eq!(taken.len(), 1_001);
        assert_eq!(taken[0].message, "a line");
        assert_eq!(taken[1_000].fields["count"], "4000");
        say(1);
        assert_eq!(busy.0.lock().unwrap().len(), 2, "told again");
        assert_eq!(woken[0].take().ok().unwrap().len(), 1);
    }
}
