//! What is stored of an error, so that it can be told again later.

use std::time::Duration;

use crate::base::{Advice, Error, ErrorCode, ProviderDetails, Retry};

/// An error that is kept: in our own words, whose names are marked, and with what the provider said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The registered error code that the provider gave.
    pub provider_error: Option<String>,
    /// What else it said.
    pub provider_details: Option<Box<ProviderDetails>>,
    /// When another try makes sense. `None`: what the code says, as in records of before it was kept.
    pub retry: Option<Retry>,
    /// How long to wait before it, from when it happened.
    pub retry_after: Option<Duration>,
    /// What the person is told, where it is not what the code says.
    pub advice: Option<Advice>,
}

impl Failure {
    /// What is kept of an error besides its code.
    pub(crate) fn of(error: &Error) -> Self {
        let (message, hint) = (error.marked_message().to_owned(), error.marked_hint().map(str::to_owned));
        let context = error.context();
        Failure {
            message,
            hint,
            provider_error: context.provider_error.clone(),
            provider_details: context.provider_details.clone(),
            retry: Some(error.retry()),
            retry_after: error.retry_after(),
            advice: error.advice(),
        }
    }

    /// The same to whoever hears of it so much later: of what was to be waited, only the rest is left.
    pub(crate) fn after(self, waited: Duration) -> Self {
        let left = self.retry_after.map(|wait| wait.saturating_sub(waited)).filter(|left| !left.is_zero());
        Failure { retry_after: left, ..self }
    }

    /// The error again, without the ids that it had.
    pub(crate) fn to_error(&self, code: ErrorCode) -> Error {
        let retry = self.retry.unwrap_or(code.retry());
        let error = Error::new(code, self.message.clone()).with_retry(retry).with_context(|context| {
            context.provider_error.clone_from(&self.provider_error);
            context.provider_details.clone_from(&self.provider_details);
        });
        let error = match self.retry_after {
            Some(wait) => error.with_retry_after(wait),
            None => error,
        };
        let error = match &self.hint {
            Some(hint) => error.with_hint(hint.clone()),
            None => error,
        };
        match self.advice {
            Some(advice) => error.with_advice(advice),
            None => error,
        }
    }
}

/// A failure with its code, for an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failed {
    /// The code.
    pub code: ErrorCode,
    /// The rest.
    pub failure: Failure,
}

impl Failed {
    /// What is kept of an error.
    pub(crate) fn by(error: &Error) -> Self {
        Failed { code: error.code(), failure: Failure::of(error) }
    }
}
