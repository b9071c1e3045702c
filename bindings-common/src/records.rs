//! Describes the records that go in and come out. A member is one line here, and every language gets it from there.

mod credential;
mod device;
mod errors;
mod logs;
mod options;
mod queries;
mod refresh_state;
mod results;
mod sessions;
mod subjects;

use crate::describe::Record;

pub use credential::CREDENTIAL;
pub use device::{DeviceAuth, DevicePoll, DevicePollParams, DeviceStartParams};
pub use errors::{ErrorDetails, ProviderDetails, SessionFailure};
pub use logs::{AuditRecord, Event};
pub use options::{HandlerOptions, Options, ProviderConfig};
pub use queries::{AuditQuery, EventQuery, FollowQuery, ListQuery};
pub use results::{
    AuthSession, Connection, Deletion, Health, Installation, MaintenanceReport, RefreshState, Session, StoredCredential,
    StoredCredentials,
};
pub use sessions::{AuthSessionParams, InstallSessionParams, InstallationParams, Principal};
pub use subjects::{CallOptions, MaintenanceOptions, Rejection, StoreCredentialParams, Subject, TenantScope, WaitOptions};

/// All records, in the order in which they are rendered.
pub const RECORDS: &[&Record] = &[
    &Options::RECORD,
    &ProviderConfig::RECORD,
    &Subject::RECORD,
    &WaitOptions::RECORD,
    &CallOptions::RECORD,
    &Rejection::RECORD,
    &StoreCredentialParams::RECORD,
    &StoredCredential::RECORD,
    &StoredCredentials::RECORD,
    &InstallSessionParams::RECORD,
    &InstallationParams::RECORD,
    &AuthSessionParams::RECORD,
    &AuthSession::RECORD,
    &DeviceStartParams::RECORD,
    &DeviceAuth::RECORD,
    &DevicePollParams::RECORD,
    &DevicePoll::RECORD,
    &RefreshState::RECORD,
    &Connection::RECORD,
    &Installation::RECORD,
    &ProviderDetails::RECORD,
    &SessionFailure::RECORD,
    &Session::RECORD,
    &TenantScope::RECORD,
    &ListQuery::RECORD,
    &Event::RECORD,
    &EventQuery::RECORD,
    &FollowQuery::RECORD,
    &AuditRecord::RECORD,
    &AuditQuery::RECORD,
    &Health::RECORD,
    &Deletion::RECORD,
    &MaintenanceOptions::RECORD,
    &MaintenanceReport::RECORD,
    &Principal::RECORD,
    &HandlerOptions::RECORD,
    &ErrorDetails::RECORD,
];
