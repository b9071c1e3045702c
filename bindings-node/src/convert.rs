//! Every type that crosses the border, both ways. Absent in JavaScript is `None`; times go out as milliseconds since the Unix
//! epoch, and the façade makes them `Date`.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authpipe::{
    Attachment, AuthRequest, CallOptions, Clock, ConfigId, CreatedSession, Credential, CredentialFor, CredentialType, Error,
    ErrorCode, Event, EventQuery, EventType, GrantId, GrantView, HandlerOptions, Health, HttpRequest, HttpResponse,
    InstallRequest, Label, ListQuery, MaintenanceReport, Options, Page, Principal, ProviderId, ProviderInput, Result, Role,
    Secret, SessionMode, SlotState, StoreCredential, StoredCredential, Subject, TenantId, TestClock, Timestamp, UserId,
};
use napi::bindgen_prelude::{Buffer, Uint8Array};
use napi_derive::napi;

/// The latest time that a JavaScript `Date` can hold, in milliseconds (ECMA-262, Time Values and Time Range).
const LAST_DATE_MS: i64 = 8_640_000_000_000_000;

// ---- options

/// Options of the core, as JavaScript gives them.
#[napi(object)]
pub struct CoreOptions {
    pub vault: Option<String>,
    #[napi(js_name = "key")]
    pub keys: Option<Vec<String>>,
    pub base_url: Option<String>,
    pub mode: Option<String>,
    pub environment: Option<String>,
    pub providers: Option<HashMap<String, ProviderConfigFields>>,
    pub background: Option<bool>,
    pub min_validity_ms: Option<f64>,
    pub timeout_ms: Option<f64>,
    pub allowed_private_hosts: Option<Vec<String>>,
    pub extra_ca_file: Option<String>,
    pub danger_origins: Option<HashMap<String, HashMap<String, String>>>,
    pub proxy: Option<String>,
}

/// A client registration, as JavaScript gives it.
#[napi(object)]
pub struct ProviderConfigFields {
    pub client_id: String,
    pub client_secret: Option<String>,
    pub attachment: Option<String>,
    pub provider: Option<String>,
    pub scopes: Option<Vec<String>>,
    pub optional_scopes: Option<Vec<String>>,
    pub bot_scopes: Option<Vec<String>>,
    pub variables: Option<HashMap<String, String>>,
    pub enabled: Option<bool>,
    pub definition: Option<serde_json::Value>,
}

impl CoreOptions {
    pub(crate) fn into_options(self, test_clock: Option<TestClock>) -> Result<Options> {
        let defaults = Options::default();
        let providers = self.providers.unwrap_or_default();
        Options {
            vault: self.vault,
            keys: self.keys.unwrap_or_default().into_iter().map(Secret::from).collect(),
            base_url: self.base_url,
            mode: self.mode.as_deref().map(authpipe::read_mode).transpose()?,
            environment: self.environment,
            providers: providers.into_iter().map(|(id, fields)| Ok((id, fields.try_into()?))).collect::<Result<_>>()?,
            background: self.background.unwrap_or(defaults.background),
            min_validity: self.min_validity_ms.map(|ms| duration("minValidityMs", ms)).transpose()?,
            timeout: self.timeout_ms.map(|ms| duration("timeoutMs", ms)).transpose()?,
            allowed_private_hosts: self.allowed_private_hosts.unwrap_or_default(),
            extra_ca_file: self.extra_ca_file.map(PathBuf::from),
            danger_origins: self
                .danger_origins
                .unwrap_or_default()
                .into_iter()
                .map(|(id, o)| (id, o.into_iter().collect()))
                .collect(),
            test_clock,
            proxy: self.proxy,
        }
        .or_environment()
    }
}

impl TryFrom<ProviderConfigFields> for ProviderInput {
    type Error = Error;

    fn try_from(fields: ProviderConfigFields) -> Result<Self> {
        let attachment = match fields.attachment.as_deref() {
            None => Attachment::default(),
            Some("user") => Attachment::User,
            Some("tenant") => Attachment::Tenant,
            Some(_) => return Err(config_invalid("attachment must be \"user\" or \"tenant\".")),
        };
        Ok(ProviderInput {
            provider: fields.provider,
            client_id: fields.client_id,
            client_secret: fields.client_secret.map(Secret::from),
            attachment,
            scopes: fields.scopes.unwrap_or_default(),
            optional_scopes: fields.optional_scopes.unwrap_or_default(),
            bot_scopes: fields.bot_scopes.unwrap_or_default(),
            variables: fields.variables.unwrap_or_default().into_iter().collect(),
            disabled: !fields.enabled.unwrap_or(true),
            definition: fields.definition,
        })
    }
}

// ---- credentials

/// Whose credential is meant.
#[napi(object)]
pub struct SubjectInput {
    pub provider: String,
    pub config: Option<String>,
    pub tenant_id: String,
    pub user_id: Option<String>,
    pub label: Option<String>,
    pub connection_id: Option<String>,
    pub installation_id: Option<String>,
    pub credential_for: Option<String>,
}

impl TryFrom<SubjectInput> for Subject {
    type Error = Error;

    fn try_from(input: SubjectInput) -> Result<Self> {
        let grant_id = match (&input.connection_id, &input.installation_id) {
            (Some(_), Some(_)) => return Err(invalid("Give connectionId or installationId, not both.")),
            (one, other) => one.as_ref().or(other.as_ref()),
        };
        let credential_for = match input.credential_for.as_deref() {
            None => None,
            Some("any") => Some(CredentialFor::Any),
            Some("installation") => Some(CredentialFor::Installation),
            Some("user") => Some(CredentialFor::User),
            Some(_) => return Err(invalid("credentialFor must be \"any\", \"installation\" or \"user\".")),
        };
        Ok(Subject {
            provider: ProviderId::parse(&input.provider)?,
            config: optional(&input.config, ConfigId::parse)?,
            tenant_id: TenantId::parse(&input.tenant_id)?,
            user_id: optional(&input.user_id, UserId::parse)?,
            label: optional(&input.label, Label::parse)?.unwrap_or_else(Label::empty),
            grant_id: grant_id.map(|id| GrantId::parse(id)).transpose()?,
            credential_for,
        })
    }
}

/// Options of `getCredential`.
#[napi(object)]
pub struct CallFields {
    pub force_refresh: Option<bool>,
    pub min_validity_ms: Option<f64>,
    pub scopes: Option<Vec<String>>,
}

impl TryFrom<CallFields> for CallOptions {
    type Error = Error;

    fn try_from(fields: CallFields) -> Result<Self> {
        Ok(CallOptions {
            force_refresh: fields.force_refresh.unwrap_or(false),
            min_validity: fields.min_validity_ms.map(|ms| request_duration("minValidityMs", ms)).transpose()?,
            scopes: fields.scopes.unwrap_or_default(),
            timeout: None,
        })
    }
}

/// The parts of a credential. The façade wraps them into an object that does not print.
#[napi(object)]
pub struct CredentialFields {
    pub value: String,
    pub header_name: String,
    pub header_prefix: String,
    pub credential_type: String,
    pub expires_at_ms: Option<f64>,
    pub scopes: Vec<String>,
    pub source: String,
    pub refreshed: bool,
    pub degraded: bool,
    pub needs_reauth: bool,
    pub generation: f64,
    pub grant_id: String,
    pub watch: Option<Watch>,
}

/// By what the façade sees, without a call, whether a credential is still the one that the core would give.
#[napi(object)]
pub struct Watch {
    pub slot: u32,
    pub version: u32,
    /// On the system's wall clock.
    pub answers_until_ms: f64,
}

impl From<&Credential> for CredentialFields {
    fn from(credential: &Credential) -> Self {
        CredentialFields {
            // The one place where a secret enters JavaScript.
            value: credential.value.expose().clone(),
            header_name: credential.placement.header.clone(),
            header_prefix: credential.placement.prefix.clone(),
            credential_type: credential.credential_type.as_str().to_owned(),
            expires_at_ms: credential.expires_at.and_then(date),
            scopes: credential.scopes.clone(),
            source: credential.source.as_str().to_owned(),
            refreshed: credential.refreshed,
            degraded: credential.degraded,
            needs_reauth: credential.needs_reauth,
            generation: number(credential.generation),
            grant_id: credential.grant_id.as_str().to_owned(),
            watch: None,
        }
    }
}

impl Watch {
    /// The core's times are on its own clock, which a test may have moved; JavaScript compares with the system's.
    pub(crate) fn new(slot: SlotState, clock: &dyn Clock) -> Self {
        let ends = slot.usable_until.min(slot.due_at);
        let left = ends.since(clock.now());
        let system = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let until = Timestamp::EPOCH.plus(system.saturating_add(left)).min(Timestamp::from_unix_millis(LAST_DATE_MS));
        Watch { slot: slot.slot, version: slot.version, answers_until_ms: millis(until) }
    }
}

/// A secret to keep.
#[napi(object)]
pub struct StoreFields {
    pub subject: SubjectInput,
    pub credential_type: String,
    pub fields: HashMap<String, String>,
}

impl TryFrom<StoreFields> for StoreCredential {
    type Error = Error;

    fn try_from(input: StoreFields) -> Result<Self> {
        let credential_type = CredentialType::parse(&input.credential_type)
            .ok_or_else(|| invalid("credentialType must be \"api_key\" or \"webhook_secret\"."))?;
        let mut fields: Vec<_> = input.fields.into_iter().map(|(name, value)| (name, Secret::from(value))).collect();
        // A map has no order of its own; sealed bytes should not depend on its whims.
        fields.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(StoreCredential { subject: input.subject.try_into()?, credential_type, fields })
    }
}

/// What became of it.
#[napi(object)]
pub struct StoredFields {
    pub connection_id: String,
    pub created: bool,
}

impl From<StoredCredential> for StoredFields {
    fn from(stored: StoredCredential) -> Self {
        StoredFields { connection_id: stored.connection_id.as_str().to_owned(), created: stored.created }
    }
}

// ---- sessions

/// A session to make.
#[napi(object)]
pub struct SessionInput {
    pub provider: String,
    pub config: Option<String>,
    pub tenant_id: String,
    pub user_id: String,
    pub label: Option<String>,
    pub scopes: Option<Vec<String>>,
    pub variables: Option<HashMap<String, String>>,
    pub return_to: Option<String>,
    pub mode: Option<String>,
}

impl TryFrom<SessionInput> for AuthRequest {
    type Error = Error;

    fn try_from(input: SessionInput) -> Result<Self> {
        Ok(AuthRequest {
            connection_id: None,
            installation_id: None,
            provider: ProviderId::parse(&input.provider)?,
            config: optional(&input.config, ConfigId::parse)?,
            tenant_id: TenantId::parse(&input.tenant_id)?,
            user_id: UserId::parse(&input.user_id)?,
            label: optional(&input.label, Label::parse)?.unwrap_or_else(Label::empty),
            scopes: input.scopes.unwrap_or_default(),
            variables: input.variables.unwrap_or_default().into_iter().collect(),
            return_to: input.return_to,
            mode: session_mode(input.mode.as_deref())?,
            opener_origin: None,
        })
    }
}

impl TryFrom<SessionInput> for InstallRequest {
    type Error = Error;

    fn try_from(input: SessionInput) -> Result<Self> {
        Ok(InstallRequest {
            provider: ProviderId::parse(&input.provider)?,
            config: optional(&input.config, ConfigId::parse)?,
            tenant_id: TenantId::parse(&input.tenant_id)?,
            user_id: UserId::parse(&input.user_id)?,
            return_to: input.return_to,
            mode: session_mode(input.mode.as_deref())?,
            opener_origin: None,
        })
    }
}

// Server code sends the browser itself, so it comes back to a page, not to a closing window.
fn session_mode(text: Option<&str>) -> Result<SessionMode> {
    match text {
        None => Ok(SessionMode::Redirect),
        Some(text) => SessionMode::parse(text).ok_or_else(|| invalid("mode must be \"popup\" or \"redirect\".")),
    }
}

/// A session that was made.
#[napi(object)]
pub struct SessionFields {
    pub session_id: String,
    pub authorization_url: String,
    pub expires_at_ms: f64,
    pub set_cookie: Vec<String>,
}

impl From<CreatedSession> for SessionFields {
    fn from(session: CreatedSession) -> Self {
        SessionFields {
            session_id: session.session_id.as_str().to_owned(),
            authorization_url: session.authorization_url,
            expires_at_ms: millis(session.expires_at),
            set_cookie: session.set_cookie,
        }
    }
}

// ---- connections, installations, events

/// Which grants to list.
#[napi(object)]
pub struct ListFields {
    pub tenant_id: Option<String>,
    pub all_tenants: Option<bool>,
    pub user_id: Option<String>,
    pub provider: Option<String>,
    pub config: Option<String>,
    pub after: Option<String>,
    pub limit: Option<f64>,
}

impl TryFrom<ListFields> for ListQuery {
    type Error = Error;

    fn try_from(fields: ListFields) -> Result<Self> {
        Ok(ListQuery {
            tenant_id: optional(&fields.tenant_id, TenantId::parse)?,
            all_tenants: fields.all_tenants.unwrap_or(false),
            user_id: optional(&fields.user_id, UserId::parse)?,
            provider: optional(&fields.provider, ProviderId::parse)?,
            config: optional(&fields.config, ConfigId::parse)?,
            after: fields.after,
            limit: fields.limit.map(page_size).transpose()?,
        })
    }
}

/// Which events to list.
#[napi(object)]
pub struct EventFilterFields {
    pub after: Option<String>,
    pub tenant_id: Option<String>,
    #[napi(js_name = "type")]
    pub event_type: Option<String>,
    pub connection_id: Option<String>,
    pub limit: Option<f64>,
}

impl TryFrom<EventFilterFields> for EventQuery {
    type Error = Error;

    fn try_from(fields: EventFilterFields) -> Result<Self> {
        let event_type = match fields.event_type.as_deref() {
            None => None,
            Some(text) => Some(EventType::parse(text).ok_or_else(|| invalid("type is not a type of event."))?),
        };
        Ok(EventQuery {
            after: fields.after,
            tenant_id: optional(&fields.tenant_id, TenantId::parse)?,
            event_type,
            connection_id: optional(&fields.connection_id, GrantId::parse)?,
            limit: fields.limit.map(page_size).transpose()?,
        })
    }
}

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
            reason: view.reason,
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
            reason: view.reason,
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
            status: event.status,
            reason: event.reason,
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
            reason: health.reason,
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

// ---- the handler

/// Options of the handler.
#[napi(object)]
pub struct HandlerFields {
    pub allowed_origins: Vec<String>,
    pub allowed_return_origins: Vec<String>,
}

impl From<HandlerFields> for HandlerOptions {
    fn from(fields: HandlerFields) -> Self {
        HandlerOptions { allowed_origins: fields.allowed_origins, allowed_return_origins: fields.allowed_return_origins }
    }
}

/// A request to the handler. `headers` holds names and values in turn.
#[napi(object, object_to_js = false)]
pub struct RequestFields {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: Vec<String>,
    pub body: Uint8Array,
}

impl From<RequestFields> for HttpRequest {
    fn from(fields: RequestFields) -> Self {
        let mut headers = Vec::with_capacity(fields.headers.len() / 2);
        let mut texts = fields.headers.into_iter();
        while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
            headers.push((name, value));
        }
        HttpRequest { method: fields.method, path: fields.path, query: fields.query, headers, body: fields.body.to_vec() }
    }
}

/// The handler's answer. `headers` holds names and values in turn.
#[napi(object, object_from_js = false)]
pub struct ResponseFields {
    pub status: u32,
    pub headers: Vec<String>,
    pub body: Buffer,
}

impl From<HttpResponse> for ResponseFields {
    fn from(response: HttpResponse) -> Self {
        ResponseFields {
            status: u32::from(response.status),
            headers: response.headers.into_iter().flat_map(|(name, value)| [name, value]).collect(),
            body: response.body.into(),
        }
    }
}

/// Who is signed in to the application.
#[napi(object)]
pub struct PrincipalFields {
    pub tenant_id: String,
    pub user_id: String,
    pub role: String,
}

impl TryFrom<PrincipalFields> for Principal {
    type Error = Error;

    fn try_from(fields: PrincipalFields) -> Result<Self> {
        let role = match fields.role.as_str() {
            "admin" => Role::Admin,
            "member" => Role::Member,
            _ => return Err(config_invalid("role must be \"admin\" or \"member\".")),
        };
        Ok(Principal { tenant_id: TenantId::parse(&fields.tenant_id)?, user_id: UserId::parse(&fields.user_id)?, role })
    }
}

// ---- small things

pub(crate) fn request_duration(name: &str, ms: f64) -> Result<Duration> {
    Duration::try_from_secs_f64(ms / 1000.0).map_err(|_| invalid(&format!("{name} must be a number of milliseconds, 0 or more.")))
}

fn duration(name: &str, ms: f64) -> Result<Duration> {
    request_duration(name, ms).map_err(|error| config_invalid(error.message()))
}

/// A number of JavaScript's as a size. How large it may be, the core says.
fn page_size(limit: f64) -> Result<usize> {
    if limit.fract() != 0.0 || !(0.0..=f64::from(u32::MAX)).contains(&limit) {
        return Err(invalid("limit must be a whole number."));
    }
    Ok(limit as usize)
}

fn optional<T>(text: &Option<String>, parse: fn(&str) -> Result<T>) -> Result<Option<T>> {
    text.as_deref().map(parse).transpose()
}

/// A time as a `Date` can hold it; `None` for "never".
fn date(at: Timestamp) -> Option<f64> {
    (at.unix_millis() <= LAST_DATE_MS).then(|| millis(at))
}

#[expect(clippy::cast_precision_loss, reason = "a number of JavaScript: exact up to 2^53, the year 287396")]
fn millis(at: Timestamp) -> f64 {
    at.unix_millis() as f64
}

#[expect(clippy::cast_precision_loss, reason = "a number of JavaScript: exact up to 2^53 generations")]
fn number(count: u64) -> f64 {
    count as f64
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorCode::InvalidRequest, message)
}

fn config_invalid(message: &str) -> Error {
    Error::new(ErrorCode::ConfigInvalid, message)
}
