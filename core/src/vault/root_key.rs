//! A root key that is elsewhere: in a key service, in an HSM, or wherever the application keeps it.

use std::error::Error as StdError;
use std::fmt;

use async_trait::async_trait;

use crate::base::{Error, ErrorCode, Secret};

/// A root key that never comes into this process. Implement it to keep the root key in a key service or an HSM of your own, and give it
/// to [`Options::root_keys`](crate::Options::root_keys).
///
/// It is asked to encrypt and decrypt 32 random bytes, once for each tenant and again every ten minutes while a tenant is in use. What
/// belongs where is bound by Authpipe itself, with an envelope of its own inside: an implementation has nothing to compare. It is called
/// from threads of Authpipe, several times at once, and is given 5 seconds; who takes longer is away.
///
/// ```
/// use authpipe::Secret;
/// use authpipe::extend::{RootKey, RootKeyError, async_trait};
///
/// struct Hsm(/* a connection */);
///
/// #[async_trait]
/// impl RootKey for Hsm {
///     fn id(&self) -> &str {
///         "hsm:slot-3"
///     }
///     async fn wrap(&self, key: &Secret<[u8; 32]>, context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
/// #       let _ = context_hash;
///         // What the device makes of the key; a device that takes additional data is given the hash.
/// #       Ok(key.expose().to_vec())
///     }
///     async fn unwrap(&self, wrapped: &[u8], context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
/// #       let _ = context_hash;
///         let key = wrapped.try_into().map_err(|_| RootKeyError::Mismatch)?;
///         Ok(Secret::new(key))
///     }
/// }
/// ```
#[async_trait]
pub trait RootKey: Send + Sync + 'static {
    /// A stable name for this key: 1 to 512 visible ASCII characters, not a secret. It is stored and printed in messages. Keys of
    /// different names must be different keys, and a name must never come to mean another key.
    fn id(&self) -> &str;

    /// Encrypts 32 random bytes. `context_hash` is public (SHA-256 of where the result belongs) and the same at
    /// [`unwrap`](RootKey::unwrap): additional authenticated data, or an encryption context, for a service that takes one.
    ///
    /// # Errors
    /// See [`RootKeyError`].
    async fn wrap(&self, key: &Secret<[u8; 32]>, context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError>;

    /// Decrypts what [`wrap`](RootKey::wrap) has made with the same `context_hash`.
    ///
    /// # Errors
    /// See [`RootKeyError`].
    async fn unwrap(&self, wrapped: &[u8], context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError>;
}

/// Why a root key did not wrap or unwrap. What follows differs, so the three are told apart.
#[derive(Debug)]
#[non_exhaustive]
pub enum RootKeyError {
    /// Nobody knows: the service did not answer, is overloaded, or is out of order. Keys that are in use serve for 15 minutes more
    /// (SR-51), and callers are told `key_service_unavailable`. The reason is for the log.
    Unavailable(Box<dyn StdError + Send + Sync>),
    /// The service says no: the key is switched off, or this process may not use it. Keys that are in use are forgotten at once, and
    /// callers are told `key_mismatch`. The text is shown to the operator: a few words of your own, without any secret.
    Denied(String),
    /// What was wrapped does not open, for whatever reason: another key, or changed bytes.
    Mismatch,
    /// The implementation itself has failed: it broke off, or gave what is no answer. What follows is the same as for
    /// [`Unavailable`](RootKeyError::Unavailable), but the text is shown: which function, and what it did, without any secret.
    Failed(String),
}

impl RootKeyError {
    /// The service did not answer, or is out of order.
    pub fn unavailable(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        RootKeyError::Unavailable(reason.into())
    }

    /// The service says no.
    pub fn denied(reason: impl Into<String>) -> Self {
        RootKeyError::Denied(reason.into())
    }
}

impl fmt::Display for RootKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RootKeyError::Unavailable(reason) => write!(f, "the key service is away: {reason}"),
            RootKeyError::Denied(reason) => write!(f, "the key service says no: {reason}"),
            RootKeyError::Mismatch => f.write_str("it does not open"),
            RootKeyError::Failed(what) => write!(f, "the key service failed: {what}"),
        }
    }
}

impl StdError for RootKeyError {}

/// The error for no key at all.
pub(super) fn build_missing_error() -> Error {
    Error::new(
        ErrorCode::KeyMissing,
        "Authpipe has no vault key. Run \"⟨command key generate⟩\" and set AUTHPIPE_KEY. Keep it: without this key the \
         vault cannot be read.",
    )
}

/// The error for a wrapped key that does not open: one for every reason (SR-53).
pub(crate) fn build_open_error() -> Error {
    Error::new(ErrorCode::KeyMismatch, "A wrapped key in the vault does not open with its root key in this environment.")
}

const AWAY: &str = "Look at that service, and at the way to it. Credentials that are in use are served for 15 minutes more.";

/// The error for a service that does not answer.
pub(super) fn build_away_error(root_key_id: &str, reason: &str) -> Error {
    tracing::warn!(root_key_id, reason, "a key service does not answer");
    Error::new(ErrorCode::KeyServiceUnavailable, format!("The service that holds the root key {root_key_id} does not answer."))
        .with_hint(AWAY)
}

/// The error for a service that has not answered in time.
pub(super) fn build_silent_error(root_key_id: &str, function: &str) -> Error {
    tracing::warn!(root_key_id, function, "a key service took longer than 5 s");
    let message = format!("The service that holds the root key {root_key_id} does not answer: no {function} within 5 s.");
    Error::new(ErrorCode::KeyServiceUnavailable, message).with_hint(AWAY)
}

/// The error for an implementation that has failed itself.
pub(super) fn build_failed_error(root_key_id: &str, what: &str) -> Error {
    let what = plain(what);
    tracing::warn!(root_key_id, reason = what, "a root key of the application's own failed");
    Error::new(ErrorCode::KeyServiceUnavailable, format!("The root key {root_key_id} cannot be used: {what}."))
        .with_hint("Mend what answers for this root key. Credentials that are in use are served for 15 minutes more.")
}

/// Somebody else's text, in a message: short, and nothing but text.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// The error for a service that says no.
pub(super) fn build_denied_error(root_key_id: &str, reason: &str) -> Error {
    let reason = plain(reason);
    Error::new(ErrorCode::KeyMismatch, format!("The root key {root_key_id} may not be used: {reason}."))
        .with_hint("Let this process use the key there, or switch it on again; no other key opens what it has wrapped.")
        .with_source(Denied)
}

/// Whether an error is that of a service that says no.
pub(crate) fn is_denied(error: &Error) -> bool {
    StdError::source(error).is_some_and(|source| source.is::<Denied>())
}

#[derive(Debug, thiserror::Error)]
#[error("the key service says no")]
struct Denied;
