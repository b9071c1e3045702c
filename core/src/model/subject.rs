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
    /// Default: `User` when a user id is given, else the kind that the id of a grant says. With none of these the subject is
    /// nobody, and every call answers `user_id_required`: a user who is unexpectedly absent never becomes the organisation.
    pub credential_for: Option<CredentialFor>,
}

impl Subject {
    /// What is asked for, or `None` where nothing says so.
    pub fn credential_for(&self) -> Option<CredentialFor> {
        let named = || {
            self.grant_id.as_ref().map(|id| if id.is_installation() { CredentialFor::Installation } else { CredentialFor::User })
        };
        self.credential_for.or(self.user_id.as_ref().map(|_| CredentialFor::User)).or_else(named)
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
