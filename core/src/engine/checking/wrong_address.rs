//! Tells of a probe whose address answers no probe. Nobody's health shows there: what is dead would stay unnoticed, and only the definition can
//! mend it.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use crate::base::ConfigId;
use crate::model::grant::Grant;

/// What has been told: the config and the status. A definition that is mended comes with a new process.
#[derive(Default)]
pub(in crate::engine) struct WrongAddresses(Mutex<HashSet<(ConfigId, u16)>>);

impl WrongAddresses {
    /// Warns where a status says that nothing is at the address, or something else: once for a config, whose connections all ask there.
    pub(super) fn tell(&self, grant: &Grant, status: u16) {
        if !matches!(status, 300..=399 | 404 | 405 | 410) {
            return;
        }
        let told = (grant.key.config.clone(), status);
        if !self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(told) {
            return;
        }
        tracing::warn!(
            connection_id = grant.id.as_str(),
            provider = grant.provider.as_str(),
            config = grant.key.config.as_str(),
            tenant_id = grant.key.tenant_id.as_str(),
            status,
            hint = "Compare probe.url and probe.live of the definition with the provider's documentation.",
            "the address of a probe answers no probe"
        );
    }
}
