//! Connections, installations, events and reports on their way out.

use authpipe::{Event, GrantView, Health, MaintenanceReport, Page};
use napi_derive::napi;

use super::{date, millis};

/// A connection.
#[napi(object)]
pub struct ConnectionFields {
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
    pub expires_at_ms: Option<f64>,
    pub created_at_ms: f64,
    pub updated_at_ms: f64,
}

impl From<GrantView> for ConnectionFields {
    fn from(view: GrantView) -> Self {
        let account = view.account.as_ref();
        ConnectionFields {
            external_user_id: account.and_then(|account| account.person.clone()),
            external_organisation_id: account.and_then(|account| account.organisation.clone()),
            display_name: account.and_then(|account| account.display.clone()),
            id: view.id.as_str().to_owned(),
            provider: view.provider.as_str().to_owned(),
            config: view.key.config.as_str().to_owned(),
            tenant_id: view.key.tenant_id.as_str().to_owned(),
            user_id: view.key.user_id.map(|user| user.as_str().to_owned()),
            label: view.key.label.as_str().to_owned(),
            credential_type: view.credential_type.as_str().to_owned(),
            status: view.status.as_str().to_owned(),
            reason: view.reason.map(|reason| reason.to_string()),
            scopes: view.scopes,
            expires_at_ms: view.expires_at.and_then(date),
            created_at_ms: millis(view.created_at),
            updated_at_ms: millis(view.updated_at),
        }
    }
}

/// An installation.
#[napi(object)]
pub struct InstallationFields {
    pub id: String,
    pub provider: String,
    pub config: String,
    pub tenant_id: String,
    pub status: String,
    pub reason: Option<String>,
    pub provider_installation_id: Option<String>,
    pub display_name: Option<String>,
    pub scopes: Vec<String>,
    pub installed_at_ms: f64,
    pub installed_by: Option<String>,
    pub updated_at_ms: f64,
}

impl From<GrantView> for InstallationFields {
    fn from(view: GrantView) -> Self {
        let account = view.account.as_ref();
        InstallationFields {
            provider_installation_id: account.and_then(|account| account.organisation.clone()),
            display_name: account.and_then(|account| account.display.clone()),
            id: view.id.as_str().to_owned(),
            provider: view.provider.as_str().to_owned(),
            config: view.key.config.as_str().to_owned(),
            tenant_id: view.key.tenant_id.as_str().to_owned(),
            status: view.status.as_str().to_owned(),
            reason: view.reason.map(|reason| reason.to_string()),
            scopes: view.scopes,
            installed_at_ms: millis(view.created_at),
            installed_by: view.created_by.map(|user| user.as_str().to_owned()),
            updated_at_ms: millis(view.updated_at),
        }
    }
}

/// An event.
#[napi(object)]
pub struct EventFields {
    pub id: String,
    #[napi(js_name = "type")]
    pub event_type: String,
    pub provider: String,
    pub config: String,
    pub tenant_id: String,
    pub user_id: Option<String>,
    pub connection_id: String,
    pub status: String,
    pub reason: Option<String>,
    pub at_ms: f64,
}

impl From<Event> for EventFields {
    fn from(event: Event) -> Self {
        EventFields {
            id: event.id,
            event_type: event.event_type.as_str().to_owned(),
            provider: event.provider.as_str().to_owned(),
            config: event.config.as_str().to_owned(),
            tenant_id: event.tenant_id.as_str().to_owned(),
            user_id: event.user_id.map(|user| user.as_str().to_owned()),
            connection_id: event.grant_id.as_str().to_owned(),
            status: event.status.as_str().to_owned(),
            reason: event.reason.map(|reason| reason.to_string()),
            at_ms: millis(event.at),
        }
    }
}

/// A page of connections.
#[napi(object)]
pub struct ConnectionPage {
    pub data: Vec<ConnectionFields>,
    pub next: Option<String>,
}

/// A page of installations.
#[napi(object)]
pub struct InstallationPage {
    pub data: Vec<InstallationFields>,
    pub next: Option<String>,
}

/// A page of events.
#[napi(object)]
pub struct EventPage {
    pub data: Vec<EventFields>,
    pub next: Option<String>,
}

impl From<Page<GrantView>> for ConnectionPage {
    fn from(page: Page<GrantView>) -> Self {
        ConnectionPage { data: page.data.into_iter().map(Into::into).collect(), next: page.next }
    }
}

impl From<Page<GrantView>> for InstallationPage {
    fn from(page: Page<GrantView>) -> Self {
        InstallationPage { data: page.data.into_iter().map(Into::into).collect(), next: page.next }
    }
}

impl From<Page<Event>> for EventPage {
    fn from(page: Page<Event>) -> Self {
        EventPage { data: page.data.into_iter().map(Into::into).collect(), next: page.next }
    }
}

/// What a health check found.
#[napi(object)]
pub struct HealthFields {
    pub status: String,
    pub reason: Option<String>,
    pub live: Option<bool>,
    pub checked_at_ms: f64,
}

impl From<Health> for HealthFields {
    fn from(health: Health) -> Self {
        HealthFields {
            status: health.status.as_str().to_owned(),
            reason: health.reason.map(|reason| reason.to_string()),
            live: health.live,
            checked_at_ms: millis(health.checked_at),
        }
    }
}

/// What a round of maintenance did.
#[napi(object)]
pub struct MaintenanceFields {
    pub refreshed: u32,
    pub checked: u32,
    pub failed: u32,
    pub complete: bool,
}

impl From<MaintenanceReport> for MaintenanceFields {
    fn from(report: MaintenanceReport) -> Self {
        MaintenanceFields {
            refreshed: report.refreshed,
            checked: report.checked,
            failed: report.failed,
            complete: report.complete,
        }
    }
}
