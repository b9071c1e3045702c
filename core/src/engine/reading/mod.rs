//! Answers `get_credential` and its relatives, and takes `report_rejected`.

mod building;
pub(in crate::engine) mod call_options;
pub(in crate::engine) mod credentials;
mod rejected;

use std::sync::Arc;

use super::checking::health::Checker;
use super::common::configs::Configs;
use super::common::policy::Settings;
use super::common::tasks::Tasks;
use super::grants::Grants;
use super::renewing::Refresher;
use crate::base::Clock;

/// Answers reads.
pub(crate) struct Reader {
    pub(in crate::engine) grants: Arc<Grants>,
    pub(in crate::engine) refresher: Arc<Refresher>,
    pub(in crate::engine) checker: Arc<Checker>,
    pub(in crate::engine) configs: Configs,
    pub(in crate::engine) clock: Arc<dyn Clock>,
    pub(in crate::engine) settings: Arc<Settings>,
    pub(in crate::engine) tasks: Arc<Tasks>,
}
