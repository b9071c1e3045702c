//! What all processes on the vault know of endpoints that are left alone (SR-66).

use std::time::Duration;

use crate::base::Result;
use crate::model::rows::EndpointPause;

use super::Grants;

impl Grants {
    /// Every endpoint that is left alone, or was until a moment ago.
    pub(in crate::engine) async fn endpoint_pauses(&self) -> Result<Vec<EndpointPause>> {
        self.repo.list_endpoint_pauses().await
    }

    /// Tells the other processes to leave it alone.
    pub(in crate::engine) async fn endpoint_paused(&self, endpoint: [u8; 32], length: Duration, is_asked: bool) -> Result<()> {
        self.repo.pause_endpoint(endpoint, length, is_asked).await
    }

    /// Whether it is this process, and no other one, that finds out now whether it works again.
    pub(in crate::engine) async fn may_probe(&self, endpoint: [u8; 32]) -> Result<bool> {
        self.repo.probe_endpoint(endpoint, self.settings.policy.exchange).await
    }

    /// Tells them that it works again.
    pub(in crate::engine) async fn endpoint_resumed(&self, endpoint: [u8; 32]) -> Result<()> {
        self.repo.resume_endpoint(endpoint).await
    }
}
