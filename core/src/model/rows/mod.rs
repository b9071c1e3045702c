//! Rows and operations of the store. A row holds ids, counters, times and sealed bytes; no row holds a secret.

mod audit;
mod batch;
mod erasing;
mod grants;
mod jobs;
mod keys;
mod logs;
mod pauses;
mod query;
mod resealing;
mod sessions;

pub(crate) use audit::{About, AuditEnd, AuditFilter, AuditLink, AuditRow, AuditScope, BlankedEntry, Link, first_of};
pub(crate) use batch::{Batch, Conflict, Outcome, Write};
pub(crate) use erasing::{Erasure, ErasureRow};
pub(crate) use grants::{GrantFilter, GrantGuard, GrantRow, IntentColumns, LeaseAcquisition, LeaseColumns, LeaseGuard, Schedule};
pub(crate) use jobs::{DueJob, GrantJob, HeldJob, JobKind, JobRequest, QueueEntry, QueuePlace, QueuedJob, QueuedKind};
pub(crate) use keys::{
    FORM, KeyOwner, KeyPurpose, KeyRow, KeyState, KeysetChange, KeysetRow, MetaRow, OLDEST_READER, ProcessRow, RootKeyRow,
    RootState, VAULT_VERSION,
};
pub(crate) use logs::{Changes, EventFilter, Position};
pub(crate) use pauses::EndpointPause;
pub(crate) use query::{GrantQuery, KeysetQuery, LegacyKeyQuery, SessionQuery};
pub(crate) use resealing::{RECORD_VERSION, RecordCounts, ResealedGrant};
pub(crate) use sessions::{SessionFilter, SessionRow};
