//! Answers `get_credential` and its relatives, and takes `report_rejected`.

mod building;
pub(in crate::engine) mod call_options;
mod caller_time;
pub(in crate::engine) mod credentials;
mod finding;
mod in_vain;
mod rejected;

use std::sync::Arc;
use std::time::Duration;

use super::checking::health::Checker;
use super::common::configs::Configs;
use super::common::policy::Settings;
use super::common::single_flight::SingleFlight;
use super::common::tasks::Tasks;
use super::grants::Grants;
use super::renewing::Refresher;
use crate::base::{Clock, Result};

use call_options::CallOptions;
use caller_time::CallerTime;
use in_vain::InVain;

/// Answers reads.
pub(crate) struct Reader {
    pub(in crate::engine) grants: Arc<Grants>,
    pub(in crate::engine) refresher: Arc<Refresher>,
    pub(in crate::engine) checker: Arc<Checker>,
    pub(in crate::engine) configs: Configs,
    pub(in crate::engine) clock: Arc<dyn Clock>,
    pub(in crate::engine) settings: Arc<Settings>,
    pub(in crate::engine) tasks: Arc<Tasks>,
    /// Looks for changes under way, each for those who come in a moment of its own.
    pub(in crate::engine) looks: Arc<SingleFlight<u128, Result<()>>>,
    /// Whose renewed credentials are rejected as soon as they are there.
    pub(in crate::engine) in_vain: InVain,
}

impl Reader {
    /// How long a caller waits who does not say.
    pub(crate) fn caller_timeout(&self) -> Duration {
        self.settings.policy.caller_timeout
    }

    /// The time of a caller that begins to wait now.
    fn time_of(&self, options: &CallOptions) -> CallerTime {
        CallerTime::new(options.timeout.unwrap_or(self.settings.policy.caller_timeout))
    }
}
