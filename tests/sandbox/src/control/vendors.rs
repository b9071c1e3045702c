//! What tests change at the providers that are played besides: keys of apps, and where apps are installed.

use serde_json::{Value, json};

use super::Outcome;
use super::members::text;
use crate::github;
use crate::google::{self, GoogleDelegation};
use crate::state::Core;

/// Below `/github/apps/{client_id}`: `key` makes one that the app signs with, `uninstall` takes the app from the organisation `tenant`,
/// `callback` sets its first callback URL.
pub(super) fn change_github_app(core: &Core, client_id: &str, what: &str, body: &Value) -> Outcome {
    if core.state().world.github.app_mut(client_id).is_none() {
        return Err("no such app".to_owned());
    }
    match what {
        "key" => {
            let made = github::add_key(core, client_id).map_err(|error| error.to_string())?;
            Ok(json!({ "private_key_pem": made.private_key_pem }))
        }
        "uninstall" => {
            core.state().github.uninstall(text(body, "tenant")?, client_id);
            Ok(json!({}))
        }
        "callback" => {
            let url = text(body, "callback_url")?.to_owned();
            core.state().world.github.app_mut(client_id).ok_or("no such app")?.callback_url = url;
            Ok(json!({}))
        }
        other => Err(format!("unknown change of an app: {other}")),
    }
}

/// Makes a service account of Google's, `email`, with what administrators have delegated: `delegations`, each of a `domain` for `scopes`.
/// Gives its key file as text.
pub(super) fn add_google_service_account(core: &Core, body: &Value) -> Outcome {
    let mut delegations = Vec::new();
    for delegation in body["delegations"].as_array().into_iter().flatten() {
        let scopes = serde_json::from_value(delegation["scopes"].clone()).map_err(|error| error.to_string())?;
        delegations.push(GoogleDelegation { domain: text(delegation, "domain")?.to_owned(), scopes });
    }
    let file = google::add_service_account(core, text(body, "email")?, delegations).map_err(|error| error.to_string())?;
    Ok(json!({ "key_file": file.to_string() }))
}

/// Uninstalls an app from the workspace of the organisation `tenant`.
pub(super) fn uninstall_from_slack(core: &Core, client_id: &str, body: &Value) -> Outcome {
    let ended = core.state().slack.uninstall(text(body, "tenant")?, client_id);
    Ok(json!({ "ended": ended }))
}
