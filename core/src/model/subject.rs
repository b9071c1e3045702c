//! The subject of a call (provider, tenant, user, label, type), and the key of the grant that it names.

use super::credential_type::{CredentialType, Purpose};
use crate::base::{ConfigId, Error, ErrorCode, GrantId, Label, ProviderId, Result, TenantId, UserId};

/// To whom a grant belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubjectKind {
    /// The app installed in the tenant's organisation.
    Installation,
    /// A user of the tenant.
    User,
    /// The tenant itself, where the config is tenant-attached.
    Tenant,
}

impl SubjectKind {
    /// The stored and sent name.
    pub const fn as_str(self) -> &'static str {
        match self {
            SubjectKind::Installation => "installation",
            SubjectKind::User => "user",
            SubjectKind::Tenant => "tenant",
        }
    }

    /// Reads the stored name.
    pub fn parse(text: &str) -> Option<Self> {
        [SubjectKind::Installation, SubjectKind::User, SubjectKind::Tenant].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Which credential a caller wants when a tenant has both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CredentialFor {
    /// The user's connection if connected, otherwise the tenant's installation.
    Any,
    /// The installation's.
    Installation,
    /// The user's.
    User,
}

/// Whose credential is meant: the argument of `get_credential` and its relatives.
///
/// Identity is exact: a subject that says neither who nor which kind is nobody, and every call answers `user_id_required`. A
/// user who is unexpectedly absent never becomes the organisation.
///
/// ```
/// use authpipe::Subject;
///
/// let user = Subject::user("microsoft-onedrive", "org_acme", "user_123")?;
/// let organisation = Subject::installation("microsoft-onedrive", "org_acme")?;
/// let second_account = user.clone().with_label("work")?;
/// # assert_ne!((&user, &user), (&organisation, &second_account));
/// # Ok::<(), authpipe::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The provider.
    pub provider: ProviderId,
    /// The config; needed where the provider has several.
    pub config: Option<ConfigId>,
    /// The tenant: your customer's id.
    pub tenant_id: TenantId,
    /// The user; needed for a user credential.
    pub user_id: Option<UserId>,
    /// Tells several accounts of one user apart.
    pub label: Label,
    /// Names the connection or installation itself, besides the fields above.
    pub grant_id: Option<GrantId>,
    /// Default `user` with a `user_id`. Otherwise the kind that the id of a grant says; without either the call is
    /// refused. Nothing else is guessed.
    pub credential_for: Option<CredentialFor>,
    /// What it must be. Default: what the provider's API takes, an OAuth token or an API key; a webhook's secret is given only to
    /// somebody who asks for one, here or by its id. One of the organisation is asked for with `Installation`.
    pub credential_type: Option<CredentialType>,
}

impl Subject {
    /// A user's credential; of a config that is attached to the tenant, the connection that all its users share.
    ///
    /// # Errors
    /// - `invalid_id`: an id is outside its grammar. It says which one.
    pub fn user(provider: &str, tenant_id: &str, user_id: &str) -> Result<Self> {
        let user_id = Some(UserId::parse(user_id)?);
        Ok(Subject { user_id, ..Subject::of(provider, tenant_id, CredentialFor::User)? })
    }

    /// The credential of the app that is installed in the tenant's organisation.
    ///
    /// # Errors
    /// - `invalid_id`: an id is outside its grammar. It says which one.
    pub fn installation(provider: &str, tenant_id: &str) -> Result<Self> {
        Subject::of(provider, tenant_id, CredentialFor::Installation)
    }

    /// The connection that a tenant's users share, asked for by nobody in particular: of a config that is attached to the tenant.
    /// Of any other config this is `user_id_required`.
    ///
    /// # Errors
    /// - `invalid_id`: an id is outside its grammar. It says which one.
    pub fn tenant(provider: &str, tenant_id: &str) -> Result<Self> {
        Subject::of(provider, tenant_id, CredentialFor::User)
    }

    /// The same through a config that is not the only one of its provider.
    ///
    /// # Errors
    /// - `invalid_id`.
    pub fn with_config(self, config: &str) -> Result<Self> {
        Ok(Subject { config: Some(ConfigId::parse(config)?), ..self })
    }

    /// The same under a label, which tells several accounts of one user apart.
    ///
    /// # Errors
    /// - `invalid_id`.
    pub fn with_label(self, label: &str) -> Result<Self> {
        Ok(Subject { label: Label::parse(label)?, ..self })
    }

    /// The same, if it is of this type: the way to a webhook's secret.
    #[must_use]
    pub fn with_type(self, credential_type: CredentialType) -> Self {
        Subject { credential_type: Some(credential_type), ..self }
    }

    /// Among which credentials it is looked for.
    pub(crate) fn purpose(&self) -> Purpose {
        self.credential_type.map_or(Purpose::Api, CredentialType::purpose)
    }

    /// Whether what was found is of the type that was asked for. Who asks for none wants one for the API, also by its id.
    pub(crate) fn fits(&self, found: CredentialType) -> bool {
        self.credential_type.map_or(found.purpose() == Purpose::Api, |asked| asked == found)
    }

    fn of(provider: &str, tenant_id: &str, credential_for: CredentialFor) -> Result<Self> {
        Ok(Subject {
            provider: ProviderId::parse(provider)?,
            config: None,
            tenant_id: TenantId::parse(tenant_id)?,
            user_id: None,
            label: Label::empty(),
            grant_id: None,
            credential_for: Some(credential_for),
            credential_type: None,
        })
    }

    /// What is asked for, or `None` where nothing says so.
    pub fn credential_for(&self) -> Option<CredentialFor> {
        let named = || {
            self.grant_id.as_ref().map(|id| if id.is_installation() { CredentialFor::Installation } else { CredentialFor::User })
        };
        self.credential_for.or(self.user_id.as_ref().map(|_| CredentialFor::User)).or_else(named)
    }

    /// Refuses a subject that says neither who nor which kind (SR-96).
    ///
    /// # Errors
    /// - `user_id_required`.
    pub(crate) fn check_named(&self) -> Result<()> {
        if self.credential_for().is_none() { Err(self.nobody_named()) } else { Ok(()) }
    }

    #[cold]
    pub(crate) fn nobody_named(&self) -> Error {
        Error::new(ErrorCode::UserIdRequired, "The call does not say whose credential is meant.")
            .with_hint("Give ⟨user_id⟩, or say ⟨for installation⟩ if the organisation's credential is meant.")
            .with_context(|context| {
                context.provider = Some(self.provider.as_str().to_owned());
                context.tenant_id = Some(self.tenant_id.as_str().to_owned());
            })
    }
}

/// The key under which a grant is unique.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GrantKey {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The config.
    pub config: ConfigId,
    /// To whom it belongs.
    pub subject: SubjectKind,
    /// The user; empty text where it belongs to the tenant.
    pub user_id: Option<UserId>,
    /// The label.
    pub label: Label,
    /// What it is for.
    pub purpose: Purpose,
}
