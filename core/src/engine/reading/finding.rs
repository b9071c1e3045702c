//! Finds the grant that a caller means, by its key or by its id.

use std::sync::Arc;

use crate::base::{Error, GrantId, Label, Result};
use crate::model::config::ProviderConfig;
use crate::model::credential_type::Purpose;
use crate::model::grant::Grant;
use crate::model::subject::{CredentialFor, GrantKey, Subject, SubjectKind};

use super::Reader;
use crate::engine::common::errors;
use crate::engine::grants::cache::KeyRef;

impl Reader {
    /// Finds the grant a caller means.
    pub(in crate::engine) async fn find(&self, subject: &Subject, config: &Arc<ProviderConfig>) -> Result<Grant> {
        if let Some(id) = &subject.grant_id {
            let fits = |grant: &Grant| is_meant(config, subject, &grant.key) && subject.fits(grant.credential_type);
            let found = self.grants.load(&subject.tenant_id, id).await?;
            let grant = found.filter(fits).ok_or_else(|| absent_id(config, subject, id))?;
            return errors::check_provider(config, &grant).map(|()| grant);
        }
        let first = key_ref(config, subject)?.to_key();
        let fits = |grant: &Grant| subject.fits(grant.credential_type);
        if let Some(grant) = self.grants.find(&first).await?.filter(fits) {
            return errors::check_provider(config, &grant).map(|()| grant);
        }
        if subject.credential_for() == Some(CredentialFor::Any) {
            let second = GrantKey { subject: SubjectKind::Installation, user_id: None, label: Label::empty(), ..first.clone() };
            if let Some(grant) = self.grants.find(&second).await?.filter(fits) {
                return errors::check_provider(config, &grant).map(|()| grant);
            }
        }
        Err(errors::absent_type(config, &first, subject.credential_type))
    }
}

/// Whether somebody who names a grant by its id means one with this key.
pub(super) fn is_meant(config: &ProviderConfig, subject: &Subject, key: &GrantKey) -> bool {
    let installation = key.subject == SubjectKind::Installation;
    let of_tenant = key.subject == SubjectKind::Tenant;
    let kind = match subject.credential_for() {
        // A webhook's secret is kept for the organisation, and has no key of an installation.
        Some(CredentialFor::Installation) => installation || (of_tenant && key.purpose == Purpose::Webhook),
        Some(CredentialFor::User) => !installation,
        Some(CredentialFor::Any) | None => true,
    };
    // What belongs to the tenant is every user's.
    let owner =
        key.subject != SubjectKind::User || subject.user_id.as_ref().is_none_or(|user| key.user_id.as_ref() == Some(user));
    // A label that was not given says nothing.
    let label = subject.label == Label::empty() || subject.label == key.label;
    kind && owner && label && key.config == config.id
}

/// The error for an id that names nothing of this tenant, user and config.
fn absent_id(config: &ProviderConfig, subject: &Subject, id: &GrantId) -> Error {
    let kind = if id.is_installation() { SubjectKind::Installation } else { config.user_kind() };
    let user_id = subject.user_id.clone().filter(|_| kind == SubjectKind::User);
    let key = GrantKey {
        tenant_id: subject.tenant_id.clone(),
        config: config.id.clone(),
        subject: kind,
        user_id,
        label: subject.label.clone(),
        purpose: subject.purpose(),
    };
    errors::absent_type(config, &key, subject.credential_type)
}

/// Under which key the caller's credential lies. Identity is exact (SR-96): somebody is named, or the kind is said.
#[inline]
pub(super) fn key_ref<'a>(config: &'a ProviderConfig, subject: &'a Subject) -> Result<KeyRef<'a>> {
    let kind = match subject.credential_for() {
        None => return Err(errors::nobody_named(config, subject)),
        // An installation has no key for one: a webhook's secret is the whole organisation's.
        Some(CredentialFor::Installation) if subject.purpose() == Purpose::Webhook => SubjectKind::Tenant,
        Some(CredentialFor::Installation) => SubjectKind::Installation,
        Some(CredentialFor::User | CredentialFor::Any) => config.user_kind(),
    };
    let user_id = match (kind, &subject.user_id) {
        (SubjectKind::User, None) => return Err(errors::nobody_named(config, subject)),
        (SubjectKind::User, user_id) => user_id.as_ref(),
        (SubjectKind::Tenant | SubjectKind::Installation, _) => None,
    };
    Ok(KeyRef {
        tenant_id: &subject.tenant_id,
        config: &config.id,
        subject: kind,
        user_id,
        label: &subject.label,
        purpose: subject.purpose(),
    })
}
