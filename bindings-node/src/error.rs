//! Errors on their way to JavaScript: everything that an error says, as JSON in the message. The façade makes the classes.

use authpipe::Error;
use authpipe_bindings::{ErrorFields, Give, Given, Language};
use serde_json::{Value, json};

/// What a message of ours starts with, so that the façade can tell it from one of napi's own.
const MARK: &str = "authpipe:";

/// An error of ours as what napi throws.
pub(crate) fn to_napi(error: &Error) -> napi::Error {
    let fields = ErrorFields::new(error, Language::JavaScript);
    let details = json_of(fields.details.give());
    let message = json!({ "class": fields.class, "causes": fields.causes, "details": details });
    napi::Error::from_reason(format!("{MARK}{message}"))
}

fn json_of(given: Given) -> Value {
    match given {
        Given::Absent => Value::Null,
        Given::Flag(flag) => flag.into(),
        Given::Whole(count) => count.into(),
        Given::Text(text) => text.into(),
        Given::Time(at) => at.unix_millis().into(),
        Given::Span(span) => u64::try_from(span.as_millis()).unwrap_or(u64::MAX).into(),
        Given::List(items) => items.into_iter().map(json_of).collect(),
        Given::Record(record, values) => {
            let names = record.fields.iter().map(|field| Language::JavaScript.member(field).into_owned());
            Value::Object(names.zip(values.into_iter().map(json_of)).filter(|(_, value)| !value.is_null()).collect())
        }
    }
}
