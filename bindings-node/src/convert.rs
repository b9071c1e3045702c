//! Converts by hand what is not described in `bindings-common`: credentials, because reads must be quick, and the bytes of
//! requests. What JavaScript leaves out is `None`; times go out as milliseconds since the Unix epoch, and the façade makes them
//! `Date`.

mod credentials;
mod http;

use authpipe::Timestamp;

use crate::value::LAST_DATE_MS;

pub(crate) use credentials::{CredentialFields, ValidityFields};
pub(crate) use http::{IdentifyFailedFields, RequestFields, ResponseFields};

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
