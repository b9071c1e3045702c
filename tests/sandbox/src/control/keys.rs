//! Registers what signs at the generic server, and what a signed app is installed for.

use serde_json::{Value, json};

use super::Outcome;
use super::members::text;
use crate::generic::keys;
use crate::jwt::KeyKind;
use crate::state::Core;
use crate::world::World;

/// Makes a key for a client that signs: `algorithm` is `RS256` (or `PS256`: the same key) or `ES256`.
pub(super) fn add_client_key(core: &Core, client_id: &str, body: &Value) -> Outcome {
    if core.state().world.generic.find_client(client_id).is_none() {
        return Err("no such client".to_owned());
    }
    let kind = match body["algorithm"].as_str() {
        None | Some("RS256" | "PS256") => KeyKind::Rsa,
        Some("ES256") => KeyKind::P256,
        Some(other) => return Err(format!("unknown algorithm {other}")),
    };
    let made = keys::add_client_key(core, client_id, kind).map_err(|error| error.to_string())?;
    Ok(json!({ "key_id": made.public.id, "private_key_pem": made.private_key_pem }))
}

/// Makes a service account: `email`, and `delegates`, in whose name it may act. Gives its key file as text.
pub(super) fn add_service_account(core: &Core, body: &Value) -> Outcome {
    let delegates = match &body["delegates"] {
        Value::Null => Vec::new(),
        names => serde_json::from_value(names.clone()).map_err(|error| error.to_string())?,
    };
    let file = keys::add_service_account(core, text(body, "email")?, delegates).map_err(|error| error.to_string())?;
    Ok(json!({ "key_file": file.to_string() }))
}

/// Installs a signed app, or with `"installed": false` removes it.
pub(super) fn add_installation(world: &mut World, client_id: &str, body: &Value) -> Outcome {
    let installation = text(body, "installation")?;
    let client = world.generic.client_mut(client_id).ok_or("no such client")?;
    client.installations.retain(|known| known != installation);
    if body["installed"].as_bool() != Some(false) {
        client.installations.push(installation.to_owned());
    }
    Ok(json!({ "installations": client.installations }))
}
