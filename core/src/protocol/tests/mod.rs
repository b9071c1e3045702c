//! Tests that look at the whole module: its vectors, ID tokens with real signatures, leaks, and its own sources.

mod id_tokens;
mod leaks;
mod sources;
mod vectors;

use super::callback::{BrowserBound, CreatorConfirmed, check_binding, check_creator};
use crate::base::encoding::hash_token;
use crate::base::{TenantId, UserId};
use crate::model::principal::{Principal, Role};

/// Both proofs that a callback needs, as an honest browser and an honest person give them.
fn prove() -> (BrowserBound, CreatorConfirmed) {
    let (tenant_id, user_id) = (TenantId::parse("t").unwrap(), UserId::parse("u").unwrap());
    let principal = Principal { tenant_id: tenant_id.clone(), user_id: user_id.clone(), role: Role::Member };
    let bound = check_binding(Some("cookie"), &hash_token("cookie")).unwrap();
    (bound, check_creator(&principal, &tenant_id, &user_id).unwrap())
}
