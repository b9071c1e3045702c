//! Whose credential is meant, and how it is asked for.

use authpipe::{CallOptions, ConfigId, CredentialFor, Error, GrantId, Label, ProviderId, Result, Subject, TenantId, UserId};
use napi_derive::napi;

use super::{invalid, optional, request_duration};

/// Whose credential is meant.
#[napi(object)]
pub struct SubjectInput {
    pub provider: String,
    pub config: Option<String>,
    pub tenant_id: String,
    pub user_id: Option<String>,
    pub label: Option<String>,
    pub connection_id: Option<String>,
    pub installation_id: Option<String>,
    pub credential_for: Option<String>,
}

impl TryFrom<SubjectInput> for Subject {
    type Error = Error;

    fn try_from(input: SubjectInput) -> Result<Self> {
        let grant_id = match (&input.connection_id, &input.installation_id) {
            (Some(_), Some(_)) => return Err(invalid("Give connectionId or installationId, not both.")),
            (one, other) => one.as_ref().or(other.as_ref()),
        };
        let credential_for = match input.credential_for.as_deref() {
            // The parameter that names a grant says its kind too: a connection's id never leads to the installation.
            None if input.installation_id.is_some() => Some(CredentialFor::Installation),
            None if input.connection_id.is_some() => Some(CredentialFor::User),
            None => None,
            Some("any") => Some(CredentialFor::Any),
            Some("installation") => Some(CredentialFor::Installation),
            Some("user") => Some(CredentialFor::User),
            Some(_) => return Err(invalid("credentialFor must be \"any\", \"installation\" or \"user\".")),
        };
        Ok(Subject {
            provider: ProviderId::parse(&input.provider)?,
            config: optional(&input.config, ConfigId::parse)?,
            tenant_id: TenantId::parse(&input.tenant_id)?,
            user_id: optional(&input.user_id, UserId::parse)?,
            label: optional(&input.label, Label::parse)?.unwrap_or_else(Label::empty),
            grant_id: grant_id.map(|id| GrantId::parse(id)).transpose()?,
            credential_for,
        })
    }
}

/// Options of `getCredential`.
#[napi(object)]
pub struct CallFields {
    pub force_refresh: Option<bool>,
    pub min_validity_ms: Option<f64>,
    pub scopes: Option<Vec<String>>,
    pub claims: Option<String>,
}

/// What an API has rejected.
#[napi(object)]
pub struct RejectionFields {
    pub generation: f64,
    pub claims: Option<String>,
}

impl RejectionFields {
    /// The generation, as the core counts it.
    pub(crate) fn generation(&self) -> Result<u64> {
        // A credential's own generation came through the same door: a whole number up to 2^53.
        if self.generation.fract() != 0.0 || !(0.0..=9_007_199_254_740_992.0).contains(&self.generation) {
            return Err(invalid("generation must be the generation of a credential, a whole number."));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "judged above")]
        Ok(self.generation as u64)
    }
}

impl TryFrom<CallFields> for CallOptions {
    type Error = Error;

    fn try_from(fields: CallFields) -> Result<Self> {
        Ok(CallOptions {
            force_refresh: fields.force_refresh.unwrap_or(false),
            min_validity: fields.min_validity_ms.map(|ms| request_duration("minValidityMs", ms)).transpose()?,
            scopes: fields.scopes.unwrap_or_default(),
            timeout: None,
            claims: fields.claims,
        })
    }
}
