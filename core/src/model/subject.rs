//! Whose credential is meant.

use crate::base::{ConfigId, GrantId, Label, ProviderId, TenantId, UserId};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The provider.
    pub provider: ProviderId,
    /// The config; needed where the provider has several.
    pub config: Option<ConfigId>,
    /// The tenant.
    pub tenant_id: TenantId,
    /// The user; needed for a user credential.
    pub user_id: Option<UserId>,
    /// Tells several accounts of the user apart.
    pub label: Label,
    /// Names the connection or installation itself, besides the fields above.
    pub grant_id: Option<GrantId>,
    /// Default: `User` when a user id is given, otherwise `Installation`. A missing user credential never becomes the
    /// installation's silently.
    pub credential_for: Option<CredentialFor>,
}

impl Subject {
    /// What is asked for, with the default applied.
    pub fn credential_for(&self) -> CredentialFor {
        self.credential_for.unwrap_or(if self.user_id.is_some() { CredentialFor::User } else { CredentialFor::Installation })
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
}
