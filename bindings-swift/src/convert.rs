//! Every type that crosses the border, both ways. Times go out as milliseconds since the Unix epoch, and the façade makes
//! them `Date`.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use authpipe::{
    Attachment, AuthRequest, CallOptions, ConfigId, CreateInstallation, CreatedSession, Credential, CredentialFor,
    CredentialType, Error, ErrorCode, Event, EventQuery, EventType, GrantId, GrantView, HandlerOptions, Health, HttpRequest,
    HttpResponse, InstallRequest, Label, ListQuery, MaintenanceReport, Options, Page, Principal, ProviderId, ProviderInput,
    Result, Role, Secret, Sending, SessionMode, StoreCredential, StoredCredential, Subject, TenantId, Timestamp, UserId,
};
use authpipe_bindings::{ErrorFields, Language};

// ---- options

/// Options of the core, as Swift gives them.
#[derive(uniffi::Record)]
pub struct CoreOptions {
    pub vault: Option<String>,
    pub keys: Vec<String>,
    pub base_url: Option<String>,
    pub mode: Option<String>,
    pub environment: Option<String>,
    pub providers: HashMap<String, CoreProvider>,
    pub background: bool,
    pub min_validity_ms: Option<u64>,
    pub timeout_ms: Option<u64>,
    pub allowed_private_hosts: Vec<String>,
    pub extra_ca_file: Option<String>,
    pub danger_origins: HashMap<String, HashMap<String, String>>,
    pub proxy: Option<String>,
    /// A config with a client secret is refused; on iOS always.
    pub public_clients_only: bool,
}

/// A client registration, as Swift gives it.
#[derive(uniffi::Record)]
pub struct CoreProvider {
    pub provider: Option<String>,
    pub client_id: String,
    pub client_secret: Option<String>,
    pub private_key: Option<String>,
    pub private_key_id: Option<String>,
    pub redirect_uri: Option<String>,
    pub attachment: Option<String>,
    pub scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    pub bot_scopes: Vec<String>,
    pub variables: HashMap<String, String>,
    pub enabled: bool,
    /// A custom provider: JSON with the fields of a catalogue file.
    pub definition: Option<String>,
}

impl CoreOptions {
    pub(crate) fn into_options(self, test_clock: Option<authpipe::TestClock>) -> Result<Options> {
        Options {
            vault: self.vault,
            keys: self.keys.into_iter().map(Secret::from).collect(),
            base_url: self.base_url,
            mode: self.mode.as_deref().map(authpipe::read_mode).transpose()?,
            environment: self.environment,
            providers: self.providers.into_iter().map(|(id, fields)| Ok((id, fields.try_into()?))).collect::<Result<_>>()?,
            background: self.background,
            min_validity: self.min_validity_ms.map(Duration::from_millis),
            timeout: self.timeout_ms.map(Duration::from_millis),
            allowed_private_hosts: self.allowed_private_hosts,
            extra_ca_file: self.extra_ca_file.map(PathBuf::from),
            danger_origins: self.danger_origins.into_iter().map(|(id, origins)| (id, origins.into_iter().collect())).collect(),
            test_clock,
            proxy: self.proxy,
            public_clients_only: self.public_clients_only,
        }
        .or_environment()
    }
}

impl TryFrom<CoreProvider> for ProviderInput {
    type Error = Error;

    fn try_from(fields: CoreProvider) -> Result<Self> {
        let attachment = match fields.attachment.as_deref() {
            None => Attachment::default(),
            Some("user") => Attachment::User,
            Some("tenant") => Attachment::Tenant,
            Some(_) => return Err(config_invalid("attachment must be \"user\" or \"tenant\".")),
        };
        let definition = fields.definition.as_deref().map(serde_json::from_str).transpose();
        Ok(ProviderInput {
            provider: fields.provider,
            client_id: fields.client_id,
            client_secret: fields.client_secret.map(Secret::from),
            private_key: fields.private_key.map(Secret::from),
            private_key_id: fields.private_key_id,
            redirect_uri: fields.redirect_uri,
            attachment,
            scopes: fields.scopes,
            optional_scopes: fields.optional_scopes,
            bot_scopes: fields.bot_scopes,
            variables: fields.variables.into_iter().collect(),
            disabled: !fields.enabled,
            definition: definition.map_err(|_| config_invalid("definition is not JSON."))?,
        })
    }
}

// ---- credentials

/// Whose credential is meant.
#[derive(uniffi::Record)]
pub struct CoreSubject {
    pub provider: String,
    pub config: Option<String>,
    pub tenant_id: String,
    pub user_id: Option<String>,
    pub label: String,
    pub connection_id: Option<String>,
    pub installation_id: Option<String>,
    pub credential_for: Option<String>,
    pub credential_type: Option<String>,
}

impl TryFrom<CoreSubject> for Subject {
    type Error = Error;

    fn try_from(input: CoreSubject) -> Result<Self> {
        let grant_id = match (&input.connection_id, &input.installation_id) {
            (Some(_), Some(_)) => return Err(invalid("Give connectionID or installationID, not both.")),
            (one, other) => one.as_ref().or(other.as_ref()),
        };
        let credential_for = match input.credential_for.as_deref() {
            // The parameter that names a grant says its kind too: a connection's id never leads to the installation.
            None if input.installation_id.is_some() => Some(CredentialFor::Installation),
            None if input.connection_id.is_some() => Some(CredentialFor::User),
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
            label: label(&input.label)?,
            grant_id: grant_id.map(|id| GrantId::parse(id)).transpose()?,
            credential_for,
            credential_type: optional(&input.credential_type, |text| {
                CredentialType::parse(text)
                    .ok_or_else(|| invalid("credentialType must be \"oauth_token\", \"api_key\" or \"webhook_secret\"."))
            })?,
        })
    }
}

/// Options of a call for a credential.
#[derive(uniffi::Record)]
pub struct CoreCall {
    pub force_refresh: bool,
    pub min_validity_ms: Option<u64>,
    pub timeout_ms: Option<u64>,
    pub scopes: Vec<String>,
    pub claims: Option<String>,
}

impl From<CoreCall> for CallOptions {
    fn from(fields: CoreCall) -> Self {
        CallOptions {
            force_refresh: fields.force_refresh,
            min_validity: fields.min_validity_ms.map(Duration::from_millis),
            scopes: fields.scopes,
            timeout: fields.timeout_ms.map(Duration::from_millis),
            claims: fields.claims,
        }
    }
}

/// The parts of a credential. The façade wraps them into a value that does not print.
#[derive(uniffi::Record)]
pub struct CoreCredential {
    pub value: String,
    pub fields: HashMap<String, String>,
    pub header_name: Option<String>,
    pub header_prefix: Option<String>,
    /// The whole value, where it is not prefix and value.
    pub header_value: Option<String>,
    pub credential_type: String,
    pub expires_at_ms: Option<i64>,
    pub scopes: Vec<String>,
    pub source: String,
    pub refreshed: bool,
    pub degraded: bool,
    pub needs_reauth: bool,
    pub generation: u64,
    pub grant_id: String,
    pub api_origins: Vec<String>,
    /// Why it has no header, and what to do.
    pub unsent: Option<Vec<String>>,
}

/// The one place where a secret enters Swift.
fn reveal(secret: &Secret<String>) -> String {
    secret.expose().clone()
}

/// What an error says and advises.
fn told(error: &Error) -> Vec<String> {
    let ErrorFields { details, .. } = ErrorFields::new(error, Language::Swift);
    // The message ends in the hint, which Swift appends itself.
    let hint = details.hint.as_deref().unwrap_or_default();
    let message = details.message.strip_suffix(hint).unwrap_or(&details.message).trim_end().to_owned();
    std::iter::once(message).chain(details.hint).collect()
}

impl From<&Credential> for CoreCredential {
    fn from(credential: &Credential) -> Self {
        let (header_name, header_prefix, header_value, unsent) = match &credential.sending {
            Sending::Prefixed { header, prefix } => (Some(header.clone()), Some(prefix.clone()), None, None),
            Sending::Made { header, value } => (Some(header.clone()), None, Some(reveal(value)), None),
            Sending::Nowhere(why) => (None, None, None, Some(told(&why.error()))),
            _ => (None, None, None, None),
        };
        CoreCredential {
            value: reveal(&credential.value),
            fields: credential.fields.iter().map(|(name, value)| (name.clone(), reveal(value))).collect(),
            header_name,
            header_prefix,
            header_value,
            unsent,
            credential_type: credential.credential_type.as_str().to_owned(),
            expires_at_ms: credential.expires_at.and_then(date),
            scopes: credential.scopes.clone(),
            source: credential.source.as_str().to_owned(),
            refreshed: credential.refreshed,
            degraded: credential.degraded,
            needs_reauth: credential.needs_reauth,
            generation: credential.generation,
            grant_id: credential.grant_id.as_str().to_owned(),
            api_origins: credential.api_origins.clone(),
        }
    }
}

/// A secret to keep.
pub(crate) fn store_request(
    subject: CoreSubject,
    credential_type: &str,
    fields: HashMap<String, String>,
) -> Result<StoreCredential> {
    let credential_type = CredentialType::parse(credential_type)
        .ok_or_else(|| invalid("The type of a stored credential must be \"api_key\" or \"webhook_secret\"."))?;
    let mut fields: Vec<_> = fields.into_iter().map(|(name, value)| (name, Secret::from(value))).collect();
    // A map has no order of its own; sealed bytes should not depend on its whims.
    fields.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(StoreCredential { subject: subject.try_into()?, credential_type, fields })
}

/// What became of it.
#[derive(uniffi::Record)]
pub struct CoreStored {
    pub connection_id: String,
    pub created: bool,
}

impl From<StoredCredential> for CoreStored {
    fn from(stored: StoredCredential) -> Self {
        CoreStored { connection_id: stored.connection_id.as_str().to_owned(), created: stored.created }
    }
}

// ---- sessions

/// A session to make.
#[derive(uniffi::Record)]
pub struct CoreSessionRequest {
    pub provider: String,
    pub config: Option<String>,
    pub tenant_id: String,
    pub user_id: String,
    pub label: String,
    pub scopes: Vec<String>,
    pub variables: HashMap<String, String>,
    pub return_to: Option<String>,
    /// Renew exactly this connection.
    pub connection_id: Option<String>,
    /// Sign in inside this installation.
    pub installation_id: Option<String>,
}

impl TryFrom<CoreSessionRequest> for AuthRequest {
    type Error = Error;

    fn try_from(input: CoreSessionRequest) -> Result<Self> {
        Ok(AuthRequest {
            provider: ProviderId::parse(&input.provider)?,
            config: optional(&input.config, ConfigId::parse)?,
            tenant_id: TenantId::parse(&input.tenant_id)?,
            user_id: UserId::parse(&input.user_id)?,
            connection_id: optional(&input.connection_id, GrantId::parse)?,
            installation_id: optional(&input.installation_id, GrantId::parse)?,
            label: label(&input.label)?,
            scopes: input.scopes,
            variables: input.variables.into_iter().collect(),
            return_to: input.return_to,
            // Server code sends the browser itself, so it comes back to a page, not to a closing window.
            mode: SessionMode::Redirect,
            opener_origin: None,
        })
    }
}

impl TryFrom<CoreSessionRequest> for InstallRequest {
    type Error = Error;

    fn try_from(input: CoreSessionRequest) -> Result<Self> {
        Ok(InstallRequest {
            provider: ProviderId::parse(&input.provider)?,
            config: optional(&input.config, ConfigId::parse)?,
            tenant_id: TenantId::parse(&input.tenant_id)?,
            user_id: UserId::parse(&input.user_id)?,
            return_to: input.return_to,
            mode: SessionMode::Redirect,
            opener_origin: None,
        })
    }
}

/// An installation to make without a browser.
#[derive(uniffi::Record)]
pub struct CoreInstallationRequest {
    pub provider: String,
    pub config: Option<String>,
    pub tenant_id: String,
    pub user_id: Option<String>,
    pub variables: HashMap<String, String>,
}

impl TryFrom<CoreInstallationRequest> for CreateInstallation {
    type Error = Error;

    fn try_from(input: CoreInstallationRequest) -> Result<Self> {
        Ok(CreateInstallation {
            provider: ProviderId::parse(&input.provider)?,
            config: optional(&input.config, ConfigId::parse)?,
            tenant_id: TenantId::parse(&input.tenant_id)?,
            user_id: optional(&input.user_id, UserId::parse)?,
            variables: input.variables.into_iter().collect(),
        })
    }
}

/// A session of server code that was made.
#[derive(uniffi::Record)]
pub struct CoreWebSession {
    pub session_id: String,
    pub authorization_url: String,
    pub expires_at_ms: i64,
    pub set_cookie: Vec<String>,
}

impl From<CreatedSession> for CoreWebSession {
    fn from(session: CreatedSession) -> Self {
        CoreWebSession {
            session_id: session.session_id.as_str().to_owned(),
            authorization_url: session.authorization_url,
            expires_at_ms: session.expires_at.unix_millis(),
            set_cookie: session.set_cookie,
        }
    }
}

// ---- connections, installations, events

/// Which grants to list.
#[derive(uniffi::Record)]
pub struct CoreListQuery {
    pub tenant_id: Option<String>,
    pub all_tenants: bool,
    pub user_id: Option<String>,
    pub provider: Option<String>,
    pub config: Option<String>,
    pub after: Option<String>,
    pub limit: Option<u32>,
}

impl TryFrom<CoreListQuery> for ListQuery {
    type Error = Error;

    fn try_from(fields: CoreListQuery) -> Result<Self> {
        Ok(ListQuery {
            tenant_id: optional(&fields.tenant_id, TenantId::parse)?,
            all_tenants: fields.all_tenants,
            user_id: optional(&fields.user_id, UserId::parse)?,
            provider: optional(&fields.provider, ProviderId::parse)?,
            config: optional(&fields.config, ConfigId::parse)?,
            after: fields.after,
            limit: fields.limit.map(|limit| limit as usize),
        })
    }
}

/// Which events to list.
#[derive(uniffi::Record)]
pub struct CoreEventQuery {
    pub after: Option<String>,
    pub tenant_id: Option<String>,
    pub event_type: Option<String>,
    pub connection_id: Option<String>,
    pub limit: Option<u32>,
}

impl TryFrom<CoreEventQuery> for EventQuery {
    type Error = Error;

    fn try_from(fields: CoreEventQuery) -> Result<Self> {
        let event_type = match fields.event_type.as_deref() {
            None => None,
            Some(text) => Some(EventType::parse(text).ok_or_else(|| invalid("type is not a type of event."))?),
        };
        Ok(EventQuery {
            after: fields.after,
            tenant_id: optional(&fields.tenant_id, TenantId::parse)?,
            event_type,
            connection_id: optional(&fields.connection_id, GrantId::parse)?,
            limit: fields.limit.map(|limit| limit as usize),
        })
    }
}

/// A connection or an installation.
#[derive(uniffi::Record)]
pub struct CoreGrant {
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
    pub created_by: Option<String>,
    pub scopes: Vec<String>,
    pub expires_at_ms: Option<i64>,
    pub created_at_ms: i64,
    pub updated_at_ms: i64,
}

impl From<GrantView> for CoreGrant {
    fn from(view: GrantView) -> Self {
        let account = view.account.as_ref();
        CoreGrant {
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
            created_by: view.created_by.map(|user| user.as_str().to_owned()),
            scopes: view.scopes,
            expires_at_ms: view.expires_at.and_then(date),
            created_at_ms: view.created_at.unix_millis(),
            updated_at_ms: view.updated_at.unix_millis(),
        }
    }
}

/// A page of connections or installations.
#[derive(uniffi::Record)]
pub struct CoreGrantPage {
    pub data: Vec<CoreGrant>,
    pub next: Option<String>,
}

impl From<Page<GrantView>> for CoreGrantPage {
    fn from(page: Page<GrantView>) -> Self {
        CoreGrantPage { data: page.data.into_iter().map(Into::into).collect(), next: page.next }
    }
}

/// An event.
#[derive(uniffi::Record)]
pub struct CoreEvent {
    pub id: String,
    pub event_type: String,
    pub provider: String,
    pub config: String,
    pub tenant_id: String,
    pub user_id: Option<String>,
    pub grant_id: String,
    pub status: String,
    pub reason: Option<String>,
    pub at_ms: i64,
}

impl From<Event> for CoreEvent {
    fn from(event: Event) -> Self {
        CoreEvent {
            id: event.id,
            event_type: event.event_type.as_str().to_owned(),
            provider: event.provider.as_str().to_owned(),
            config: event.config.as_str().to_owned(),
            tenant_id: event.tenant_id.as_str().to_owned(),
            user_id: event.user_id.map(|user| user.as_str().to_owned()),
            grant_id: event.grant_id.as_str().to_owned(),
            status: event.status.as_str().to_owned(),
            reason: event.reason.map(|reason| reason.to_string()),
            at_ms: event.at.unix_millis(),
        }
    }
}

/// A page of events.
#[derive(uniffi::Record)]
pub struct CoreEventPage {
    pub data: Vec<CoreEvent>,
    pub next: Option<String>,
}

impl From<Page<Event>> for CoreEventPage {
    fn from(page: Page<Event>) -> Self {
        CoreEventPage { data: page.data.into_iter().map(Into::into).collect(), next: page.next }
    }
}

/// What a health check found.
#[derive(uniffi::Record)]
pub struct CoreHealth {
    pub status: String,
    pub reason: Option<String>,
    pub live: Option<bool>,
    pub checked_at_ms: i64,
}

impl From<Health> for CoreHealth {
    fn from(health: Health) -> Self {
        CoreHealth {
            status: health.status.as_str().to_owned(),
            reason: health.reason.map(|reason| reason.to_string()),
            live: health.live,
            checked_at_ms: health.checked_at.unix_millis(),
        }
    }
}

/// What a round of maintenance did.
#[derive(uniffi::Record)]
pub struct CoreMaintenance {
    pub refreshed: u32,
    pub checked: u32,
    pub failed: u32,
    pub complete: bool,
}

impl From<MaintenanceReport> for CoreMaintenance {
    fn from(report: MaintenanceReport) -> Self {
        CoreMaintenance { refreshed: report.refreshed, checked: report.checked, failed: report.failed, complete: report.complete }
    }
}

// ---- the handler

/// Options of the handler.
#[derive(uniffi::Record)]
pub struct CoreHandlerOptions {
    pub allowed_origins: Vec<String>,
    pub allowed_return_origins: Vec<String>,
}

impl From<CoreHandlerOptions> for HandlerOptions {
    fn from(fields: CoreHandlerOptions) -> Self {
        HandlerOptions { allowed_origins: fields.allowed_origins, allowed_return_origins: fields.allowed_return_origins }
    }
}

/// A header of a request or an answer.
#[derive(uniffi::Record)]
pub struct CoreHeader {
    pub name: String,
    pub value: String,
}

/// A request to the handler.
#[derive(uniffi::Record)]
pub struct CoreRequest {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: Vec<CoreHeader>,
    pub body: Vec<u8>,
}

impl From<CoreRequest> for HttpRequest {
    fn from(fields: CoreRequest) -> Self {
        let headers = fields.headers.into_iter().map(|header| (header.name, header.value)).collect();
        HttpRequest { method: fields.method, path: fields.path, query: fields.query, headers, body: fields.body }
    }
}

/// The handler's answer.
#[derive(uniffi::Record)]
pub struct CoreResponse {
    pub status: u16,
    pub headers: Vec<CoreHeader>,
    pub body: Vec<u8>,
}

impl From<HttpResponse> for CoreResponse {
    fn from(response: HttpResponse) -> Self {
        let headers = response.headers.into_iter().map(|(name, value)| CoreHeader { name, value }).collect();
        CoreResponse { status: response.status, headers, body: response.body }
    }
}

/// Who is signed in to the application.
#[derive(uniffi::Record)]
pub struct CorePrincipal {
    pub tenant_id: String,
    pub user_id: String,
    pub role: String,
}

impl TryFrom<CorePrincipal> for Principal {
    type Error = Error;

    fn try_from(fields: CorePrincipal) -> Result<Self> {
        let role = match fields.role.as_str() {
            "admin" => Role::Admin,
            "member" => Role::Member,
            _ => return Err(config_invalid("role must be \"admin\" or \"member\".")),
        };
        Ok(Principal { tenant_id: TenantId::parse(&fields.tenant_id)?, user_id: UserId::parse(&fields.user_id)?, role })
    }
}

// ---- small things

pub(crate) fn optional<T>(text: &Option<String>, parse: fn(&str) -> Result<T>) -> Result<Option<T>> {
    text.as_deref().map(parse).transpose()
}

pub(crate) fn label(text: &str) -> Result<Label> {
    if text.is_empty() { Ok(Label::empty()) } else { Label::parse(text) }
}

/// A time, or `None` for "never".
fn date(at: Timestamp) -> Option<i64> {
    (at != Timestamp::NEVER).then(|| at.unix_millis())
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorCode::InvalidRequest, message)
}

fn config_invalid(message: &str) -> Error {
    Error::new(ErrorCode::ConfigInvalid, message)
}
