//! Changes how the providers behave, and the people and organisations they know.

use serde_json::Value;

use super::members::{flag, members, range, seconds};
use crate::world::{AccessTokenFormat, Drive, ScopeStyle, UserConsent, World};

pub(super) fn change_settings(world: &mut World, body: &Value) -> Result<(), String> {
    let settings = &mut world.settings;
    for (name, value) in members(body) {
        match name {
            "expires_in_as_string" => settings.expires_in_as_string = flag(value)?,
            "refresh_in" => settings.refresh_in = flag(value)?,
            "unknown_member" => settings.unknown_member = flag(value)?,
            "accept_real_time_assertions" => settings.accept_real_time_assertions = flag(value)?,
            "access_token_lifetime_s" => settings.access_token_lifetime = range(value)?,
            "cae_lifetime_s" => settings.cae_lifetime = seconds(value)?,
            "code_lifetime_s" => settings.code_lifetime = seconds(value)?,
            "refresh_token_idle_s" => settings.refresh_token_idle = seconds(value)?,
            "spa_refresh_token_lifetime_s" => settings.spa_refresh_token_lifetime = seconds(value)?,
            "consent_propagation_s" => settings.consent_propagation = seconds(value)?,
            "granted_scopes" => {
                settings.granted_scopes = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?
            }
            "revoked_suberror" => settings.revoked_suberror = value.as_str().map(str::to_owned),
            "scope_style" => {
                settings.scope_style = match value.as_str() {
                    Some("as_requested") => ScopeStyle::AsRequested,
                    Some("short") => ScopeStyle::Short,
                    Some("full") => ScopeStyle::Full,
                    _ => return Err("scope_style".to_owned()),
                }
            }
            "access_token_format" => {
                settings.access_token_format = match value.as_str() {
                    Some("jwt") => AccessTokenFormat::Jwt,
                    Some("opaque") => AccessTokenFormat::Opaque,
                    _ => return Err("access_token_format".to_owned()),
                }
            }
            other => return Err(format!("unknown setting {other}")),
        }
    }
    Ok(())
}

pub(super) fn change_user(world: &mut World, id: &str, body: &Value) -> Result<(), String> {
    let user = world.user_mut(id).ok_or("no such user")?;
    for (name, value) in members(body) {
        match name {
            "password" => user.password = value.as_str().ok_or("password is not a string")?.to_owned(),
            "disabled" => user.disabled = flag(value)?,
            "administrator" => user.administrator = flag(value)?,
            "step_up" => user.step_up = value.as_str().map(str::to_owned),
            "graph_claims" => user.graph_claims = value.as_str().map(str::to_owned),
            "drive" => {
                user.drive = match value.as_str() {
                    Some("provisioned") => Drive::Provisioned,
                    Some("on_first_use") => Drive::OnFirstUse,
                    Some("unavailable") => Drive::Unavailable,
                    _ => return Err("drive".to_owned()),
                }
            }
            other => return Err(format!("unknown member {other}")),
        }
    }
    Ok(())
}

pub(super) fn change_organisation(world: &mut World, id: &str, body: &Value) -> Result<(), String> {
    let organisation = world.organisation_mut(id).ok_or("no such organisation")?;
    organisation.user_consent = match body["user_consent"].as_str() {
        Some("allowed") => UserConsent::Allowed,
        Some("not_admin_restricted") => UserConsent::NotAdminRestricted,
        Some("nobody") => UserConsent::Nobody,
        _ => return Err("user_consent".to_owned()),
    };
    Ok(())
}

pub(super) fn change_generic(world: &mut World, body: &Value) -> Result<(), String> {
    let generic = &mut world.generic;
    for (name, value) in members(body) {
        match name {
            "access_token_lifetime_s" => generic.access_token_lifetime = seconds(value)?,
            "code_lifetime_s" => generic.code_lifetime = seconds(value)?,
            "omit_expires_in" => generic.omit_expires_in = flag(value)?,
            "send_iss" => generic.send_iss = flag(value)?,
            "ask_consent" => generic.ask_consent = flag(value)?,
            "device_lifetime_s" => generic.device.lifetime = seconds(value)?,
            "device_interval_s" => generic.device.interval = seconds(value)?,
            "device_omit_complete" => generic.device.omit_complete = flag(value)?,
            "device_always_slow_down" => generic.device.always_slow_down = flag(value)?,
            "device_verification_uri" => generic.device.verification_uri = value.as_str().map(str::to_owned),
            other => return Err(format!("unknown member {other}")),
        }
    }
    Ok(())
}
