//! The application's client registration at a provider, and the endpoints that follow from it.

use std::collections::BTreeMap;
use std::sync::Arc;

use url::Url;

use super::client::Client;
use super::credential_type::Purpose;
use super::definition::ProviderDefinition;
use super::native_redirect::NativeRedirect;
use super::subject::{GrantKey, SubjectKind};
use crate::base::{ConfigId, Label, ProviderId, Secret, TenantId, UserId};

/// To whom the grants of a config belong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attachment {
    /// Each user connects an account of their own.
    #[default]
    User,
    /// The tenant has one connection that its users share; only administrators connect it.
    Tenant,
}

/// A client registration: given in code, never written to the vault.
#[derive(Clone, Debug)]
pub(crate) struct ProviderConfig {
    /// The config's id; by default the provider's.
    pub id: ConfigId,
    /// The provider.
    pub provider: ProviderId,
    /// What the provider is.
    pub definition: Arc<ProviderDefinition>,
    /// The client identifier (RFC 6749 §2.2).
    pub client_id: String,
    /// How the client proves who it is.
    pub client: Client,
    /// Whether the application names a client, there or not.
    pub names_client: bool,
    /// The redirect URI of a native app (RFC 8252 §7), already judged; a loopback one has no port.
    pub redirect_uri: Option<NativeRedirect>,
    /// To whom grants belong.
    pub attachment: Attachment,
    /// Scopes that every user is asked for.
    pub scopes: Vec<String>,
    /// Scopes that a browser may ask for besides.
    pub optional_scopes: Vec<String>,
    /// Application roles that an installation is expected to have; they choose the probe.
    pub bot_scopes: Vec<String>,
    /// Values of the definition's variables, but for those that are secret.
    pub variables: BTreeMap<String, String>,
    /// Values of the variables of the kind secret.
    pub secrets: BTreeMap<String, Secret<String>>,
    /// Origins that stand in for the definition's, in development mode on loopback.
    pub danger_origins: BTreeMap<String, String>,
    /// Whether it may be used.
    pub enabled: bool,
}

impl ProviderConfig {
    /// What a user's credential of this config is attached to.
    pub(crate) const fn user_kind(&self) -> SubjectKind {
        match self.attachment {
            Attachment::User => SubjectKind::User,
            Attachment::Tenant => SubjectKind::Tenant,
        }
    }

    /// The key of the connection that this user makes.
    pub(crate) fn user_key(&self, tenant_id: &TenantId, user_id: &UserId, label: &Label) -> GrantKey {
        GrantKey {
            tenant_id: tenant_id.clone(),
            config: self.id.clone(),
            subject: self.user_kind(),
            user_id: Some(user_id.clone()).filter(|_| self.attachment == Attachment::User),
            label: label.clone(),
            purpose: Purpose::Api,
        }
    }

    /// The key of a tenant's installation.
    pub(crate) fn installation_key(&self, tenant_id: &TenantId) -> GrantKey {
        GrantKey {
            tenant_id: tenant_id.clone(),
            config: self.id.clone(),
            subject: SubjectKind::Installation,
            user_id: None,
            label: Label::empty(),
            purpose: Purpose::Api,
        }
    }
}

/// A provider's addresses with every variable filled in: what one flow or one grant talks to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoints {
    /// The issuer, byte for byte, where it is known before an answer.
    pub issuer: Option<String>,
    /// RFC 5849 §2.1, where requests are signed.
    pub temporary_credentials: Option<Url>,
    /// RFC 6749 §3.1 or RFC 5849 §2.2, where people sign in.
    pub authorization: Option<Url>,
    /// RFC 8628 §3.1, where the provider has a device flow.
    pub device_authorization: Option<Url>,
    /// RFC 6749 §3.2 or RFC 5849 §2.3.
    pub token: Url,
    /// Where renewals go: the same, where the definition names no other.
    pub refresh: Url,
    /// For whom a client's assertion is (RFC 7523 §3).
    pub audience: String,
    /// RFC 7517.
    pub jwks: Option<Url>,
}
