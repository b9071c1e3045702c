//! Receives the log of one handle from the core and queues its lines in `log`. The first line wakes our own thread, which hands
//! them over.

use std::sync::Arc;

use authpipe::{LogLine, Logger};

use crate::log::{self, Target};
use crate::runtime;

/// Lines for one logger of Python's.
pub(crate) struct PythonLog(pub(crate) Arc<Target>);

impl Logger for PythonLog {
    fn log(&self, line: LogLine) {
        if log::put(&self.0, line) {
            runtime::behind(async { runtime::deliver(log::hand_over) });
        }
    }

    fn place(&self) -> Option<usize> {
        Some(self.0.place())
    }
}
