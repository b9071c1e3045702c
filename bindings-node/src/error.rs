//! Converts errors for JavaScript. napi carries only a message, so everything that an error says is JSON in it, and the façade
//! makes the classes.

use authpipe::Error;
use authpipe_bindings::{ErrorFields, Give, Language};
use serde_json::json;

use crate::value::to_json;

/// What a message of ours starts with, so that the façade can tell it from one of napi's own.
const MARK: &str = "authpipe:";

/// An error of ours as what napi throws.
pub(crate) fn to_napi(error: &Error) -> napi::Error {
    let fields = ErrorFields::new(error, Language::JavaScript);
    let details = to_json(fields.details.give());
    let message = json!({ "class": fields.class, "causes": fields.causes, "details": details });
    napi::Error::from_reason(format!("{MARK}{message}"))
}
