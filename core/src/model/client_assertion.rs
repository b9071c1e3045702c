//! Whence the token comes by which a platform vouches for a client: from a file, or from a function of the application's.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;

use crate::base::Secret;

/// Gives the token by which a platform vouches for a client (workload identity federation). Implement it where the platform keeps the token in
/// no file, and it must be asked for.
///
/// It is asked for each request to a token endpoint, several times at once, and is given 5 seconds. What it gives is sent to the provider's token
/// endpoint as `client_assertion` (RFC 7523 §2.2), and is stored and kept nowhere: where it takes long to get, keep it yourself for as
/// long as it lives. Objects that share one vault in a process ask that of the first.
#[async_trait]
pub trait ClientAssertion: Send + Sync + 'static {
    /// A JSON Web Token that lives, for this client and the provider's audience.
    ///
    /// # Errors
    /// Why there is none: `config_invalid` (retry later) says so. Nothing is sent, and the connection is as it was.
    async fn get(&self) -> Result<Secret<String>, ClientAssertionError>;
}

impl std::fmt::Debug for dyn ClientAssertion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientAssertion")
    }
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientAssertionError(String);

impl ClientAssertionError {
    /// For this reason. It is shown: a few words of your own, without any secret.
    pub fn new(reason: impl Into<String>) -> Self {
        ClientAssertionError(reason.into())
    }
}

impl std::fmt::Display for ClientAssertionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ClientAssertionError {}

/// Where the token is to be had, for each request anew.
#[derive(Clone, Debug)]
pub(crate) enum AssertionSource {
    /// A file, in which the platform replaces it before it ends.
    File(PathBuf),
    /// The application.
    Application(Arc<dyn ClientAssertion>),
}

impl AssertionSource {
    /// The option that names it, as errors do.
    pub(crate) const fn option(&self) -> &'static str {
        match self {
            AssertionSource::File(_) => "⟨client_assertion_file⟩",
            AssertionSource::Application(_) => "⟨client_assertion⟩",
        }
    }

    /// What tells it from others: functions cannot be told apart.
    pub(crate) fn name(&self) -> String {
        match self {
            AssertionSource::File(file) => file.to_string_lossy().into_owned(),
            AssertionSource::Application(_) => "\u{0}application".to_owned(),
        }
    }
}
