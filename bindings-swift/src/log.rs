//! Lines of the log on their way to Swift.

use std::collections::HashMap;

use authpipe::{LogLine, Logger};
use authpipe_bindings::{Language, log};

/// What Swift does with a line. It is called on the core's threads and must not wait.
#[uniffi::export(callback_interface)]
pub trait CoreLogger: Send + Sync {
    /// Takes a line.
    fn log(&self, level: String, message: String, fields: HashMap<String, String>);
}

/// What the core speaks to.
pub(crate) struct SwiftLog(pub(crate) Box<dyn CoreLogger>);

impl Logger for SwiftLog {
    fn log(&self, line: LogLine) {
        let line = log::write(line, Language::Swift);
        let fields = line.fields.into_iter().map(|(name, value)| (name, value.text_in(|named| named.in_rust())));
        self.0.log(line.level.as_str().to_owned(), line.message, fields.collect());
    }
}
