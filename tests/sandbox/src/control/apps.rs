//! Registers applications of the Microsoft part, and changes their registrations.

use serde_json::{Value, json};

use super::Outcome;
use super::members::{flag, members, range, text};
use crate::tls::AppCertificate;
use crate::world::{App, RedirectKind, RedirectUri, Secret, World};

/// A URI of the platform "Web", or `{"uri", "kind": "web" | "spa" | "native"}`.
fn read_redirect(value: &Value) -> Result<RedirectUri, String> {
    let (uri, kind) = match value {
        Value::String(uri) => (uri.as_str(), "web"),
        value => (text(value, "uri")?, text(value, "kind")?),
    };
    let kind = match kind {
        "web" => RedirectKind::Web,
        "spa" => RedirectKind::Spa,
        "native" => RedirectKind::Native,
        other => return Err(format!("unknown kind of redirect URI {other}")),
    };
    Ok(RedirectUri { uri: uri.to_owned(), kind })
}

/// Registers an application: `client_id`, `name`, and the members of a change.
pub(super) fn add_app(world: &mut World, body: &Value) -> Result<(), String> {
    let client_id = text(body, "client_id")?;
    if world.app_mut(client_id).is_some() {
        return Err("the client id is taken".to_owned());
    }
    let mut app = App::web(client_id, text(body, "name")?, "");
    app.secrets.clear();
    world.apps.push(app);
    let rest = members(body).filter(|(name, _)| !matches!(*name, "client_id" | "name"));
    let rest: serde_json::Map<String, Value> = rest.map(|(name, value)| (name.to_owned(), value.clone())).collect();
    change_app(world, client_id, &Value::Object(rest)).inspect_err(|_| _ = world.apps.pop())
}

pub(super) fn change_app(world: &mut World, client_id: &str, body: &Value) -> Result<(), String> {
    let app = world.app_mut(client_id).ok_or("no such app")?;
    for (name, value) in members(body) {
        match name {
            "secret" => {
                let value = value.as_str().ok_or("secret is not a string")?.to_owned();
                app.secrets = vec![Secret { value, expires_at: None }];
            }
            "certificate_pem" => app.certificates.push(value.as_str().ok_or("certificate_pem is not a string")?.to_owned()),
            "redirect_uri" => app.redirect_uris.push(read_redirect(value)?),
            "public_client" => {
                app.public_client = flag(value)?;
                if app.public_client {
                    app.secrets.clear();
                    app.certificates.clear();
                    app.federated.clear();
                }
            }
            "any_loopback_redirect" => app.any_loopback_redirect = flag(value)?,
            "group_membership_claims" => app.group_membership_claims = flag(value)?,
            "disabled" => app.disabled = flag(value)?,
            "access_token_lifetime_s" => {
                app.access_token_lifetime = if value.is_null() { None } else { Some(range(value)?) };
            }
            "delegated" | "roles" => {
                let names: Vec<String> = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
                if name == "roles" { app.roles = names } else { app.delegated = names }
            }
            other => return Err(format!("unknown member {other}")),
        }
    }
    Ok(())
}

pub(super) fn add_certificate(world: &mut World, client_id: &str) -> Outcome {
    let app = world.app_mut(client_id).ok_or("no such app")?;
    let made = AppCertificate::make("Authpipe sandbox client").map_err(|error| error.to_string())?;
    app.certificates.push(made.certificate_pem.clone());
    Ok(json!({
        "certificate_pem": made.certificate_pem, "private_key_pem": made.private_key_pem,
        "thumbprint_sha1": made.thumbprint_sha1, "thumbprint_sha256": made.thumbprint_sha256,
    }))
}
