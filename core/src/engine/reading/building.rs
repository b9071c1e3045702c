//! Builds what a caller gets of a grant: the value, how it is sent, and where it may go.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Clock, Secret, write_json};
use crate::catalog;
use crate::engine::common::signing;
use crate::model::config::ProviderConfig;
use crate::model::credential::{Credential, CredentialParts, CredentialSource, Sending, Unsent};
use crate::model::credential_type::Purpose;
use crate::model::grant::{Grant, GrantStatus, Material};
use crate::model::subject::SubjectKind;

pub(super) fn build_credential(config: &ProviderConfig, grant: &Grant, clock: &Arc<dyn Clock>) -> Credential {
    let (value, fields, expires_at, scopes) = match &grant.secrets.material {
        Material::OAuth(tokens) => {
            let value = tokens.access_token.clone().unwrap_or_else(|| String::new().into());
            (value, Vec::new(), tokens.expires_at, tokens.scopes.clone())
        }
        Material::Fields(fields) => (join_fields(fields), fields.clone(), None, Vec::new()),
    };
    let sending = match &grant.secrets.material {
        Material::OAuth(tokens) if tokens.token_secret.is_some() => {
            signing::for_caller(config, tokens, clock).map_or(Sending::Nowhere(Unsent::Unsignable), Sending::Signed)
        }
        _ => Sending::of(&config.definition.api.placement, grant.key.purpose, &fields),
    };
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
        further_headers: match grant.key.purpose {
            Purpose::Api => catalog::further_headers(config, &grant.secrets.destination.variables),
            Purpose::Webhook => BTreeMap::new(),
        },
        sending,
        api_origins: grant.secrets.destination.api_origins.clone(),
    })
}

/// One field is the credential itself; several are given as a JSON object of their names and values.
fn join_fields(fields: &[(String, Secret<String>)]) -> Secret<String> {
    match fields {
        [(_, value)] => value.clone(),
        several => {
            let object: BTreeMap<&str, &str> =
                several.iter().map(|(name, value)| (name.as_str(), value.expose().as_str())).collect();
            // A byte takes at most the six of `\u001f`.
            let usual = object.iter().map(|(name, value)| 6 * (name.len() + value.len()) + 6).sum::<usize>() + 2;
            Secret::new(String::from_utf8(std::mem::take(&mut *write_json(&object, usual))).unwrap_or_default())
        }
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use crate::base::entropy;
    use crate::vault::wiping::{Needle, alone, work};

    #[test]
    fn several_fields_are_one_object_and_leave_no_copy_behind() {
        let _alone = alone();
        let (joined, needle) = work(|| {
            let secret = entropy::make_token();
            let needle = Needle::of(secret.expose().as_bytes());
            let fields = ["b", "a"].map(|name| (name.to_owned(), Secret::new(format!("{name}\n{}", secret.expose()))));
            (join_fields(&fields), needle)
        });
        assert!(joined.expose().starts_with(r#"{"a":"a\n"#), "in the order of names");
        assert_eq!(needle.count(), 2, "the object alone has them");
        drop(joined);
        assert_eq!(needle.count(), 0);
    }
}
