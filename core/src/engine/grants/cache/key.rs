//! The key of a grant without owning it, so that a look-up allocates nothing.

use std::hash::{Hash, Hasher};

use papaya::Equivalent;

use crate::base::{ConfigId, Label, TenantId, UserId};
use crate::model::credential_type::Purpose;
use crate::model::subject::{GrantKey, SubjectKind};

/// A grant's key without owning it, so that a look-up allocates nothing.
pub(in crate::engine) struct KeyRef<'a> {
    pub(in crate::engine) tenant_id: &'a TenantId,
    pub(in crate::engine) config: &'a ConfigId,
    pub(in crate::engine) subject: SubjectKind,
    pub(in crate::engine) user_id: Option<&'a UserId>,
    pub(in crate::engine) label: &'a Label,
    pub(in crate::engine) purpose: Purpose,
}

impl KeyRef<'_> {
    /// The owned key.
    pub(in crate::engine) fn to_key(&self) -> GrantKey {
        GrantKey {
            tenant_id: self.tenant_id.clone(),
            config: self.config.clone(),
            subject: self.subject,
            user_id: self.user_id.cloned(),
            label: self.label.clone(),
            purpose: self.purpose,
        }
    }
}

impl Hash for KeyRef<'_> {
    // The same fields in the same order as the derived implementation of `GrantKey`.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.tenant_id.hash(state);
        self.config.hash(state);
        self.subject.hash(state);
        self.user_id.hash(state);
        self.label.hash(state);
        self.purpose.hash(state);
    }
}

impl Equivalent<GrantKey> for KeyRef<'_> {
    fn equivalent(&self, key: &GrantKey) -> bool {
        *self.tenant_id == key.tenant_id
            && *self.config == key.config
            && self.subject == key.subject
            && self.user_id == key.user_id.as_ref()
            && *self.label == key.label
            && self.purpose == key.purpose
    }
}
