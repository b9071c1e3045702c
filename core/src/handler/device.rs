//! Answers the routes of a sign-in on another device (RFC 8628): the page shows a code, and asks where it stands.

use serde_json::{Value, json};

use super::members::{invalid, read_optional, read_provider, read_texts, read_variables};
use super::problem;
use super::routes::Call;
use super::sessions::{SessionChange, session_id};
use crate::base::{Label, Result};
use crate::engine::{DeviceAuth, DevicePoll, DeviceRequest};
use crate::model::http::HttpResponse;

/// What a page may say that starts one.
const START: &[&str] = &["provider", "config", "connection_id", "installation_id", "label", "scopes", "variables"];

impl Call<'_> {
    pub(super) async fn start_device(&self) -> Result<HttpResponse> {
        let SessionChange { body, principal, .. } = self.read_change(START)?;
        let provider = read_provider(&body)?;
        let target = self.read_target(&body, &provider, principal).await?;
        let request = DeviceRequest {
            provider,
            config: target.config,
            tenant_id: principal.tenant_id.clone(),
            user_id: principal.user_id.clone(),
            connection_id: target.connection_id,
            installation_id: target.installation_id,
            label: Label::parse(read_optional(&body, "label")?.unwrap_or_default())?,
            scopes: read_texts(&body, "scopes")?,
            variables: read_variables(&body)?,
        };
        let started = self.engine.connector.start_device_as(request, target.needs).await?;
        Ok(problem::json_answer(201, &view_started(&started)))
    }

    pub(super) async fn poll_device(&self) -> Result<HttpResponse> {
        let SessionChange { body, principal, .. } = self.read_change(&["session_id"])?;
        let id = session_id(read_optional(&body, "session_id")?.ok_or_else(|| invalid("session_id is missing."))?)?;
        let found = self.engine.connector.poll_device(&id, principal).await?;
        Ok(problem::json_answer(200, &view_found(&found)))
    }
}

fn view_started(started: &DeviceAuth) -> Value {
    let mut view = json!({
        "session_id": started.session_id,
        "user_code": started.user_code,
        "verification_uri": started.verification_uri,
        "expires_in": started.expires_in.as_secs(),
        "interval": started.interval.as_secs(),
    });
    if let Some(complete) = &started.verification_uri_complete {
        view["verification_uri_complete"] = json!(complete);
    }
    view
}

fn view_found(found: &DevicePoll) -> Value {
    let mut view = json!({ "status": found.status.as_str() });
    if let Some(id) = &found.connection_id {
        view["connection_id"] = json!(id);
    }
    if let Some(interval) = found.interval {
        view["interval"] = json!(interval.as_secs());
    }
    view
}
