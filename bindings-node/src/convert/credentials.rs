//! Credentials on their way out, with their validity, and secrets on their way in.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use authpipe::{
    Clock, Credential, CredentialType, Error, Result, Secret, StoreCredential, StoredCredential, Timestamp, Validity,
};
use napi_derive::napi;

use super::subjects::SubjectInput;
use super::{LAST_DATE_MS, date, invalid, millis, number};

/// The parts of a credential. The façade wraps them into an object that does not print.
#[napi(object)]
pub struct CredentialFields {
    pub value: String,
    pub header_name: String,
    pub header_prefix: String,
    pub credential_type: String,
    pub expires_at_ms: Option<f64>,
    pub scopes: Vec<String>,
    pub source: String,
    pub refreshed: bool,
    pub degraded: bool,
    pub needs_reauth: bool,
    pub generation: f64,
    pub grant_id: String,
    pub validity: Option<ValidityFields>,
}

/// For how long the façade may hand out the credential again without a call: `Validity` of the core.
#[napi(object)]
pub struct ValidityFields {
    pub slot: u32,
    pub version: u32,
    /// From here on the core must be asked, by the system's wall clock.
    pub ends_at_ms: f64,
}

impl From<&Credential> for CredentialFields {
    fn from(credential: &Credential) -> Self {
        CredentialFields {
            // The one place where a secret enters JavaScript.
            value: credential.value.expose().clone(),
            header_name: credential.placement.header.clone(),
            header_prefix: credential.placement.prefix.clone(),
            credential_type: credential.credential_type.as_str().to_owned(),
            expires_at_ms: credential.expires_at.and_then(date),
            scopes: credential.scopes.clone(),
            source: credential.source.as_str().to_owned(),
            refreshed: credential.refreshed,
            degraded: credential.degraded,
            needs_reauth: credential.needs_reauth,
            generation: number(credential.generation),
            grant_id: credential.grant_id.as_str().to_owned(),
            validity: None,
        }
    }
}

impl ValidityFields {
    /// The core's times are on its own clock, which a test may have moved; JavaScript compares with the system's.
    pub(crate) fn new(validity: &Validity, clock: &dyn Clock) -> Self {
        let left = validity.ends_at().since(clock.now());
        let system = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let ends_at = Timestamp::EPOCH.plus(system.saturating_add(left)).min(Timestamp::from_unix_millis(LAST_DATE_MS));
        ValidityFields { slot: validity.slot(), version: validity.version(), ends_at_ms: millis(ends_at) }
    }
}

/// A secret that the vault is to store.
#[napi(object)]
pub struct StoreFields {
    pub subject: SubjectInput,
    pub credential_type: String,
    pub fields: HashMap<String, String>,
}

impl TryFrom<StoreFields> for StoreCredential {
    type Error = Error;

    fn try_from(input: StoreFields) -> Result<Self> {
        let credential_type = CredentialType::parse(&input.credential_type)
            .ok_or_else(|| invalid("credentialType must be \"api_key\" or \"webhook_secret\"."))?;
        let mut fields: Vec<_> = input.fields.into_iter().map(|(name, value)| (name, Secret::from(value))).collect();
        // A map has no order of its own; sealed bytes should not depend on its whims.
        fields.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(StoreCredential { subject: input.subject.try_into()?, credential_type, fields })
    }
}

/// What became of it.
#[napi(object)]
pub struct StoredFields {
    pub connection_id: String,
    pub created: bool,
}

impl From<StoredCredential> for StoredFields {
    fn from(stored: StoredCredential) -> Self {
        StoredFields { connection_id: stored.connection_id.as_str().to_owned(), created: stored.created }
    }
}
