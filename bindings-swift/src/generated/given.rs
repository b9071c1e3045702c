// Generated from bindings-common by `cargo xtask types`. Do not edit.
//! What callers get, as it goes to Swift.

use authpipe::Page;
use authpipe_bindings::records;

use crate::value::give;

/// Result of `store`.
#[derive(Debug, uniffi::Record)]
pub struct CoreStoredCredential {
    pub connection_id: String,
    pub status: String,
}

impl CoreStoredCredential {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::StoredCredential: From<T>,
    {
        let record = records::StoredCredential::from(value);
        CoreStoredCredential {
            connection_id: give(record.connection_id),
            status: give(record.status),
        }
    }
}

/// What became of many.
#[derive(Debug, uniffi::Record)]
pub struct CoreStoredCredentials {
    pub created: u64,
    pub updated: u64,
}

impl CoreStoredCredentials {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::StoredCredentials: From<T>,
    {
        let record = records::StoredCredentials::from(value);
        CoreStoredCredentials {
            created: give(record.created),
            updated: give(record.updated),
        }
    }
}

/// A session made in server code. Send every `setCookie` with the redirect to `authorizationURL`. Neither prints: take them by name.
#[derive(uniffi::Record)]
pub struct CoreAuthSession {
    pub session_id: String,
    pub authorization_url: String,
    pub expires_at_ms: i64,
    pub set_cookie: Vec<String>,
}

impl CoreAuthSession {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::AuthSession: From<T>,
    {
        let record = records::AuthSession::from(value);
        CoreAuthSession {
            session_id: give(record.session_id),
            authorization_url: give(record.authorization_url),
            expires_at_ms: give(record.expires_at),
            set_cookie: give(record.set_cookie),
        }
    }
}

/// A sign-in on another device that has been started: what is shown to its person, and to nobody else.
#[derive(uniffi::Record)]
pub struct CoreDeviceAuth {
    pub session_id: String,
    pub user_code: String,
    pub verification_uri: String,
    pub verification_uri_complete: Option<String>,
    pub expires_at_ms: i64,
    pub expires_in_ms: u64,
    pub interval_ms: u64,
}

impl CoreDeviceAuth {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::DeviceAuth: From<T>,
    {
        let record = records::DeviceAuth::from(value);
        CoreDeviceAuth {
            session_id: give(record.session_id),
            user_code: give(record.user_code),
            verification_uri: give(record.verification_uri),
            verification_uri_complete: give(record.verification_uri_complete),
            expires_at_ms: give(record.expires_at),
            expires_in_ms: give(record.expires_in),
            interval_ms: give(record.interval),
        }
    }
}

/// Where a sign-in on another device stands.
#[derive(Debug, uniffi::Record)]
pub struct CoreDevicePoll {
    pub status: String,
    pub connection_id: Option<String>,
    pub interval_ms: Option<u64>,
}

impl CoreDevicePoll {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::DevicePoll: From<T>,
    {
        let record = records::DevicePoll::from(value);
        CoreDevicePoll {
            status: give(record.status),
            connection_id: give(record.connection_id),
            interval_ms: give(record.interval),
        }
    }
}

/// A grant's refreshes: who is at one, what the last ones came to, what is in doubt, what waits. No secret is in it.
#[derive(Debug, uniffi::Record)]
pub struct CoreRefreshState {
    pub held_since_ms: Option<i64>,
    pub held_by: Option<String>,
    pub stage: Option<String>,
    pub succeeded_at_ms: Option<i64>,
    pub failed_at_ms: Option<i64>,
    pub error: Option<String>,
    pub failures: u64,
    pub next_at_ms: Option<i64>,
    pub not_before_ms: Option<i64>,
    pub endpoint_paused_until_ms: Option<i64>,
    pub in_doubt_since_ms: Option<i64>,
    pub ends_at_ms: Option<i64>,
    pub spooled: bool,
}

impl CoreRefreshState {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::RefreshState: From<T>,
    {
        let record = records::RefreshState::from(value);
        CoreRefreshState {
            held_since_ms: give(record.held_since),
            held_by: give(record.held_by),
            stage: give(record.stage),
            succeeded_at_ms: give(record.succeeded_at),
            failed_at_ms: give(record.failed_at),
            error: give(record.error),
            failures: give(record.failures),
            next_at_ms: give(record.next_at),
            not_before_ms: give(record.not_before),
            endpoint_paused_until_ms: give(record.endpoint_paused_until),
            in_doubt_since_ms: give(record.in_doubt_since),
            ends_at_ms: give(record.ends_at),
            spooled: give(record.spooled),
        }
    }
}

/// A connection, without its secrets.
#[derive(Debug, uniffi::Record)]
pub struct CoreConnection {
    pub id: String,
    pub provider: String,
    pub config: String,
    pub tenant_id: String,
    pub user_id: Option<String>,
    pub label: String,
    pub credential_type: String,
    pub status: String,
    pub reason: Option<String>,
    pub external_user_id: Option<String>,
    pub external_organisation_id: Option<String>,
    pub display_name: Option<String>,
    pub scopes: Vec<String>,
    pub expires_at_ms: Option<i64>,
    pub created_at_ms: i64,
    pub updated_at_ms: i64,
    pub config_status: String,
    pub refresh: CoreRefreshState,
}

impl CoreConnection {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::Connection: From<T>,
    {
        let record = records::Connection::from(value);
        CoreConnection {
            id: give(record.id),
            provider: give(record.provider),
            config: give(record.config),
            tenant_id: give(record.tenant_id),
            user_id: give(record.user_id),
            label: give(record.label),
            credential_type: give(record.credential_type),
            status: give(record.status),
            reason: give(record.reason),
            external_user_id: give(record.external_user_id),
            external_organisation_id: give(record.external_organisation_id),
            display_name: give(record.display_name),
            scopes: give(record.scopes),
            expires_at_ms: give(record.expires_at),
            created_at_ms: give(record.created_at),
            updated_at_ms: give(record.updated_at),
            config_status: give(record.config_status),
            refresh: CoreRefreshState::of(record.refresh),
        }
    }
}

/// A page of them.
#[derive(uniffi::Record)]
pub struct CoreConnectionPage {
    pub data: Vec<CoreConnection>,
    pub next: Option<String>,
}

impl CoreConnectionPage {
    pub(crate) fn of<T>(page: Page<T>) -> Self
    where
        records::Connection: From<T>,
    {
        CoreConnectionPage { data: page.data.into_iter().map(CoreConnection::of).collect(), next: page.next }
    }
}

/// An installation, without its secrets.
#[derive(Debug, uniffi::Record)]
pub struct CoreInstallation {
    pub id: String,
    pub provider: String,
    pub config: String,
    pub tenant_id: String,
    pub status: String,
    pub reason: Option<String>,
    pub provider_installation_id: Option<String>,
    pub display_name: Option<String>,
    pub scopes: Vec<String>,
    pub installed_at_ms: i64,
    pub installed_by: Option<String>,
    pub installed_by_name: Option<String>,
    pub updated_at_ms: i64,
    pub config_status: String,
    pub refresh: CoreRefreshState,
}

impl CoreInstallation {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::Installation: From<T>,
    {
        let record = records::Installation::from(value);
        CoreInstallation {
            id: give(record.id),
            provider: give(record.provider),
            config: give(record.config),
            tenant_id: give(record.tenant_id),
            status: give(record.status),
            reason: give(record.reason),
            provider_installation_id: give(record.provider_installation_id),
            display_name: give(record.display_name),
            scopes: give(record.scopes),
            installed_at_ms: give(record.installed_at),
            installed_by: give(record.installed_by),
            installed_by_name: give(record.installed_by_name),
            updated_at_ms: give(record.updated_at),
            config_status: give(record.config_status),
            refresh: CoreRefreshState::of(record.refresh),
        }
    }
}

/// A page of them.
#[derive(uniffi::Record)]
pub struct CoreInstallationPage {
    pub data: Vec<CoreInstallation>,
    pub next: Option<String>,
}

impl CoreInstallationPage {
    pub(crate) fn of<T>(page: Page<T>) -> Self
    where
        records::Installation: From<T>,
    {
        CoreInstallationPage { data: page.data.into_iter().map(CoreInstallation::of).collect(), next: page.next }
    }
}

/// What a provider said about a failure, in closed fields: for the developer and the provider's support, never for a page. What does not fit a field, or repeats something secret of the request, is left out.
#[derive(Debug, uniffi::Record)]
pub struct CoreProviderDetails {
    pub status: Option<u64>,
    pub error: Option<String>,
    pub suberror: Option<String>,
    pub error_codes: Vec<u64>,
    pub trace_id: Option<String>,
    pub correlation_id: Option<String>,
    pub request_id: Option<String>,
    pub timestamp: Option<String>,
    pub error_description: Option<String>,
    pub error_uri: Option<String>,
}

impl CoreProviderDetails {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::ProviderDetails: From<T>,
    {
        let record = records::ProviderDetails::from(value);
        CoreProviderDetails {
            status: give(record.status),
            error: give(record.error),
            suberror: give(record.suberror),
            error_codes: give(record.error_codes),
            trace_id: give(record.trace_id),
            correlation_id: give(record.correlation_id),
            request_id: give(record.request_id),
            timestamp: give(record.timestamp),
            error_description: give(record.error_description),
            error_uri: give(record.error_uri),
        }
    }
}

/// Why a session ended without a connection or an installation, or why something else failed of which an event tells, for the developer. It is no text for the person's page.
#[derive(Debug, uniffi::Record)]
pub struct CoreSessionFailure {
    pub code: String,
    pub message: String,
    pub hint: Option<String>,
    pub docs_url: String,
    pub retry: String,
    pub retry_after_ms: Option<u64>,
    pub provider_error: Option<String>,
    pub provider_details: Option<CoreProviderDetails>,
}

impl CoreSessionFailure {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::SessionFailure: From<T>,
    {
        let record = records::SessionFailure::from(value);
        CoreSessionFailure {
            code: give(record.code),
            message: give(record.message),
            hint: give(record.hint),
            docs_url: give(record.docs_url),
            retry: give(record.retry),
            retry_after_ms: give(record.retry_after),
            provider_error: give(record.provider_error),
            provider_details: record.provider_details.map(CoreProviderDetails::of),
        }
    }
}

/// A session: where it stands, what it has made, and why it failed.
#[derive(Debug, uniffi::Record)]
pub struct CoreSession {
    pub id: String,
    pub provider: String,
    pub config: String,
    pub tenant_id: String,
    pub user_id: String,
    pub status: String,
    pub connection: Option<CoreConnection>,
    pub installation: Option<CoreInstallation>,
    pub error: Option<CoreSessionFailure>,
    pub created_at_ms: i64,
}

impl CoreSession {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::Session: From<T>,
    {
        let record = records::Session::from(value);
        CoreSession {
            id: give(record.id),
            provider: give(record.provider),
            config: give(record.config),
            tenant_id: give(record.tenant_id),
            user_id: give(record.user_id),
            status: give(record.status),
            connection: record.connection.map(CoreConnection::of),
            installation: record.installation.map(CoreInstallation::of),
            error: record.error.map(CoreSessionFailure::of),
            created_at_ms: give(record.created_at),
        }
    }
}

/// Something that happened to a grant or a session.
#[derive(Debug, uniffi::Record)]
pub struct CoreEvent {
    pub id: String,
    pub r#type: String,
    pub provider: String,
    pub config: String,
    pub tenant_id: String,
    pub user_id: Option<String>,
    pub connection_id: Option<String>,
    pub session_id: Option<String>,
    pub status: Option<String>,
    pub reason: Option<String>,
    pub error: Option<CoreSessionFailure>,
    pub at_ms: i64,
    pub cursor: String,
}

impl CoreEvent {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::Event: From<T>,
    {
        let record = records::Event::from(value);
        CoreEvent {
            id: give(record.id),
            r#type: give(record.r#type),
            provider: give(record.provider),
            config: give(record.config),
            tenant_id: give(record.tenant_id),
            user_id: give(record.user_id),
            connection_id: give(record.connection_id),
            session_id: give(record.session_id),
            status: give(record.status),
            reason: give(record.reason),
            error: record.error.map(CoreSessionFailure::of),
            at_ms: give(record.at),
            cursor: give(record.cursor),
        }
    }
}

/// A page of them.
#[derive(uniffi::Record)]
pub struct CoreEventPage {
    pub data: Vec<CoreEvent>,
    pub next: Option<String>,
}

impl CoreEventPage {
    pub(crate) fn of<T>(page: Page<T>) -> Self
    where
        records::Event: From<T>,
    {
        CoreEventPage { data: page.data.into_iter().map(CoreEvent::of).collect(), next: page.next }
    }
}

/// Something that was done to a connection, a key or the vault, as the audit log tells it.
#[derive(Debug, uniffi::Record)]
pub struct CoreAuditRecord {
    pub number: u64,
    pub kind: String,
    pub tenant_id: Option<String>,
    pub user_id: Option<String>,
    pub connection_id: Option<String>,
    pub actor: Option<String>,
    pub session_id: Option<String>,
    pub key_id: Option<String>,
    pub erased: bool,
    pub at_ms: i64,
}

impl CoreAuditRecord {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::AuditRecord: From<T>,
    {
        let record = records::AuditRecord::from(value);
        CoreAuditRecord {
            number: give(record.number),
            kind: give(record.kind),
            tenant_id: give(record.tenant_id),
            user_id: give(record.user_id),
            connection_id: give(record.connection_id),
            actor: give(record.actor),
            session_id: give(record.session_id),
            key_id: give(record.key_id),
            erased: give(record.erased),
            at_ms: give(record.at),
        }
    }
}

/// A page of them.
#[derive(uniffi::Record)]
pub struct CoreAuditRecordPage {
    pub data: Vec<CoreAuditRecord>,
    pub next: Option<String>,
}

impl CoreAuditRecordPage {
    pub(crate) fn of<T>(page: Page<T>) -> Self
    where
        records::AuditRecord: From<T>,
    {
        CoreAuditRecordPage { data: page.data.into_iter().map(CoreAuditRecord::of).collect(), next: page.next }
    }
}

/// Result of a health check.
#[derive(Debug, uniffi::Record)]
pub struct CoreHealth {
    pub status: String,
    pub reason: Option<String>,
    pub live: Option<bool>,
    pub checked_at_ms: i64,
    pub config_status: String,
}

impl CoreHealth {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::Health: From<T>,
    {
        let record = records::Health::from(value);
        CoreHealth {
            status: give(record.status),
            reason: give(record.reason),
            live: give(record.live),
            checked_at_ms: give(record.checked_at),
            config_status: give(record.config_status),
        }
    }
}

/// What came of a deletion. It has happened, whatever became of the tokens at the provider.
#[derive(Debug, uniffi::Record)]
pub struct CoreDeletion {
    pub revocation: String,
}

impl CoreDeletion {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::Deletion: From<T>,
    {
        let record = records::Deletion::from(value);
        CoreDeletion {
            revocation: give(record.revocation),
        }
    }
}

/// What `runMaintenance` did.
#[derive(Debug, uniffi::Record)]
pub struct CoreMaintenanceReport {
    pub refreshed: u64,
    pub checked: u64,
    pub revoked: u64,
    pub failed: u64,
    pub complete: bool,
}

impl CoreMaintenanceReport {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::MaintenanceReport: From<T>,
    {
        let record = records::MaintenanceReport::from(value);
        CoreMaintenanceReport {
            refreshed: give(record.refreshed),
            checked: give(record.checked),
            revoked: give(record.revoked),
            failed: give(record.failed),
            complete: give(record.complete),
        }
    }
}

/// What an error says besides its message. Ids and closed fields only: no secret.
#[derive(Debug, uniffi::Record)]
pub struct CoreErrorDetails {
    pub code: String,
    pub message: String,
    pub hint: Option<String>,
    pub docs_url: Option<String>,
    pub retry: Option<String>,
    pub retry_after_ms: Option<u64>,
    pub provider: Option<String>,
    pub config: Option<String>,
    pub tenant_id: Option<String>,
    pub user_id: Option<String>,
    pub connection_id: Option<String>,
    pub reason: Option<String>,
    pub provider_error: Option<String>,
    pub provider_details: Option<CoreProviderDetails>,
}

impl CoreErrorDetails {
    pub(crate) fn of<T>(value: T) -> Self
    where
        records::ErrorDetails: From<T>,
    {
        let record = records::ErrorDetails::from(value);
        CoreErrorDetails {
            code: give(record.code),
            message: give(record.message),
            hint: give(record.hint),
            docs_url: give(record.docs_url),
            retry: give(record.retry),
            retry_after_ms: give(record.retry_after),
            provider: give(record.provider),
            config: give(record.config),
            tenant_id: give(record.tenant_id),
            user_id: give(record.user_id),
            connection_id: give(record.connection_id),
            reason: give(record.reason),
            provider_error: give(record.provider_error),
            provider_details: record.provider_details.map(CoreProviderDetails::of),
        }
    }
}
