//! What callers are told, in one place: one wording per situation, the same in all languages.

use std::time::Duration;

use crate::base::{ConfigId, Error, ErrorCode, ProviderId};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::grant::{Grant, GrantStatus};
use crate::model::http::NetFailure;
use crate::model::subject::{GrantKey, SubjectKind};
use crate::protocol::token::TokenFailure;

pub(super) fn base_url_missing() -> Error {
    Error::new(
        ErrorCode::BaseUrlMissing,
        "Set AUTHPIPE_BASE_URL to the public URL of the handler, e.g. https://app.example.com/api/authpipe.",
    )
    .with_hint("Authpipe does not trust the Host header.")
}

pub(super) fn not_configured(provider: &ProviderId) -> Error {
    Error::new(ErrorCode::ProviderNotConfigured, format!("\"{provider}\" is in the catalog but has no client id."))
        .with_hint(catalog::how_to_add(provider, provider.as_str(), false))
        .with_context(|context| context.provider = Some(provider.as_str().to_owned()))
}

/// A grant or a session is there, and its config is not.
pub(super) fn config_gone(provider: &ProviderId, config: &ConfigId) -> Error {
    Error::new(ErrorCode::ProviderNotConfigured, format!("The config \"{config}\" is not here any more, or is switched off."))
        .with_hint(format!("Add providers[\"{config}\"] again: what was connected through it is still there."))
        .with_context(|context| {
            context.provider = Some(provider.as_str().to_owned());
            context.config = Some(config.as_str().to_owned());
        })
}

/// There is no grant under the key.
pub(super) fn absent(config: &ProviderConfig, key: &GrantKey) -> Error {
    let name = &config.definition.name;
    let provider = &config.provider;
    let tenant = &key.tenant_id;
    let error = match key.subject {
        SubjectKind::Installation => {
            Error::new(ErrorCode::InstallationNotFound, format!("{name} is not installed for tenant \"{tenant}\"."))
                .with_hint(format!("Let an administrator install it: <InstallButton provider=\"{provider}\" />."))
        }
        SubjectKind::User | SubjectKind::Tenant => {
            let user = key.user_id.as_ref().map(|user| format!(", user \"{user}\"")).unwrap_or_default();
            let confusion = config.definition.words.organisation_id.as_ref();
            let meaning = confusion.map(|id| format!(" tenantId is your customer's id, not a {id}.")).unwrap_or_default();
            Error::new(ErrorCode::NotConnected, format!("No {name} connection for tenant \"{tenant}\"{user}.{meaning}"))
                .with_hint(format!("Let the user connect: <ConnectButton provider=\"{provider}\" />."))
        }
    };
    with_key(error, config, key)
}

/// The grant is there, but its state lets nothing out.
pub(super) fn unusable(config: &ProviderConfig, grant: &Grant) -> Error {
    let name = &config.definition.name;
    let error = match grant.secrets.status {
        GrantStatus::Pending => {
            Error::new(ErrorCode::InstallationPending, format!("{name} has not confirmed the installation's permissions yet."))
                .with_hint("Consent can take some minutes to spread; Authpipe keeps looking.")
                .with_retry_after(Duration::from_secs(10))
        }
        GrantStatus::PendingApproval => Error::new(
            ErrorCode::ApprovalRequired,
            format!(
                "The {name} installation waits for approval: whoever installed it did not prove to be an administrator there."
            ),
        )
        .with_hint("Check the organisation, then call installations.approve(id) in server code."),
        GrantStatus::NeedsReauth | GrantStatus::Active | GrantStatus::Degraded => return reauth(config, grant),
        GrantStatus::Suspended => Error::new(ErrorCode::ReauthRequired, format!("The {name} grant is suspended."))
            .with_hint("Lift the suspension at the provider."),
        GrantStatus::Revoked => return absent(config, &grant.key),
    };
    with_grant(error, config, grant)
}

/// The grant has ended at the provider.
pub(super) fn reauth(config: &ProviderConfig, grant: &Grant) -> Error {
    let name = &config.definition.name;
    let reason = grant.secrets.reason.as_deref().unwrap_or("expired");
    let why = match reason {
        "revoked" => "the refresh token was revoked (invalid_grant)",
        "consent" => "the permission was withdrawn",
        "policy" => "the organisation's policy asks for another sign-in",
        "roles_missing" => "the permissions were never confirmed",
        "lost" => "the provider's answer to the last refresh was lost",
        _ => "the access has expired and cannot be renewed",
    };
    let error = match &grant.key.user_id {
        Some(user) => Error::new(ErrorCode::ReauthRequired, format!("{name} needs {user} to sign in again: {why}."))
            .with_hint("Other users are not affected."),
        None => Error::new(ErrorCode::ReauthRequired, format!("{name} must be installed again: {why}."))
            .with_hint("Users' own connections are not affected."),
    };
    with_grant(error, config, grant).with_context(|context| context.reason = Some(reason.to_owned()))
}

/// The provider gave no usable answer.
pub(super) fn no_answer(config: &ProviderConfig, failure: NetFailure) -> Error {
    let name = &config.definition.name;
    let error = match failure {
        NetFailure::Blocked => Error::new(
            ErrorCode::ConfigInvalid,
            format!("{name} is at an address that Authpipe does not dial (loopback, private or not https)."),
        )
        .with_hint("Self-hosted providers are named exactly in allowedPrivateHosts; loopback works in development mode."),
        _ => Error::new(ErrorCode::ProviderUnavailable, format!("{name} could not be reached: {failure}."))
            .with_hint("Nothing was lost. Try again later."),
    };
    with_config(error.with_source(failure), config)
}

/// The last attempt failed a moment ago, and the next one waits: the caller is told what the last one was told.
pub(super) fn paused(config: &ProviderConfig, grant: &Grant, wait: Duration) -> Error {
    let is = |code: ErrorCode| grant.secrets.paused_by.as_deref() == Some(code.as_str());
    let error = if is(ErrorCode::RateLimited) {
        asked_for_a_pause(config, wait)
    } else if is(ErrorCode::ProviderConfigRejected) {
        client_rejected(config)
    } else if is(ErrorCode::ProviderError) {
        request_refused(config)
    } else if is(ErrorCode::ConfigInvalid) {
        no_answer(config, NetFailure::Blocked)
    } else {
        return failed_lately(config, grant, wait);
    };
    with_grant(error, config, grant)
}

/// The provider failed a moment ago.
pub(super) fn failed_lately(config: &ProviderConfig, grant: &Grant, wait: Duration) -> Error {
    let error = Error::new(ErrorCode::ProviderUnavailable, format!("{} failed a moment ago.", config.definition.name))
        .with_hint("Authpipe waits before it asks again.")
        .with_retry_after(wait);
    with_grant(error, config, grant)
}

fn asked_for_a_pause(config: &ProviderConfig, wait: Duration) -> Error {
    Error::new(ErrorCode::RateLimited, format!("{} asked for a pause.", config.definition.name)).with_retry_after(wait)
}

fn client_rejected(config: &ProviderConfig) -> Error {
    let words = &config.definition.words;
    let vendor = words.vendor.as_deref().unwrap_or(&config.definition.name);
    Error::new(ErrorCode::ProviderConfigRejected, format!("{vendor} rejected the client secret."))
        .with_hint(words.rejected_client.as_deref().unwrap_or("Check the client id and the client secret of the config."))
}

/// The provider does not accept what the request asks for.
pub(super) fn request_refused(config: &ProviderConfig) -> Error {
    Error::new(ErrorCode::ProviderError, format!("{} refused the request.", config.definition.name))
        .with_hint("Check scopes, redirect URI and the app registration.")
}

/// The token endpoint answered, but not with tokens. For failures that say nothing about a grant.
pub(super) fn refused(config: &ProviderConfig, failure: &TokenFailure) -> Error {
    let name = &config.definition.name;
    let error = match failure {
        TokenFailure::ClientRejected(_) => client_rejected(config),
        TokenFailure::Throttled { retry_after } => asked_for_a_pause(config, retry_after.unwrap_or(Duration::from_secs(60))),
        TokenFailure::Unavailable { retry_after, .. } => {
            let error = Error::new(ErrorCode::ProviderUnavailable, format!("{name} did not answer usefully."))
                .with_hint("Nothing was lost. Try again later.");
            match retry_after {
                Some(after) => error.with_retry_after(*after),
                None => error,
            }
        }
        _ => request_refused(config),
    };
    with_config(error, config)
        .with_context(|context| context.provider_error = failure.registered_error().map(|error| error.as_str().to_owned()))
}

/// The caller's time ran out; the work goes on.
pub(super) fn timed_out(config: &ProviderConfig) -> Error {
    let error =
        Error::new(ErrorCode::Timeout, format!("{} has not answered in time; the refresh goes on.", config.definition.name))
            .with_hint("Call again: the result is kept.");
    with_config(error, config)
}

/// The provider took longer to answer than its token lives.
pub(super) fn ended_at_once(config: &ProviderConfig, grant: &Grant) -> Error {
    let error = Error::new(
        ErrorCode::ProviderUnavailable,
        format!("{} gave a token that had ended before it arrived.", config.definition.name),
    )
    .with_hint("Try again; if it stays, the provider's tokens are too short-lived to be used.");
    with_grant(error, config, grant)
}

/// The work behind a call ended without a result: a defect of ours, not a handle that somebody has closed.
pub(crate) fn interrupted() -> Error {
    Error::new(ErrorCode::VaultUnavailable, "The work behind this call was interrupted. Nothing was lost.")
        .with_hint("Try again.")
}

/// Adds whose config it is.
pub(super) fn with_config(error: Error, config: &ProviderConfig) -> Error {
    error.with_context(|context| {
        context.provider = Some(config.provider.as_str().to_owned());
        context.config = Some(config.id.as_str().to_owned());
    })
}

/// Adds whose grant was looked for.
pub(super) fn with_key(error: Error, config: &ProviderConfig, key: &GrantKey) -> Error {
    with_config(error, config).with_context(|context| {
        context.tenant_id = Some(key.tenant_id.as_str().to_owned());
        context.user_id = key.user_id.as_ref().map(|user| user.as_str().to_owned());
    })
}

/// Adds whose grant it is.
pub(super) fn with_grant(error: Error, config: &ProviderConfig, grant: &Grant) -> Error {
    with_key(error, config, &grant.key).with_context(|context| context.connection_id = Some(grant.id.as_str().to_owned()))
}
