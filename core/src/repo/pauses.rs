//! Pauses of endpoints, shared by all processes on the vault (SR-66).

use std::time::Duration;

use crate::base::Result;
use crate::model::rows::{Conflict, EndpointPause, Write};

use super::{Repo, unexpected};

impl Repo {
    /// Every endpoint that is left alone, or was until a moment ago.
    pub(crate) async fn list_endpoint_pauses(&self) -> Result<Vec<EndpointPause>> {
        self.store.list_endpoint_pauses().await
    }

    /// Nobody asks it for so long; a pause that ends later stays.
    pub(crate) async fn pause_endpoint(&self, endpoint: [u8; 32], length: Duration, is_asked: bool) -> Result<()> {
        let pause = Write::PauseEndpoint { endpoint, length, is_asked };
        self.commit(vec![pause]).await?.map(drop).map_err(|conflict| unexpected(conflict, "note a pause"))
    }

    /// Whether it is this process that finds out, for at most so long, whether it works again.
    pub(crate) async fn probe_endpoint(&self, endpoint: [u8; 32], hold: Duration) -> Result<bool> {
        match self.commit(vec![Write::ProbeEndpoint { endpoint, hold }]).await? {
            Ok(_) => Ok(true),
            Err(Conflict::Paused) => Ok(false),
            Err(conflict) => Err(unexpected(conflict, "probe an endpoint")),
        }
    }

    /// It works again.
    pub(crate) async fn resume_endpoint(&self, endpoint: [u8; 32]) -> Result<()> {
        let resume = Write::ResumeEndpoint(endpoint);
        self.commit(vec![resume]).await?.map(drop).map_err(|conflict| unexpected(conflict, "end a pause"))
    }
}
