//! Every type that crosses the border, both ways. Absent in JavaScript is `None`; times go out as milliseconds since the Unix
//! epoch, and the façade makes them `Date`.

mod credentials;
mod http;
mod options;
mod queries;
mod results;
mod sessions;
mod subjects;

use std::time::Duration;

use authpipe::{Error, ErrorCode, Result, Timestamp};

pub(crate) use credentials::{CredentialFields, StoreFields, StoredFields, ValidityFields};
pub(crate) use http::{HandlerFields, PrincipalFields, RequestFields, ResponseFields};
pub(crate) use options::{CoreOptions, ProviderConfigFields};
pub(crate) use queries::{EventFilterFields, ListFields};
pub(crate) use results::{
    ConnectionFields, ConnectionPage, EventPage, HealthFields, InstallationFields, InstallationPage, MaintenanceFields,
};
pub(crate) use sessions::{SessionFields, SessionInput};
pub(crate) use subjects::{CallFields, RejectionFields, SubjectInput};

/// The latest time that a JavaScript `Date` can hold, in milliseconds (ECMA-262, Time Values and Time Range).
const LAST_DATE_MS: i64 = 8_640_000_000_000_000;

pub(crate) fn request_duration(name: &str, ms: f64) -> Result<Duration> {
    Duration::try_from_secs_f64(ms / 1000.0).map_err(|_| invalid(&format!("{name} must be a number of milliseconds, 0 or more.")))
}

fn duration(name: &str, ms: f64) -> Result<Duration> {
    request_duration(name, ms).map_err(|error| config_invalid(error.message()))
}

fn optional<T>(text: &Option<String>, parse: fn(&str) -> Result<T>) -> Result<Option<T>> {
    text.as_deref().map(parse).transpose()
}

/// A time as a `Date` can hold it; `None` for "never".
fn date(at: Timestamp) -> Option<f64> {
    (at.unix_millis() <= LAST_DATE_MS).then(|| millis(at))
}

#[expect(clippy::cast_precision_loss, reason = "a number of JavaScript: exact up to 2^53, the year 287396")]
fn millis(at: Timestamp) -> f64 {
    at.unix_millis() as f64
}

#[expect(clippy::cast_precision_loss, reason = "a number of JavaScript: exact up to 2^53 generations")]
fn number(count: u64) -> f64 {
    count as f64
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorCode::InvalidRequest, message)
}

fn config_invalid(message: &str) -> Error {
    Error::new(ErrorCode::ConfigInvalid, message)
}
