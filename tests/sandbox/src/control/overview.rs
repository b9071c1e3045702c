//! Describes the world to a test suite: who and what there is, and with which secrets.

use serde_json::{Value, json};

use crate::clock::unix_ms;
use crate::state::Core;

pub(super) fn world(core: &Core) -> Value {
    let state = core.state();
    let person = |user: &crate::world::User| {
        json!({
            "id": user.id, "username": user.username, "password": user.password,
            "display_name": user.display_name, "administrator": user.administrator,
        })
    };
    let organisations: Vec<Value> = state
        .world
        .organisations
        .iter()
        .map(|o| json!({ "id": o.id, "name": o.name, "domain": o.domain, "users": o.users.iter().map(person).collect::<Vec<_>>() }))
        .collect();
    let apps: Vec<Value> = state
        .world
        .apps
        .iter()
        .map(|app| {
            json!({
                "client_id": app.client_id, "name": app.name, "public_client": app.public_client,
                "secrets": app.secrets.iter().map(|secret| &secret.value).collect::<Vec<_>>(),
                "redirect_uris": app.redirect_uris.iter().map(|redirect| &redirect.uri).collect::<Vec<_>>(),
                "any_loopback_redirect": app.any_loopback_redirect,
                "delegated": app.delegated, "roles": app.roles,
            })
        })
        .collect();
    let generic: Vec<Value> = state
        .world
        .generic
        .clients
        .iter()
        .map(|client| json!({ "client_id": client.client_id, "secret": client.secret, "rotation": format!("{:?}", client.rotation) }))
        .collect();
    let slack: Vec<Value> = state
        .world
        .slack
        .apps
        .iter()
        .map(|app| json!({ "client_id": app.client_id, "secret": app.client_secret, "rotates": app.rotates }))
        .collect();
    let github: Vec<Value> = state
        .world
        .github
        .apps
        .iter()
        .map(|app| {
            json!({
                "client_id": app.client_id, "secret": app.client_secret, "app_id": app.app_id, "slug": app.slug,
                "callback_url": app.callback_url,
            })
        })
        .collect();
    let google: Vec<Value> = state
        .world
        .google
        .clients
        .iter()
        .map(|client| json!({ "client_id": client.client_id, "secret": client.client_secret }))
        .collect();
    let oauth1: Vec<Value> = state
        .world
        .oauth1
        .clients
        .iter()
        .map(|client| json!({ "client_id": client.client_id, "secret": client.secret }))
        .collect();
    let ca_file = core.ca_file.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    json!({
        "http_origin": core.http_origin(), "tls_origin": core.tls_origin(),
        "ca_pem": core.ca_pem, "ca_file": ca_file,
        "now_unix_ms": unix_ms(core.clock.now()),
        "organisations": organisations,
        "personal_users": state.world.personal_users.iter().map(person).collect::<Vec<_>>(),
        "apps": apps,
        "generic_clients": generic,
        "slack_apps": slack,
        "github_apps": github,
        "google_clients": google,
        "oauth1_clients": oauth1,
    })
}
