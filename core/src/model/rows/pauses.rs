//! Pauses of endpoints: what one process was told of a provider, all on the vault keep.

use std::time::Duration;

/// A token endpoint that is left alone, as its row says at the moment of reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EndpointPause {
    /// A hash of the endpoint, and of the client as which it is asked.
    pub endpoint: [u8; 32],
    /// Whether the provider has asked for it; else it has failed.
    pub is_asked: bool,
    /// For how long nobody asks. Zero: it is over, and nobody has found out yet whether it works again.
    pub left: Duration,
}

impl EndpointPause {
    /// One that has been over for so long is forgotten: nobody has asked since.
    pub(crate) const FORGOTTEN_AFTER: Duration = Duration::from_secs(3600);
}
