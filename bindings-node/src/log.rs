//! Hands lines of the log to JavaScript: its one thread takes them when it is told that there are some.

use std::sync::Arc;

use authpipe::{LogLine, LogValue, Logger};
use authpipe_bindings::Language;
use authpipe_bindings::log::{LogQueue, WrittenLine};
use napi::Status;
use napi::bindgen_prelude::Function;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
use serde_json::{Map, Value, json};

use crate::runtime::now;

/// Weak: a log does not keep a process alive.
type Wake = ThreadsafeFunction<(), (), (), Status, false, true>;

/// Lines of the log that wait for JavaScript. They are an object of their own, because what takes them must hold them: would it hold the
/// core, an object that nobody uses any more would never be collected; and what goes on after that object is told all the same.
#[napi]
pub struct LogLines {
    queue: Arc<LogQueue<()>>,
    /// The same for objects that have one logger.
    place: u32,
}

#[napi]
impl LogLines {
    /// None yet; `place` is the number of the logger that takes them.
    #[napi(constructor)]
    pub fn new(place: u32) -> Self {
        LogLines { queue: Arc::new(LogQueue::new()), place }
    }

    /// Those that wait, in order.
    #[napi]
    pub fn take_log_lines(&self) -> napi::Result<Value> {
        now("takeLogLines", || Ok(self.queue.take(Language::JavaScript).into_iter().map(|((), line)| give(line)).collect()))
    }
}

/// Puts the lines of one core where JavaScript takes them.
pub(crate) struct NodeLog {
    queue: Arc<LogQueue<()>>,
    place: u32,
    wake: Wake,
}

impl NodeLog {
    pub(crate) fn new(lines: &LogLines, wake: Function<'_, (), ()>) -> napi::Result<Self> {
        Ok(NodeLog {
            queue: lines.queue.clone(),
            place: lines.place,
            wake: wake.build_threadsafe_function().weak::<true>().build()?,
        })
    }
}

impl Logger for NodeLog {
    fn log(&self, line: LogLine) {
        if self.queue.put((), line) {
            // After the end of the environment nobody listens, which is no error.
            self.wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }

    fn place(&self) -> Option<usize> {
        usize::try_from(self.place).ok()
    }
}

fn give(line: WrittenLine) -> Value {
    let mut fields = Map::new();
    for (name, value) in line.fields {
        // As errors have it: `providerDetails` is one member, an object.
        match name.split_once('.') {
            Some((object, member)) => fields.entry(object).or_insert_with(|| json!({}))[member] = field(value),
            None => _ = fields.insert(name, field(value)),
        }
    }
    json!({ "level": line.level.as_str(), "message": line.message, "fields": fields })
}

fn field(value: LogValue) -> Value {
    match value {
        LogValue::Text(text) => text.into(),
        LogValue::Whole(number) => number.into(),
        LogValue::Flag(flag) => flag.into(),
    }
}
