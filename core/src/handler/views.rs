//! Writes connections, installations and sessions as the JSON that browsers get. Nothing in it is a secret.

use serde_json::{Value, json};

use crate::engine::page::advice;
use crate::engine::{CreatedSession, SessionView};
use crate::model::config::ProviderConfig;
use crate::model::definition::AuthKind;
use crate::model::grant::{ExternalAccount, GrantView, StatusReason};

/// A connection.
pub(super) fn connection(view: &GrantView) -> Value {
    let account = view.account.as_ref();
    json!({
        "id": view.id,
        "provider": view.provider,
        "config": view.key.config,
        "label": view.key.label,
        "credential_type": view.credential_type.as_str(),
        "status": view.status.as_str(),
        "reason": view.reason.as_ref().map(StatusReason::as_str),
        "external_user_id": account.and_then(|account| account.person.as_deref()),
        "display_name": account.and_then(|account| account.display.as_deref()),
        "scopes": view.scopes,
        "created_at": view.created_at.to_rfc3339(),
        "updated_at": view.updated_at.to_rfc3339(),
    })
}

/// An installation.
pub(super) fn installation(view: &GrantView) -> Value {
    let account = view.account.as_ref();
    json!({
        "id": view.id,
        "provider": view.provider,
        "config": view.key.config,
        "provider_installation_id": account.and_then(|account| account.organisation.as_deref()),
        "display_name": account.and_then(ExternalAccount::organisation_name),
        "installed_by_name": account.and_then(ExternalAccount::person_name),
        "status": view.status.as_str(),
        "reason": view.reason.as_ref().map(StatusReason::as_str),
        "scopes": view.scopes,
        "installed_at": view.created_at.to_rfc3339(),
        "installed_by": view.created_by,
    })
}

/// A session, for its creator's browser. Why it failed is told as a page would: by its code, and what the person can do. The log and
/// `sessions.get` know the case by the session's id; the rest speaks of how the application is made, and is for its server.
pub(super) fn session(view: &SessionView) -> Value {
    let mut body = json!({ "session_id": view.id, "status": view.status.as_str() });
    if let Value::Object(object) = &mut body {
        object.extend(view.connection.iter().map(|grant| ("connection".to_owned(), connection(grant))));
        object.extend(view.installation.iter().map(|grant| ("installation".to_owned(), installation(grant))));
    }
    if let (Some(error), Value::Object(object)) = (&view.error, &mut body) {
        let told = json!({ "code": error.code().as_str(), "message": advice(error) });
        object.insert("error".into(), told);
    }
    body
}

/// A session that has been started.
pub(super) fn created(created: &CreatedSession) -> Value {
    json!({
        "session_id": created.session_id,
        "authorization_url": created.authorization_url,
        "expires_at": created.expires_at.to_rfc3339(),
    })
}

/// A provider that can be connected here.
pub(super) fn provider(config: &ProviderConfig) -> Value {
    let has = |kind: AuthKind| config.definition.auth.contains(&kind);
    json!({
        "id": config.provider,
        "config": config.id,
        "name": config.definition.name,
        "logo": null,
        "auth_user": has(AuthKind::User),
        "auth_installation": has(AuthKind::Installation),
        "auth_api_key": has(AuthKind::ApiKey),
        "fields": [],
    })
}
