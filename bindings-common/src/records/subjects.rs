//! Whose credential is meant, and how it is asked for.

use std::collections::BTreeMap;
use std::time::Duration;

use authpipe::{ConfigId, CredentialFor, CredentialType, Error, ErrorCode, GrantId, Label, ProviderId, Result, TenantId, UserId};

use crate::arguments::{SecretFields, SignalObject};
use crate::define::taken;
use crate::enumerations::StoredType;

taken! {
    /// Whose credential is meant.
    pub struct Subject = "Subject" {
        /// The provider.
        pub provider: ProviderId,
        /// The config; needed where the provider has several.
        pub config: Option<ConfigId>,
        /// The tenant: your customer's id.
        pub tenant_id: TenantId,
        /// The user; needed for a user credential.
        pub user_id: Option<UserId>,
        /// Tells several accounts of one user apart.
        pub label: Option<Label>,
        /// Names the connection itself.
        pub connection_id: Option<GrantId>,
        /// Names the installation itself.
        pub installation_id: Option<GrantId>,
        /// Default `user` with a `user_id`. Without either the call is refused. Only `any` may fall back from one to the other.
        pub credential_for: Option<CredentialFor>,
        /// What it must be. Default: what the provider's API takes, an OAuth token or an API key. A webhook's secret is given only to
        /// whoever asks for one.
        pub credential_type: Option<CredentialType>,
    }

    /// How long a call waits.
    pub struct WaitOptions = "WaitOptions" {
        /// Stops waiting; the work goes on.
        pub signal: SignalObject,
        /// How long this call waits; default the option of the object. The work goes on.
        pub timeout: Option<Duration>,
    }

    /// Options of `get_credential`.
    pub struct CallOptions = "CallOptions" with WaitOptions {
        /// Refreshes even if the current credential is valid.
        pub force_refresh: Option<bool>,
        /// At least this much time left, or nine tenths of the lifetime if that is less. Default the option of the object.
        pub min_validity: Option<Duration>,
        /// Fails with `scope_missing` if one of these was not granted.
        pub scopes: Option<Vec<String>>,
        /// The claims challenge of an API: refreshes with it. The `claims` of `WWW-Authenticate`, as it is or decoded.
        pub claims: Option<String>,
    }

    /// What an API has rejected: argument of `report_rejected`.
    pub struct Rejection = "Rejection" {
        /// `generation` of the credential that was rejected.
        pub generation: u64,
        /// The claims challenge of the answer, where there is one: the `claims` of `WWW-Authenticate`, as it is or decoded.
        pub claims: Option<String>,
    }

    /// Argument of `store_credential`.
    pub struct StoreCredentialParams = "StoreCredentialParams" with Subject {
        /// The secret, or named fields.
        pub credential: SecretFields,
        /// What it is.
        pub credential_type: StoredType,
        /// Values of the definition's variables that whoever connects may choose, such as the name of a customer's own host. They are
        /// stored with it, and it goes to no other host.
        pub variables: Option<BTreeMap<String, String>>,
    }

    /// The tenant within which an id is looked up.
    pub struct TenantScope = "TenantScope" {
        /// The tenant.
        pub tenant_id: TenantId,
    }

    /// Options of `run_maintenance`.
    pub struct MaintenanceOptions = "MaintenanceOptions" with WaitOptions {
        /// No exchange is started that this would not let finish.
        pub budget: Option<Duration>,
    }
}

impl Subject {
    /// What the core takes.
    ///
    /// # Errors
    /// - `invalid_request`: both a connection and an installation are named.
    pub fn into_core(self) -> Result<authpipe::Subject> {
        let is_connection = self.connection_id.is_some();
        let grant_id = match (self.connection_id, self.installation_id) {
            (Some(_), Some(_)) => {
                let message = "Give ⟨connection_id⟩ or ⟨installation_id⟩, not both.";
                return Err(Error::new(ErrorCode::InvalidRequest, message));
            }
            (one, other) => one.or(other),
        };
        // The parameter that names a grant says its kind too: a connection's id never leads to the installation.
        let named = match (is_connection, &grant_id) {
            (true, _) => Some(CredentialFor::User),
            (false, Some(_)) => Some(CredentialFor::Installation),
            (false, None) => None,
        };
        Ok(authpipe::Subject {
            provider: self.provider,
            config: self.config,
            tenant_id: self.tenant_id,
            user_id: self.user_id,
            label: self.label.unwrap_or_else(Label::empty),
            grant_id,
            credential_for: self.credential_for.or(named),
            credential_type: self.credential_type,
        })
    }
}

impl CallOptions {
    /// What the core takes.
    pub fn into_core(self) -> authpipe::CallOptions {
        authpipe::CallOptions {
            force_refresh: self.force_refresh.unwrap_or(false),
            min_validity: self.min_validity,
            scopes: self.scopes.unwrap_or_default(),
            timeout: self.base.timeout,
            claims: self.claims,
        }
    }
}

impl StoreCredentialParams {
    /// What the core takes.
    ///
    /// # Errors
    /// - As [`Subject::into_core`].
    pub fn into_core(self) -> Result<authpipe::StoreCredential> {
        let credential_type = match self.credential_type {
            StoredType::ApiKey => authpipe::CredentialType::ApiKey,
            StoredType::WebhookSecret => authpipe::CredentialType::WebhookSecret,
        };
        let variables = self.variables.unwrap_or_default();
        Ok(authpipe::StoreCredential { subject: self.base.into_core()?, credential_type, fields: self.credential.0, variables })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::read::{OF_OPTIONS, OF_SUBJECT};

    #[test]
    fn the_members_that_a_refusal_of_the_other_argument_knows_are_all_there_are() {
        let names = |record: &crate::Record| {
            let mut names: Vec<_> =
                record.members().iter().map(|field| Language::JavaScript.member(field).into_owned()).collect();
            names.sort();
            names
        };
        let sorted = |known: &[&str]| {
            let mut known: Vec<_> = known.iter().map(|name| (*name).to_owned()).collect();
            known.sort();
            known
        };
        assert_eq!(names(&Subject::RECORD), sorted(&OF_SUBJECT));
        assert_eq!(names(&CallOptions::RECORD), sorted(&OF_OPTIONS));
    }
}
