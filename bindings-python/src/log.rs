//! Hands lines of the log to Python. No thread of the core waits for the interpreter, so lines are queued, and a thread that has
//! the interpreter lock hands them over: a caller that gets its result, or our own thread for what happens in the background.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use authpipe::{ErrorCode, LogLevel, LogLine, LogValue};
use authpipe_bindings::Language;
use authpipe_bindings::log::{LogQueue, QueueHeld, WrittenLine};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

use crate::fork;
use crate::refusal::{self, Any};

/// What waits, of all handles: one queue, so that a fork has one lock to take.
static WAITING: LogQueue<Arc<Target>> = LogQueue::new();

/// The place of the logger `authpipe`: no object of Python's is there.
const OWN_PLACE: usize = 1;

/// What the root logger of Python takes by default.
const WARNING: i64 = 30;

/// A logger of Python's.
pub(crate) struct Target {
    /// The application's; or `authpipe`, once it is needed: a program that logs nothing does not load `logging`.
    logger: PyOnceLock<Py<PyAny>>,
    /// From which level on it takes lines, as it said when it was last asked.
    level: AtomicI64,
    /// The same for targets with one logger: where that is in memory.
    place: usize,
}

impl Target {
    /// The option `logger`.
    pub(crate) fn new(py: Python<'_>, given: Option<&Any<'_>>) -> PyResult<Arc<Self>> {
        let place = given.map_or(OWN_PLACE, |given| given.as_ptr().addr());
        let target = Target { logger: PyOnceLock::new(), level: AtomicI64::new(WARNING), place };
        if let Some(given) = given {
            let is_logger = ["isEnabledFor", "getEffectiveLevel", "log"].iter().all(|name| given.hasattr(*name).unwrap_or(false));
            if !is_logger {
                return Err(refusal::wrong_type(ErrorCode::ConfigInvalid, "logger", "a logging.Logger", given));
            }
            let _ = target.logger.set(py, given.clone().unbind());
        }
        target.follow(py);
        Ok(Arc::new(target))
    }

    pub(crate) const fn place(&self) -> usize {
        self.place
    }

    /// Asks the logger for its level, which the application may have changed. Every call that crosses to the core does.
    pub(crate) fn follow(&self, py: Python<'_>) {
        if let Ok(Some(logger)) = self.find(py, false)
            && let Ok(level) = logger.call_method0(pyo3::intern!(py, "getEffectiveLevel")).and_then(|level| level.extract())
        {
            self.level.store(level, Ordering::Relaxed);
        }
    }

    /// The logger; where the application has given none and has not loaded `logging`, only if it is needed now.
    fn find<'py>(&self, py: Python<'py>, is_needed: bool) -> PyResult<Option<Any<'py>>> {
        if let Some(logger) = self.logger.get(py) {
            return Ok(Some(logger.bind(py).clone()));
        }
        let modules = py.import(pyo3::intern!(py, "sys"))?.getattr(pyo3::intern!(py, "modules"))?;
        if !is_needed && !modules.contains(pyo3::intern!(py, "logging"))? {
            return Ok(None);
        }
        let logger = py.import(pyo3::intern!(py, "logging"))?.call_method1(pyo3::intern!(py, "getLogger"), ("authpipe",))?;
        Ok(Some(self.logger.get_or_init(py, || logger.unbind()).bind(py).clone()))
    }

    pub(crate) fn logger(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(self.find(py, true)?.map_or_else(|| py.None(), Bound::unbind))
    }

    fn give(&self, py: Python<'_>, line: WrittenLine) -> PyResult<()> {
        let Some(logger) = self.find(py, true)? else { return Ok(()) };
        let fields = PyDict::new(py);
        for (name, value) in line.fields {
            match value {
                LogValue::Text(text) => fields.set_item(name, text)?,
                LogValue::Whole(number) => fields.set_item(name, number)?,
                LogValue::Flag(flag) => fields.set_item(name, flag)?,
            }
        }
        let deliver = py.import(pyo3::intern!(py, "authpipe._log"))?.getattr(pyo3::intern!(py, "deliver"))?;
        deliver.call1((logger, number(line.level), line.message, fields)).map(drop)
    }
}

/// The level as Python's `logging` numbers it.
fn number(level: LogLevel) -> i64 {
    match level {
        LogLevel::Error => 40,
        LogLevel::Warn => WARNING,
        LogLevel::Info => 20,
        LogLevel::Debug => 10,
        LogLevel::Trace => 5,
    }
}

/// Has a line wait if its logger takes it; `true`: nothing has waited before, and somebody must hand over.
pub(crate) fn put(target: &Arc<Target>, line: LogLine) -> bool {
    number(line.level) >= target.level.load(Ordering::Relaxed) && WAITING.put(target.clone(), line)
}

/// Hands over what waits.
pub(crate) fn hand_over(py: Python<'_>) {
    // Our lock is one of those that a fork takes.
    fork::stand_aside();
    for (target, line) in WAITING.take(Language::Python) {
        target.follow(py);
        if let Err(failure) = target.give(py, line) {
            failure.write_unraisable(py, None);
        }
    }
}

/// The queue's lock, for the forking thread.
pub(crate) fn hold() -> QueueHeld<'static, Arc<Target>> {
    WAITING.hold()
}
