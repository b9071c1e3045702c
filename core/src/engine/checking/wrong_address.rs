//! Tells of a probe whose address answers no probe. Nobody's health shows there: what is dead would stay unnoticed, and only the definition can
//! mend it.

use crate::model::grant::Grant;

/// Warns where a status says that nothing is at the address, or something else.
pub(super) fn tell(grant: &Grant, status: u16) {
    if !matches!(status, 300..=399 | 404 | 405 | 410) {
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
