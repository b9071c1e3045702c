//! Lists, shows, approves, deletes and erases: `connections`, `installations` and `erasing` are what an application does to what it has;
//! `auditing` lists what was done, `following` waits for what happens.

pub(in crate::engine) mod auditing;
pub(in crate::engine) mod connections;
#[cfg(feature = "cli")]
pub(in crate::engine) mod erasing;
pub(in crate::engine) mod following;
pub(in crate::engine) mod installations;
#[cfg(feature = "cli")]
pub(in crate::engine) mod many;

use std::sync::Arc;

use super::checking::health::Checker;
use super::common::configs::Configs;
use super::common::policy::Settings;
use super::common::tasks::Tasks;
use super::grants::Grants;
use super::revoking::Revoker;
use crate::base::Clock;
use crate::repo::{AuditLog, Events};

/// Lists and ends grants, and tells what happened to them.
pub(crate) struct Manager {
    pub(in crate::engine) grants: Arc<Grants>,
    pub(in crate::engine) events: Events,
    pub(in crate::engine) audit: AuditLog,
    pub(in crate::engine) checker: Arc<Checker>,
    pub(in crate::engine) revoker: Arc<Revoker>,
    pub(in crate::engine) configs: Configs,
    pub(in crate::engine) clock: Arc<dyn Clock>,
    pub(in crate::engine) settings: Arc<Settings>,
    pub(in crate::engine) tasks: Arc<Tasks>,
}
