//! The `{tenant}` segment of a path.

use crate::world::{PERSONAL_TENANT, World};

/// A resolved `{tenant}` segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Common,
    Organizations,
    /// One organisation; `consumers` and the id of personal accounts are the same.
    Tenant(String),
}

impl Segment {
    /// Resolves an alias, an id or a domain.
    pub(crate) fn resolve(world: &World, text: &str) -> Option<Segment> {
        match text.to_ascii_lowercase().as_str() {
            "common" => Some(Segment::Common),
            "organizations" => Some(Segment::Organizations),
            "consumers" | PERSONAL_TENANT => Some(Segment::Tenant(PERSONAL_TENANT.to_owned())),
            other => world.find_organisation(other).map(|o| Segment::Tenant(o.id.clone())),
        }
    }

    /// Whether people of an organisation may sign in here.
    pub(crate) fn admits(&self, tenant_id: &str) -> bool {
        match self {
            Segment::Common => true,
            Segment::Organizations => tenant_id != PERSONAL_TENANT,
            Segment::Tenant(id) => id == tenant_id,
        }
    }
}
