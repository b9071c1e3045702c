// Generated from bindings-common by `cargo xtask types`. Do not edit.
//! What callers give, as it comes from Swift.

use std::collections::HashMap;

use crate::value::{Value, json, value};

/// Options of the object. Absent ones are read from the environment where a variable is named.
#[derive(uniffi::Record)]
pub struct CoreOptions {
    pub vault: Option<String>,
    pub spool_dir: Option<String>,
    pub anchor_file: Option<String>,
    pub key: Option<Vec<String>>,
    pub base_url: Option<String>,
    pub mode: Option<String>,
    pub environment: Option<String>,
    pub providers: Option<HashMap<String, CoreProviderConfig>>,
    pub background: Option<bool>,
    pub min_validity_ms: Option<u64>,
    pub timeout_ms: Option<u64>,
    pub allowed_private_hosts: Option<Vec<String>>,
    pub extra_ca_file: Option<String>,
    pub danger_origins: Option<HashMap<String, HashMap<String, String>>>,
    pub proxy: Option<String>,
}

impl From<CoreOptions> for Value {
    fn from(record: CoreOptions) -> Self {
        Value::record(None, [
            ("vault", value(record.vault)),
            ("spoolDir", value(record.spool_dir)),
            ("anchorFile", value(record.anchor_file)),
            ("key", value(record.key)),
            ("baseURL", value(record.base_url)),
            ("mode", value(record.mode)),
            ("environment", value(record.environment)),
            ("providers", value(record.providers)),
            ("background", value(record.background)),
            ("minValidity", value(record.min_validity_ms)),
            ("timeout", value(record.timeout_ms)),
            ("allowedPrivateHosts", value(record.allowed_private_hosts)),
            ("extraCAFile", value(record.extra_ca_file)),
            ("dangerOrigins", value(record.danger_origins)),
            ("proxy", value(record.proxy)),
        ])
    }
}

/// The application's client registration at a provider.
#[derive(uniffi::Record)]
pub struct CoreProviderConfig {
    pub client_id: Option<String>,
    pub client_secret: Option<String>,
    pub private_key: Option<String>,
    pub private_key_id: Option<String>,
    pub client_assertion_file: Option<String>,
    pub attachment: Option<String>,
    pub provider: Option<String>,
    pub redirect_uri: Option<String>,
    pub scopes: Option<Vec<String>>,
    pub optional_scopes: Option<Vec<String>>,
    pub bot_scopes: Option<Vec<String>>,
    pub variables: Option<HashMap<String, String>>,
    pub enabled: Option<bool>,
    pub definition: Option<String>,
}

impl From<CoreProviderConfig> for Value {
    fn from(record: CoreProviderConfig) -> Self {
        Value::record(None, [
            ("clientID", value(record.client_id)),
            ("clientSecret", value(record.client_secret)),
            ("privateKey", value(record.private_key)),
            ("privateKeyID", value(record.private_key_id)),
            ("clientAssertionFile", value(record.client_assertion_file)),
            ("attachment", value(record.attachment)),
            ("provider", value(record.provider)),
            ("redirectURI", value(record.redirect_uri)),
            ("scopes", value(record.scopes)),
            ("optionalScopes", value(record.optional_scopes)),
            ("botScopes", value(record.bot_scopes)),
            ("variables", value(record.variables)),
            ("enabled", value(record.enabled)),
            ("definition", json(record.definition)),
        ])
    }
}

/// Whose credential is meant.
#[derive(uniffi::Record)]
pub struct CoreSubject {
    pub provider: String,
    pub config: Option<String>,
    pub tenant_id: String,
    pub user_id: Option<String>,
    pub label: Option<String>,
    pub connection_id: Option<String>,
    pub installation_id: Option<String>,
    pub credential_for: Option<String>,
    pub credential_type: Option<String>,
}

impl From<CoreSubject> for Value {
    fn from(record: CoreSubject) -> Self {
        Value::record(None, [
            ("provider", value(record.provider)),
            ("config", value(record.config)),
            ("tenantID", value(record.tenant_id)),
            ("userID", value(record.user_id)),
            ("label", value(record.label)),
            ("connectionID", value(record.connection_id)),
            ("installationID", value(record.installation_id)),
            ("credentialFor", value(record.credential_for)),
            ("credentialType", value(record.credential_type)),
        ])
    }
}

/// How long a call waits.
#[derive(uniffi::Record)]
pub struct CoreWaitOptions {
    pub timeout_ms: Option<u64>,
}

impl From<CoreWaitOptions> for Value {
    fn from(record: CoreWaitOptions) -> Self {
        Value::record(None, [
            ("timeout", value(record.timeout_ms)),
        ])
    }
}

/// Options of `credential`.
#[derive(uniffi::Record)]
pub struct CoreCallOptions {
    pub base: CoreWaitOptions,
    pub force_refresh: Option<bool>,
    pub min_validity_ms: Option<u64>,
    pub scopes: Option<Vec<String>>,
    pub claims: Option<String>,
}

impl From<CoreCallOptions> for Value {
    fn from(record: CoreCallOptions) -> Self {
        Value::record(Some(record.base.into()), [
            ("forceRefresh", value(record.force_refresh)),
            ("minValidity", value(record.min_validity_ms)),
            ("scopes", value(record.scopes)),
            ("claims", value(record.claims)),
        ])
    }
}

/// What an API has rejected: argument of `reportRejected`.
#[derive(uniffi::Record)]
pub struct CoreRejection {
    pub generation: u64,
    pub claims: Option<String>,
}

impl From<CoreRejection> for Value {
    fn from(record: CoreRejection) -> Self {
        Value::record(None, [
            ("generation", value(record.generation)),
            ("claims", value(record.claims)),
        ])
    }
}

/// Argument of `store`.
#[derive(uniffi::Record)]
pub struct CoreStoreCredentialParams {
    pub base: CoreSubject,
    pub credential: HashMap<String, String>,
    pub credential_type: String,
    pub variables: Option<HashMap<String, String>>,
}

impl From<CoreStoreCredentialParams> for Value {
    fn from(record: CoreStoreCredentialParams) -> Self {
        Value::record(Some(record.base.into()), [
            ("credential", value(record.credential)),
            ("credentialType", value(record.credential_type)),
            ("variables", value(record.variables)),
        ])
    }
}

/// Argument of `createInstallSession`.
#[derive(uniffi::Record)]
pub struct CoreInstallSessionParams {
    pub provider: String,
    pub config: Option<String>,
    pub tenant_id: String,
    pub user_id: String,
    pub login_hint: Option<String>,
    pub prompt: Option<String>,
    pub variables: Option<HashMap<String, String>>,
    pub return_to: Option<String>,
    pub mode: Option<String>,
}

impl From<CoreInstallSessionParams> for Value {
    fn from(record: CoreInstallSessionParams) -> Self {
        Value::record(None, [
            ("provider", value(record.provider)),
            ("config", value(record.config)),
            ("tenantID", value(record.tenant_id)),
            ("userID", value(record.user_id)),
            ("loginHint", value(record.login_hint)),
            ("prompt", value(record.prompt)),
            ("variables", value(record.variables)),
            ("returnTo", value(record.return_to)),
            ("mode", value(record.mode)),
        ])
    }
}

/// Argument of `create` of installations.
#[derive(uniffi::Record)]
pub struct CoreInstallationParams {
    pub provider: String,
    pub config: Option<String>,
    pub tenant_id: String,
    pub user_id: Option<String>,
    pub variables: Option<HashMap<String, String>>,
}

impl From<CoreInstallationParams> for Value {
    fn from(record: CoreInstallationParams) -> Self {
        Value::record(None, [
            ("provider", value(record.provider)),
            ("config", value(record.config)),
            ("tenantID", value(record.tenant_id)),
            ("userID", value(record.user_id)),
            ("variables", value(record.variables)),
        ])
    }
}

/// Argument of `createAuthSession`.
#[derive(uniffi::Record)]
pub struct CoreAuthSessionParams {
    pub base: CoreInstallSessionParams,
    pub connection_id: Option<String>,
    pub installation_id: Option<String>,
    pub label: Option<String>,
    pub scopes: Option<Vec<String>>,
}

impl From<CoreAuthSessionParams> for Value {
    fn from(record: CoreAuthSessionParams) -> Self {
        Value::record(Some(record.base.into()), [
            ("connectionID", value(record.connection_id)),
            ("installationID", value(record.installation_id)),
            ("label", value(record.label)),
            ("scopes", value(record.scopes)),
        ])
    }
}

/// Argument of `startDeviceAuth`.
#[derive(uniffi::Record)]
pub struct CoreDeviceStartParams {
    pub provider: String,
    pub config: Option<String>,
    pub tenant_id: String,
    pub user_id: String,
    pub connection_id: Option<String>,
    pub installation_id: Option<String>,
    pub label: Option<String>,
    pub scopes: Option<Vec<String>>,
    pub variables: Option<HashMap<String, String>>,
}

impl From<CoreDeviceStartParams> for Value {
    fn from(record: CoreDeviceStartParams) -> Self {
        Value::record(None, [
            ("provider", value(record.provider)),
            ("config", value(record.config)),
            ("tenantID", value(record.tenant_id)),
            ("userID", value(record.user_id)),
            ("connectionID", value(record.connection_id)),
            ("installationID", value(record.installation_id)),
            ("label", value(record.label)),
            ("scopes", value(record.scopes)),
            ("variables", value(record.variables)),
        ])
    }
}

/// Argument of `pollDeviceAuth`.
#[derive(uniffi::Record)]
pub struct CoreDevicePollParams {
    pub session_id: String,
    pub tenant_id: String,
    pub user_id: String,
}

impl From<CoreDevicePollParams> for Value {
    fn from(record: CoreDevicePollParams) -> Self {
        Value::record(None, [
            ("sessionID", value(record.session_id)),
            ("tenantID", value(record.tenant_id)),
            ("userID", value(record.user_id)),
        ])
    }
}

/// The tenant within which an id is looked up.
#[derive(uniffi::Record)]
pub struct CoreTenantScope {
    pub tenant_id: String,
}

impl From<CoreTenantScope> for Value {
    fn from(record: CoreTenantScope) -> Self {
        Value::record(None, [
            ("tenantID", value(record.tenant_id)),
        ])
    }
}

/// Which grants to list: one tenant's, or, for an operator, everybody's.
#[derive(uniffi::Record)]
pub struct CoreListQuery {
    pub tenant_id: Option<String>,
    pub all_tenants: Option<bool>,
    pub provider: Option<String>,
    pub config: Option<String>,
    pub status: Option<String>,
    pub user_id: Option<String>,
    pub after: Option<String>,
    pub limit: Option<u64>,
}

impl From<CoreListQuery> for Value {
    fn from(record: CoreListQuery) -> Self {
        Value::record(None, [
            ("tenantID", value(record.tenant_id)),
            ("allTenants", value(record.all_tenants)),
            ("provider", value(record.provider)),
            ("config", value(record.config)),
            ("status", value(record.status)),
            ("userID", value(record.user_id)),
            ("after", value(record.after)),
            ("limit", value(record.limit)),
        ])
    }
}

/// Which events to list.
#[derive(uniffi::Record)]
pub struct CoreEventQuery {
    pub after: Option<String>,
    pub order: Option<String>,
    pub since_ms: Option<i64>,
    pub tenant_id: Option<String>,
    pub r#type: Option<String>,
    pub connection_id: Option<String>,
    pub limit: Option<u64>,
}

impl From<CoreEventQuery> for Value {
    fn from(record: CoreEventQuery) -> Self {
        Value::record(None, [
            ("after", value(record.after)),
            ("order", value(record.order)),
            ("since", value(record.since_ms)),
            ("tenantID", value(record.tenant_id)),
            ("type", value(record.r#type)),
            ("connectionID", value(record.connection_id)),
            ("limit", value(record.limit)),
        ])
    }
}

/// From where on to follow events.
#[derive(uniffi::Record)]
pub struct CoreFollowQuery {
    pub after: Option<String>,
    pub since_ms: Option<i64>,
}

impl From<CoreFollowQuery> for Value {
    fn from(record: CoreFollowQuery) -> Self {
        Value::record(None, [
            ("after", value(record.after)),
            ("since", value(record.since_ms)),
        ])
    }
}

/// Which entries of the audit log.
#[derive(uniffi::Record)]
pub struct CoreAuditQuery {
    pub after: Option<String>,
    pub since_ms: Option<i64>,
    pub tenant_id: Option<String>,
    pub limit: Option<u64>,
}

impl From<CoreAuditQuery> for Value {
    fn from(record: CoreAuditQuery) -> Self {
        Value::record(None, [
            ("after", value(record.after)),
            ("since", value(record.since_ms)),
            ("tenantID", value(record.tenant_id)),
            ("limit", value(record.limit)),
        ])
    }
}

/// Options of `runMaintenance`.
#[derive(uniffi::Record)]
pub struct CoreMaintenanceOptions {
    pub base: CoreWaitOptions,
    pub budget_ms: Option<u64>,
}

impl From<CoreMaintenanceOptions> for Value {
    fn from(record: CoreMaintenanceOptions) -> Self {
        Value::record(Some(record.base.into()), [
            ("budget", value(record.budget_ms)),
        ])
    }
}

/// Who is signed in to the application.
#[derive(uniffi::Record)]
pub struct CorePrincipal {
    pub tenant_id: String,
    pub user_id: String,
    pub role: String,
}

impl From<CorePrincipal> for Value {
    fn from(record: CorePrincipal) -> Self {
        Value::record(None, [
            ("tenantID", value(record.tenant_id)),
            ("userID", value(record.user_id)),
            ("role", value(record.role)),
        ])
    }
}

/// Options of the handler.
#[derive(uniffi::Record)]
pub struct CoreHandlerOriginOptions {
    pub allowed_origins: Option<Vec<String>>,
    pub allowed_return_origins: Option<Vec<String>>,
}

impl From<CoreHandlerOriginOptions> for Value {
    fn from(record: CoreHandlerOriginOptions) -> Self {
        Value::record(None, [
            ("allowedOrigins", value(record.allowed_origins)),
            ("allowedReturnOrigins", value(record.allowed_return_origins)),
        ])
    }
}
