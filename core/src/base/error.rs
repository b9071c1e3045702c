//! One error for callers: a stable code, what happened, what to do about it, and when a retry makes sense.
//!
//! Messages are written by us and hold ids only: no secret, no text of a provider (SR-79, SR-82). What a provider said is kept
//! beside them, in closed fields: [`ProviderDetails`].

mod advice;
mod codes;
mod kinds;
mod provider_details;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::wording::{self, Named};

pub(crate) use advice::Advice;
pub use codes::ErrorCode;
pub use kinds::{Actor, ErrorClass, Retry};
pub use provider_details::ProviderDetails;

/// `Result` with the public [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What an error may carry besides its texts: ids of the application's own or ours, and what the provider said in closed fields. None is
/// a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorContext {
    /// The provider asked for.
    pub provider: Option<String>,
    /// The config used.
    pub config: Option<String>,
    /// The tenant.
    pub tenant_id: Option<String>,
    /// The user.
    pub user_id: Option<String>,
    /// The connection or installation.
    pub connection_id: Option<String>,
    /// Why a grant ended: `revoked`, `expired`, `password_changed`, `policy`, `consent`; or why nobody knows whether it has:
    /// `refresh_unanswered`.
    pub reason: Option<String>,
    /// The registered OAuth error code that the provider gave; `other` for one that is not registered.
    pub provider_error: Option<String>,
    /// What else the provider said, where it answered.
    pub provider_details: Option<Box<ProviderDetails>>,
}

#[derive(Clone)]
struct Inner {
    code: ErrorCode,
    message: Wording,
    hint: Option<Wording>,
    retry: Retry,
    retry_after: Option<Duration>,
    context: ErrorContext,
    advice: Option<Advice>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// A text whose names every language writes in its own way.
#[derive(Clone)]
struct Wording {
    rust: String,
    /// The text with its names marked, where it has any.
    marked: Option<String>,
}

impl Wording {
    fn new(text: String) -> Self {
        if text.contains('⟨') {
            Wording { rust: wording::in_rust(&text), marked: Some(text) }
        } else {
            Wording { rust: text, marked: None }
        }
    }

    fn render(&self, spell: impl Fn(Named<'_>) -> String) -> String {
        self.marked.as_ref().map_or_else(|| self.rust.clone(), |marked| wording::render(marked, spell))
    }

    fn marked(&self) -> &str {
        self.marked.as_ref().unwrap_or(&self.rust)
    }
}

/// The one public error.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

impl Error {
    /// The page that explains every code, each under an anchor of its own name. It is generated into the repository.
    pub const PAGE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/errors.md");

    /// An error with a message of our own wording; names in it are marked as [`Named`] says.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Error(Arc::new(Inner {
            code,
            message: Wording::new(message.into()),
            hint: None,
            retry: code.retry(),
            retry_after: None,
            context: ErrorContext::default(),
            advice: None,
            source: None,
        }))
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        let inner = Arc::make_mut(&mut self.0);
        change(inner);
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        let hint = Wording::new(hint.into());
        self.change(|inner| inner.hint = Some(hint))
    }

    /// Adds when a retry may succeed, in whole milliseconds, and makes it a `later`.
    #[must_use]
    pub fn with_retry_after(self, after: Duration) -> Self {
        self.change(|inner| {
            inner.retry = Retry::Later;
            // Who comes back at once, or a part of a millisecond too early, is told the same.
            let whole = after.as_nanos().div_ceil(1_000_000);
            inner.retry_after = Some(Duration::from_millis(u64::try_from(whole).unwrap_or(u64::MAX)).max(Duration::from_secs(1)));
        })
    }

    /// Says when a retry makes sense, where the case at hand is another than the code's usual one.
    #[must_use]
    pub(crate) fn with_retry(self, retry: Retry) -> Self {
        self.change(|inner| inner.retry = retry)
    }

    /// Adds or changes the ids.
    #[must_use]
    pub fn with_context(self, set: impl FnOnce(&mut ErrorContext)) -> Self {
        self.change(|inner| set(&mut inner.context))
    }

    /// Adds what a person is told, where the code alone would tell them something that is not so.
    #[must_use]
    pub(crate) fn with_advice(self, advice: Advice) -> Self {
        self.change(|inner| inner.advice = Some(advice))
    }

    /// Adds the cause. It must be free of secrets: its text is shown in cause chains.
    #[must_use]
    pub fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.change(|inner| inner.source = Some(Arc::new(source)))
    }

    /// What a caller is told when our own code panicked. What it was about is on standard error, not here.
    pub fn panicked() -> Self {
        Error::new(ErrorCode::Internal, "A defect of Authpipe stopped this call. What was saved before it is safe.")
            .with_hint("This is a bug: please report it, with what was written to standard error.")
    }

    /// The stable code.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// What happened, in one or two sentences.
    pub fn message(&self) -> &str {
        &self.0.message.rust
    }

    /// [`Error::message`] with names as another language writes them: for bindings.
    pub fn message_in(&self, spell: impl Fn(Named<'_>) -> String) -> String {
        self.0.message.render(spell)
    }

    /// [`Error::hint`] with names as another language writes them: for bindings.
    pub fn hint_in(&self, spell: impl Fn(Named<'_>) -> String) -> Option<String> {
        self.0.hint.as_ref().map(|hint| hint.render(spell))
    }

    /// Its message with names marked, of which an error can be made again later.
    pub(crate) fn marked_message(&self) -> &str {
        self.0.message.marked()
    }

    /// Its hint with names marked, of which an error can be made again later.
    pub(crate) fn marked_hint(&self) -> Option<&str> {
        self.0.hint.as_ref().map(Wording::marked)
    }

    /// The same error, with the place in what the caller gave: `rows[3]`.
    #[must_use]
    pub fn in_place(self, place: &str) -> Self {
        let message = Wording::new(format!("{place}: {}", self.marked_message()));
        self.change(|inner| inner.message = message)
    }

    /// The same error where the option that it is about was given by a variable of the environment, whose name stands in its place.
    #[must_use]
    pub(crate) fn naming(self, option: &str, variable: &str) -> Self {
        let marked = format!("⟨{option}⟩");
        let again = |text: &Wording| Wording::new(text.marked().replace(&marked, variable));
        self.change(|inner| {
            inner.message = again(&inner.message);
            inner.hint = inner.hint.as_ref().map(again);
        })
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_ref().map(|hint| hint.rust.as_str())
    }

    /// What a person is told instead of what the code says.
    pub(crate) fn advice(&self) -> Option<Advice> {
        self.0.advice
    }

    /// When calling again makes sense.
    pub fn retry(&self) -> Retry {
        self.0.retry
    }

    /// How long to wait before a retry, where the provider or we know it.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The same with what the provider said beside it.
    #[must_use]
    pub(crate) fn with_provider_details(self, details: Option<&ProviderDetails>) -> Self {
        match details {
            Some(details) => self.with_context(|context| context.provider_details = Some(Box::new(details.clone()))),
            None => self,
        }
    }

    /// The ids it is about.
    pub fn context(&self) -> &ErrorContext {
        &self.0.context
    }

    /// Where the error is explained.
    pub fn docs_url(&self) -> String {
        format!("{}#{}", Error::PAGE, self.code().as_str())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code().as_str(), self.message())?;
        if let Some(hint) = self.hint() {
            write!(f, " {hint}")?;
        }
        match self.context().provider_details.as_deref() {
            Some(details) => write!(f, " [{details}]"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.code().as_str())
            .field("message", &self.message())
            .field("hint", &self.hint())
            .field("retry", &self.retry().as_str())
            .field("retry_after", &self.retry_after())
            .field("context", self.context())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_keeps_everything_and_changing_it_leaves_the_first() {
        let first = Error::new(ErrorCode::RateLimited, "Wait.").with_retry_after(Duration::from_secs(3));
        let second = first.clone().with_context(|c| c.provider = Some("p".into()));
        assert_eq!(first.context().provider, None);
        assert_eq!(second.context().provider.as_deref(), Some("p"));
        assert_eq!(second.retry_after(), Some(Duration::from_secs(3)));
    }

    #[test]
    fn a_place_changes_the_message_alone() {
        let first = Error::new(ErrorCode::RateLimited, "Wait for ⟨client_id⟩.")
            .with_hint("Later.")
            .with_retry_after(Duration::from_secs(3))
            .with_source(std::io::Error::other("cause"));
        let placed = first.clone().in_place("rows[2]");
        assert_eq!(placed.marked_message(), "rows[2]: Wait for ⟨client_id⟩.");
        assert_eq!((placed.hint(), placed.retry(), placed.retry_after()), (first.hint(), first.retry(), first.retry_after()));
        assert!(std::error::Error::source(&placed).is_some());
    }
}
