//! What a caller gets: a usable value.

use std::sync::Arc;

use super::definition::Placement;
use super::credential_type::{CredentialType, Purpose};
use crate::base::{Error, ErrorCode, GrantId, Result, Secret, Timestamp};

/// Where a credential came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialSource {
    /// A connection.
    Connection,
    /// An installation.
    Installation,
}

impl CredentialSource {
    /// The name that all languages use.
    pub const fn as_str(self) -> &'static str {
        match self {
            CredentialSource::Connection => "connection",
            CredentialSource::Installation => "installation",
        }
    }
}

/// A usable credential. Cloning it clones a pointer.
///
/// It is valid when it is handed out: [`expires_at`](CredentialParts::expires_at) lies at least the effective `min_validity` ahead.
#[derive(Clone, Debug)]
pub struct Credential(Arc<CredentialParts>);

/// The parts of a [`Credential`].
#[derive(Clone, Debug)]
pub struct CredentialParts {
    /// The secret.
    pub value: Secret<String>,
    /// What it is.
    pub credential_type: CredentialType,
    /// When it ends; `None`: it does not say.
    pub expires_at: Option<Timestamp>,
    /// Granted scopes.
    pub scopes: Vec<String>,
    /// Where it came from.
    pub source: CredentialSource,
    /// The connection or installation.
    pub grant_id: GrantId,
    /// Counts the secrets of the grant.
    pub generation: u64,
    /// Whether this call waited for a refresh.
    pub refreshed: bool,
    /// Whether something failed lately: the last refresh, or the vault.
    pub degraded: bool,
    /// Whether it can no longer be renewed although it still works.
    pub needs_reauth: bool,
    /// How it is sent.
    pub placement: Placement,
    /// Origins that may receive it.
    pub api_origins: Vec<String>,
}

impl Credential {
    /// Wraps the parts.
    pub fn new(parts: CredentialParts) -> Self {
        Credential(Arc::new(parts))
    }

    /// The headers with which this credential is sent: one name and its value.
    ///
    /// # Errors
    /// - `invalid_request`: it is not sent: a webhook's secret checks what the provider sends.
    pub fn headers(&self) -> Result<(String, Secret<String>)> {
        self.check_sent()?;
        let mut value = self.0.placement.prefix.clone();
        value.push_str(self.0.value.expose());
        Ok((self.0.placement.header.clone(), Secret::new(value)))
    }

    /// Refuses what is not for the provider's API.
    ///
    /// # Errors
    /// - `invalid_request`.
    pub fn check_sent(&self) -> Result<()> {
        match self.0.credential_type.purpose() {
            Purpose::Api => Ok(()),
            Purpose::Webhook => Err(Error::new(ErrorCode::InvalidRequest, "The secret of a webhook is sent to nobody.")
                .with_hint("Check the provider's signatures with it. For the API, ask without ⟨credential_type⟩.")),
        }
    }

    /// The same credential, marked as the fruit of a refresh that the caller waited for.
    #[must_use]
    pub fn into_refreshed(self) -> Self {
        let mut parts = Arc::unwrap_or_clone(self.0);
        parts.refreshed = true;
        Credential::new(parts)
    }
}

impl std::ops::Deref for Credential {
    type Target = CredentialParts;

    fn deref(&self) -> &CredentialParts {
        &self.0
    }
}
