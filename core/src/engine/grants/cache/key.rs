//! Where the cache keeps an answer: under the grant's key. A look-up borrows the key, so that it allocates nothing.

use std::hash::{Hash, Hasher};

use papaya::Equivalent;

use crate::base::{ConfigId, Label, TenantId, UserId};
use crate::model::credential_type::Purpose;
use crate::model::subject::{GrantKey, SubjectKind};

/// A grant's key without owning it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct KeyRef<'a> {
    pub(in crate::engine) tenant_id: &'a TenantId,
    pub(in crate::engine) config: &'a ConfigId,
    pub(in crate::engine) subject: SubjectKind,
    pub(in crate::engine) user_id: Option<&'a UserId>,
    pub(in crate::engine) label: &'a Label,
    pub(in crate::engine) purpose: Purpose,
}

impl<'a> KeyRef<'a> {
    /// The key of a grant.
    pub(in crate::engine) fn of(key: &'a GrantKey) -> Self {
        let GrantKey { tenant_id, config, subject, user_id, label, purpose } = key;
        KeyRef { tenant_id, config, subject: *subject, user_id: user_id.as_ref(), label, purpose: *purpose }
    }

    /// The owned key.
    pub(in crate::engine) fn to_key(self) -> GrantKey {
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
    /// Only what tells most keys apart: the two that share a tenant, config, user and label are compared.
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.tenant_id.hash(state);
        self.config.hash(state);
        if let Some(user_id) = self.user_id {
            user_id.hash(state);
        }
        if !self.label.as_str().is_empty() {
            self.label.hash(state);
        }
    }
}

/// A key of the cache's map. It is hashed as it is looked for.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct CacheKey(pub(super) GrantKey);

impl Hash for CacheKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        KeyRef::of(&self.0).hash(state);
    }
}

impl Equivalent<CacheKey> for KeyRef<'_> {
    #[inline]
    fn equivalent(&self, key: &CacheKey) -> bool {
        *self == KeyRef::of(&key.0)
    }
}
