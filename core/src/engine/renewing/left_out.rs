//! What a renewal does where a test leaves out a rule of the protocol ([`crate::base::mutations`]), and never otherwise.

use std::time::Duration;

use crate::model::grant::{Grant, Material};

use super::Refresher;
use crate::engine::grants::leases::Owed;
use crate::engine::grants::renewals::Renewed;

impl Refresher {
    /// Hands a successor out, and stores it later.
    pub(super) fn commit_behind(&self, before: Grant, owed: Owed, renewed: Renewed) -> Grant {
        let mut grant = before.clone();
        grant.secrets.material = Material::OAuth(renewed.tokens.clone());
        grant.generation = owed.right.generation + 1;
        let grants = self.grants.clone();
        self.tasks.spawn_exchange(async move {
            tokio::time::sleep(Duration::from_secs(2)).await;
            drop(grants.renewed(before, owed, renewed).await);
        });
        grant
    }
}
