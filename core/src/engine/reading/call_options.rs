//! The options of `get_credential`.

use std::time::Duration;

/// What a caller asks for besides the subject.
#[derive(Clone, Default)]
pub struct CallOptions {
    /// Refreshes even if the current credential is valid.
    pub force_refresh: bool,
    /// At least this much time left, or nine tenths of the lifetime if that is less. Default the option of the object.
    pub min_validity: Option<Duration>,
    /// Fails with `scope_missing` if one of these was not granted.
    pub scopes: Vec<String>,
    /// How long this call waits; default the option of the object. The exchange itself goes on.
    pub timeout: Option<Duration>,
    /// The claims challenge of an API: refreshes with it. As JSON or in base64. Whoever knows the generation that was
    /// challenged reports it instead.
    pub claims: Option<String>,
}

impl std::fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A challenge names policies of somebody's organisation.
        f.debug_struct("CallOptions")
            .field("force_refresh", &self.force_refresh)
            .field("min_validity", &self.min_validity)
            .field("scopes", &self.scopes)
            .field("timeout", &self.timeout)
            .field("claims", &self.claims.as_ref().map(|_| "[redacted]"))
            .finish()
    }
}

impl CallOptions {
    pub(super) fn is_plain(&self) -> bool {
        !self.force_refresh && self.min_validity.is_none() && self.scopes.is_empty() && self.claims.is_none()
    }
}
