//! Hands lines of the log to JavaScript: its one thread takes them when it is told that there are some.

use authpipe::{LogLine, LogValue, Logger};
use authpipe_bindings::Language;
use authpipe_bindings::log::{LogQueue, WrittenLine};
use napi::Status;
use napi::bindgen_prelude::Function;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use serde_json::{Map, Value, json};

/// Weak: a log does not keep a process alive.
type Wake = ThreadsafeFunction<(), (), (), Status, false, true>;

/// The lines of one JavaScript object.
pub(crate) struct NodeLog {
    queue: LogQueue<()>,
    wake: Wake,
}

impl NodeLog {
    pub(crate) fn new(wake: Function<'_, (), ()>) -> napi::Result<Self> {
        Ok(NodeLog { queue: LogQueue::new(), wake: wake.build_threadsafe_function().weak::<true>().build()? })
    }

    /// What waits, as the façade gets it.
    pub(crate) fn take(&self) -> Value {
        self.queue.take(Language::JavaScript).into_iter().map(|((), line)| give(line)).collect()
    }
}

impl Logger for NodeLog {
    fn log(&self, line: LogLine) {
        if self.queue.put((), line) {
            // After the end of the environment nobody listens, which is no error.
            self.wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }
}

fn give(line: WrittenLine) -> Value {
    let fields: Map<String, Value> = line.fields.into_iter().map(|(name, value)| (name, field(value))).collect();
    json!({ "level": line.level.as_str(), "message": line.message, "fields": fields })
}

fn field(value: LogValue) -> Value {
    match value {
        LogValue::Text(text) => text.into(),
        LogValue::Whole(number) => number.into(),
        LogValue::Flag(flag) => flag.into(),
    }
}
