//! Builds what a caller gets of a grant: the value, how it is sent, and where it may go.

use crate::base::Secret;
use crate::model::config::ProviderConfig;
use crate::model::credential::{Credential, CredentialParts, CredentialSource, Sending};
use crate::model::grant::{Grant, GrantStatus, Material};
use crate::model::subject::SubjectKind;

pub(super) fn build_credential(config: &ProviderConfig, grant: &Grant) -> Credential {
    let (value, fields, expires_at, scopes) = match &grant.secrets.material {
        Material::OAuth(tokens) => {
            let value = tokens.access_token.clone().unwrap_or_else(|| String::new().into());
            (value, Vec::new(), tokens.expires_at, tokens.scopes.clone())
        }
        Material::Fields(fields) => (join_fields(fields), fields.clone(), None, Vec::new()),
    };
    let sending = Sending::of(&config.definition.api.placement, grant.key.purpose, &fields);
    Credential::new(CredentialParts {
        value,
        fields,
        credential_type: grant.credential_type,
        expires_at,
        scopes,
        source: match grant.key.subject {
            SubjectKind::Installation => CredentialSource::Installation,
            SubjectKind::User | SubjectKind::Tenant => CredentialSource::Connection,
        },
        grant_id: grant.id.clone(),
        generation: grant.generation,
        refreshed: false,
        degraded: grant.secrets.status == GrantStatus::Degraded,
        needs_reauth: grant.secrets.status == GrantStatus::NeedsReauth,
        sending,
        api_origins: grant.secrets.destination.api_origins.clone(),
    })
}

/// One field is the credential itself; several are given as a JSON object of their names and values.
fn join_fields(fields: &[(String, Secret<String>)]) -> Secret<String> {
    match fields {
        [(_, value)] => value.clone(),
        several => {
            let object: std::collections::BTreeMap<&str, &str> =
                several.iter().map(|(name, value)| (name.as_str(), value.expose().as_str())).collect();
            Secret::new(serde_json::to_string(&object).unwrap_or_default())
        }
    }
}
