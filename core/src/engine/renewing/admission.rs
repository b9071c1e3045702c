//! A renewal waits for its turn at the provider, before it takes a lease.

use crate::base::Result;
use crate::base::waiting::{self, Awaited};
use crate::engine::common::throttles::Admitted;
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;

use super::Refresher;

impl Refresher {
    /// Waits for its turn among those who ask the same endpoint.
    ///
    /// # Errors
    /// - `rate_limited`, `provider_unavailable`: the endpoint is left alone for now.
    /// - `closed`: nothing was sent yet, and nothing is begun any more.
    pub(super) async fn admit(&self, config: &ProviderConfig, grant: &Grant) -> Result<Admitted> {
        let provider = Awaited::Provider(config.definition.name.clone());
        let mut admitted = Box::pin(waiting::on(provider, Box::pin(self.throttles.admit(config, grant))));
        loop {
            // Made before the look at `closed`: a wake in between is not lost.
            let woken = self.tasks.woken();
            tokio::select! {
                biased;
                admitted = &mut admitted => return admitted,
                closed = async { self.tasks.check_open() }, if self.tasks.check_open().is_err() => closed?,
                () = woken => {}
            }
        }
    }
}
