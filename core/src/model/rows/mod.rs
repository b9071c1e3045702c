//! Rows and operations of the store. A row holds ids, counters, times and sealed bytes; no row holds a secret.

mod batch;
mod grants;
mod jobs;
mod keys;
mod logs;
mod query;
mod sessions;

pub use batch::{Batch, Conflict, Outcome, Write};
pub use grants::{GrantFilter, GrantGuard, GrantRow, IntentColumns, LeaseClaim, LeaseColumns, Schedule};
pub use jobs::{DueJob, GrantJob, JobClaim, JobKind, QueuedJob, QueuedKind};
pub use keys::{KeyPurpose, KeyRow, KeyState, MetaRow, RootKeyRow};
pub use logs::{Changes, EventFilter, Position};
pub use query::{GrantQuery, KeyQuery, SessionQuery};
pub use sessions::SessionRow;
