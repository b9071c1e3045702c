//! Sign-ins and installations that server code starts.

use std::collections::HashMap;

use authpipe::{
    AuthRequest, ConfigId, CreatedSession, Error, GrantId, InstallRequest, Label, ProviderId, Result, SessionMode, TenantId,
    UserId,
};
use napi_derive::napi;

use super::{invalid, millis, optional};

/// A session to make.
#[napi(object)]
pub struct SessionInput {
    pub provider: String,
    pub config: Option<String>,
    pub tenant_id: String,
    pub user_id: String,
    pub connection_id: Option<String>,
    pub installation_id: Option<String>,
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
            provider: ProviderId::parse(&input.provider)?,
            config: optional(&input.config, ConfigId::parse)?,
            tenant_id: TenantId::parse(&input.tenant_id)?,
            user_id: UserId::parse(&input.user_id)?,
            connection_id: optional(&input.connection_id, GrantId::parse)?,
            installation_id: optional(&input.installation_id, GrantId::parse)?,
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
