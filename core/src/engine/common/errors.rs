//! The errors that callers get: each situation is worded once, so that all rooms and all languages say the same.
//!
//! An *error* is what a caller is told: a code, what happened, what to do. A *failure* is what a lower layer reports (`NetFailure`,
//! `TokenFailure`, `ExchangeFailure`); here it becomes an error. What a person reads on a page is in `common/person.rs`.

mod absence;
mod choices;
pub(in crate::engine) mod device;
pub(in crate::engine) mod flow;
mod further;
mod lost_answers;
mod probes;
pub(in crate::engine) mod revocation;
pub(in crate::engine) mod setup;
mod sign_in;
pub(in crate::engine) mod signed;
mod unfit;

use absence::connect;
pub(in crate::engine) use absence::{absent, absent_type, install};
pub(in crate::engine) use choices::{choice_needed, choice_not_there};
pub(in crate::engine) use further::{not_exchanged, too_young};
pub(in crate::engine) use lost_answers::{answer_lost, unanswered};
pub(in crate::engine) use probes::{probe_failed, renewed_in_vain};
pub(in crate::engine) use sign_in::{refresh_failed, refused_sign_in, sign_in_failed};
pub(in crate::engine) use unfit::{check_provider, moved, unfit};

use std::time::Duration;

use crate::base::waiting::{self, Awaited};
use crate::base::{ConfigId, Error, ErrorCode, GrantId, ProviderId, TenantId};
use crate::catalog::{self, Catalog};
use crate::model::client::Client;
use crate::model::config::{Attachment, ProviderConfig};
use crate::model::definition::ClientAuthentication;
use crate::model::grant::{Grant, GrantStatus, Material, StatusReason};
use crate::model::http::{NetFailure, ProxyFailure, TlsFailure};
use crate::model::subject::{GrantKey, Subject, SubjectKind};
use crate::protocol::errors::RegisteredError;
use crate::protocol::token::{Flaw, TokenFailure};

use super::exchange::Destination;

pub(in crate::engine) fn base_url_missing() -> Error {
    Error::new(
        ErrorCode::BaseUrlMissing,
        "Set AUTHPIPE_BASE_URL to the public URL of the handler, e.g. https://app.example.com/api/authpipe.",
    )
    .with_hint("Authpipe does not trust the Host header.")
}

/// A grant or a session is there, and its config is not.
pub(in crate::engine) fn config_gone(provider: &ProviderId, config: &ConfigId) -> Error {
    Error::new(ErrorCode::ProviderNotConfigured, format!("The config \"{config}\" is not here any more, or is switched off."))
        .with_hint(format!("Add providers[\"{config}\"] again: what was connected through it is still there."))
        .with_context(|context| {
            context.provider = Some(provider.as_str().to_owned());
            context.config = Some(config.as_str().to_owned());
        })
}

/// The call says neither which user nor which kind of credential is meant: never a reason to take the organisation's (SR-96).
pub(in crate::engine) fn nobody_named(config: &ProviderConfig, subject: &Subject) -> Error {
    let error = with_config(subject.nobody_named(), config);
    match config.attachment {
        Attachment::User => error,
        Attachment::Tenant => error.with_hint(
            "Give ⟨user_id⟩, or say ⟨for user⟩ for the connection that the whole tenant shares, ⟨for installation⟩ for the \
             organisation's credential.",
        ),
    }
}

/// The grant is there, but its state lets nothing out.
pub(in crate::engine) fn unusable(config: &ProviderConfig, grant: &Grant) -> Error {
    let name = &config.definition.name;
    let error = match grant.secrets.status {
        GrantStatus::Pending => {
            Error::new(ErrorCode::InstallationPending, format!("{name} has not confirmed the installation's permissions yet."))
                .with_hint("Try again in a few minutes: consent takes some time to spread, and Authpipe keeps looking.")
                .with_retry_after(Duration::from_secs(10))
        }
        GrantStatus::PendingApproval => Error::new(
            ErrorCode::ApprovalRequired,
            format!(
                "The {name} installation waits for approval: whoever installed it did not prove to be an administrator there."
            ),
        )
        .with_hint("Check the organisation, then call ⟨call approve_installation⟩ in server code."),
        GrantStatus::NeedsReauth | GrantStatus::Active | GrantStatus::Degraded => return reauth(config, grant),
        GrantStatus::Suspended => Error::new(ErrorCode::ReauthRequired, format!("The {name} grant is suspended."))
            .with_hint("Lift the suspension at the provider."),
        GrantStatus::Revoked => return absent(config, &grant.key),
    };
    with_grant(error, config, grant)
}

/// An id that names no connection of a tenant.
pub(in crate::engine) fn no_connection(tenant_id: &TenantId) -> Error {
    Error::new(ErrorCode::NotConnected, format!("There is no such connection for tenant \"{tenant_id}\"."))
}

/// An id that names no installation of a tenant.
pub(in crate::engine) fn no_installation(tenant_id: &TenantId) -> Error {
    Error::new(ErrorCode::InstallationNotFound, format!("There is no such installation for tenant \"{tenant_id}\"."))
}

/// An id that names nothing of a tenant: what it would have been, its prefix says.
pub(in crate::engine) fn no_grant(tenant_id: &TenantId, id: &GrantId) -> Error {
    if id.is_installation() { no_installation(tenant_id) } else { no_connection(tenant_id) }
}

/// Another tenant's installation holds the organisation.
pub(in crate::engine) fn organisation_held(config: &ProviderConfig) -> Error {
    let error = Error::new(
        ErrorCode::InstallationClaimed,
        format!("This {} organisation is installed for another tenant of the application.", config.definition.name),
    )
    .with_hint("Delete the other installation first; nobody takes an organisation over from a browser.");
    with_config(error, config)
}

/// The grant has ended at the provider.
pub(in crate::engine) fn reauth(config: &ProviderConfig, grant: &Grant) -> Error {
    let name = &config.definition.name;
    let reason = grant.secrets.reason.as_ref().unwrap_or(&StatusReason::Expired);
    let said = grant.secrets.provider_details.as_deref().and_then(|details| details.error.as_deref());
    let said = said.map(|code| RegisteredError::read(code).as_str());
    let is_invalid_grant = said.is_none_or(|code| code == RegisteredError::InvalidGrant.as_str());
    let why = match reason {
        StatusReason::Revoked if grant.secrets.material.renewal().refresh_token().is_none() => "the access was revoked",
        StatusReason::Revoked if is_invalid_grant => "the refresh token was revoked (invalid_grant)",
        StatusReason::Revoked => "the refresh token was revoked",
        StatusReason::Consent => "the permission was withdrawn",
        StatusReason::Policy => "the organisation's policy asks for another sign-in",
        StatusReason::RolesMissing => "the permissions were never confirmed",
        StatusReason::Rejected => "its API has rejected the access token, and nothing can renew it",
        StatusReason::Evidence => "for days every refresh was refused, and the last access token has ended",
        _ => "the access has expired and cannot be renewed",
    };
    let error = match &grant.key.user_id {
        _ if matches!(grant.secrets.material, Material::Fields(_)) => {
            Error::new(ErrorCode::ReauthRequired, format!("{name} has rejected the stored key."))
                .with_hint("Store a new key: nothing can renew one that somebody has pasted.")
        }
        Some(user) => Error::new(ErrorCode::ReauthRequired, format!("{name} needs {user} to sign in again: {why}."))
            .with_hint(format!("Let the user connect again: {}. Other users are not affected.", connect(config, &grant.key))),
        None if grant.key.subject == SubjectKind::Installation => {
            Error::new(ErrorCode::ReauthRequired, format!("{name} must be installed again: {why}.")).with_hint(format!(
                "Let an administrator install it again: {}. Users' own connections are not affected.",
                install(config)
            ))
        }
        None => Error::new(ErrorCode::ReauthRequired, format!("{name} must be connected again for the whole tenant: {why}."))
            .with_hint(format!("Let an administrator connect it again: {}.", connect(config, &grant.key))),
    };
    with_grant(error, config, grant)
        .with_context(|context| {
            context.reason = Some(reason.as_str().to_owned());
            context.provider_error = said.map(str::to_owned);
        })
        .with_provider_details(grant.secrets.provider_details.as_deref())
}

/// There is nothing to renew it with.
pub(in crate::engine) fn not_renewable(config: &ProviderConfig, grant: &Grant) -> Error {
    let name = &config.definition.name;
    let (message, hint) = match &grant.secrets.material {
        Material::OAuth(_) => (
            format!("{name} gave no refresh token, so this credential cannot be renewed."),
            "For another one, let the user connect again.",
        ),
        Material::Fields(_) => (
            format!("Nothing can renew a key of {name}, and whether it has ended is not shown."),
            "Check that it may do what was asked; for another one, store a new key.",
        ),
    };
    with_grant(Error::new(ErrorCode::ReauthRequired, message).with_hint(hint), config, grant)
}

/// The definition has changed since, and does not say any more how the grant is renewed. Nobody has asked the provider.
pub(in crate::engine) fn renewal_undefined(config: &ProviderConfig, grant: &Grant) -> Error {
    let message = format!(
        "The definition of config \"{}\" does not say any more how this {} credential is renewed.",
        config.id, config.definition.name
    );
    let error = Error::new(ErrorCode::ConfigInvalid, message).with_hint(
        "Nothing is lost at the provider. Restore that part of the definition, or make a new connection or installation.",
    );
    with_grant(error, config, grant)
}

/// The provider gave no usable answer.
pub(in crate::engine) fn no_answer(config: &ProviderConfig, failure: NetFailure, destination: &Destination) -> Error {
    let name = &config.definition.name;
    let at = if destination.host.is_empty() { String::new() } else { format!(" at {}", destination.host) };
    let error = match failure {
        NetFailure::Blocked => Error::new(
            ErrorCode::ConfigInvalid,
            format!("{name} is at an address{at} that Authpipe does not dial (loopback, private or not https)."),
        )
        .with_hint("Self-hosted providers are named exactly in ⟨allowed_private_hosts⟩; loopback works in development mode."),
        // It stays until somebody changes something: no outage.
        NetFailure::Tls(problem) => {
            let issuer = destination.issuer().filter(|_| problem == TlsFailure::UnknownAuthority);
            let issuer = issuer.map(|issuer| format!(", \"{issuer}\"")).unwrap_or_default();
            let message = format!("TLS with {name} did not come about{at}{}{issuer}.", obstacle(failure, destination));
            Error::new(ErrorCode::TlsFailed, message).with_hint(problem.advice())
        }
        NetFailure::Proxy(problem @ ProxyFailure::Tls(_)) => {
            let message = format!("{name} could not be reached{at}{}.", obstacle(failure, destination));
            Error::new(ErrorCode::TlsFailed, message).with_hint(problem.advice())
        }
        _ => Error::new(
            ErrorCode::ProviderUnavailable,
            format!("{name} could not be reached{at}{}.", obstacle(failure, destination)),
        )
        .with_hint(match failure {
            NetFailure::Proxy(problem) => problem.advice(),
            NetFailure::Refused => {
                "Nothing was lost. Nothing listens there: check host and port in the provider's definition or variables; \
                     otherwise try again later."
            }
            NetFailure::NameUnknown => {
                "Nothing was lost. Check the host name in the provider's definition or variables, and DNS on this machine."
            }
            failure if failure.may_have_been_processed() => LATER,
            _ => NOTHING_LOST,
        }),
    };
    with_config(error.with_source(failure), config)
}

/// What was in the way. Where the proxy is to blame it is named; where it was on the way, so too.
fn obstacle(failure: NetFailure, destination: &Destination) -> String {
    match (failure, &destination.proxy) {
        (NetFailure::Proxy(problem), Some(proxy)) => format!(": the proxy {proxy} {problem}"),
        (failure, Some(proxy)) if !matches!(failure, NetFailure::Proxy(_)) => format!(" through the proxy {proxy}: {failure}"),
        (failure, _) => format!(": {failure}"),
    }
}

const NOTHING_LOST: &str = "Nothing was lost. Try again later.";
const LATER: &str = "Try again later.";

pub(super) fn asked_for_a_pause(config: &ProviderConfig, wait: Duration) -> Error {
    Error::new(ErrorCode::RateLimited, format!("{} asked for a pause.", config.definition.name)).with_retry_after(wait)
}

pub(super) fn client_rejected(config: &ProviderConfig, error: RegisteredError) -> Error {
    let words = &config.definition.words;
    let vendor = words.vendor.as_deref().unwrap_or(&config.definition.name);
    let authentication = config.definition.oauth.as_ref().map(|oauth| oauth.client_authentication);
    let sends_secret = !config.client.is_public() && authentication != Some(ClientAuthentication::None);
    let (what, hint) = if error == RegisteredError::UnauthorizedClient {
        let hint = "Check that the app exists and is enabled at the provider, and that it may use this grant type.";
        ("does not allow this client to do that (unauthorized_client)", hint.to_owned())
    } else if matches!(config.client, Client::Federated { .. }) {
        let hint = "Compare issuer, subject and audience of the federated credential at the provider with those of the token.";
        ("rejected the token of the platform", hint.to_owned())
    } else if config.client.key().is_some() {
        let what = match config.client.secret() {
            Some(_) if !catalog::asserts(config) => "rejected the client secret or the private key",
            _ => "rejected the private key",
        };
        (what, "Check that the key is registered for this client, and that this machine's clock is right.".to_owned())
    } else if sends_secret {
        ("rejected the client secret", words.rejected_client.clone().unwrap_or_else(|| check_secret(config, authentication)))
    } else {
        ("rejected the client id", "Check the client id, and that the app is registered as a public client.".to_owned())
    };
    Error::new(ErrorCode::ProviderConfigRejected, format!("{vendor} {what}.")).with_hint(hint)
}

/// The catalogue knows how its providers want the secret. For others it may be the way, and not the secret.
fn check_secret(config: &ProviderConfig, authentication: Option<ClientAuthentication>) -> String {
    let other = match authentication {
        Some(ClientAuthentication::ClientSecretPost) => "client_secret_basic",
        _ => "client_secret_post",
    };
    let also = if is_in_catalog(config) {
        String::new()
    } else {
        format!(", or set oauth.client_authentication ({other}) in its definition")
    };
    format!("Check the client id and the client secret of the config{also}.")
}

fn is_in_catalog(config: &ProviderConfig) -> bool {
    Catalog::builtin().contains(config.provider.as_str())
}

/// The provider does not accept what the request asks for.
pub(in crate::engine) fn request_refused(config: &ProviderConfig, said: Option<RegisteredError>) -> Error {
    let said = said.map(|error| format!(" ({})", error.as_str())).unwrap_or_default();
    Error::new(ErrorCode::ProviderError, format!("{} refused the request{said}.", config.definition.name))
        .with_hint("Check scopes, redirect URI and the app registration.")
}

fn redirected(config: &ProviderConfig) -> Error {
    let hint = if is_in_catalog(config) {
        NOTHING_LOST
    } else {
        "Nothing was lost. Check token_endpoint in the definition (a trailing slash?)."
    };
    let message = format!("{} answered with a redirect, which is not followed.", config.definition.name);
    Error::new(ErrorCode::ProviderUnavailable, message).with_hint(hint)
}

/// Behind a status, of an answer whose body is beyond the limit.
const UNREAD: &str = ", and what it said was not read: it is more than 256 KiB";

fn useless(config: &ProviderConfig, status: u16, is_cut: bool) -> Error {
    // 408 says that somebody was slow; of the others a wrong address is a common cause.
    let hint = match status {
        200..=299 | 400..=407 | 409..=499 if !is_in_catalog(config) => {
            "Nothing was lost. If it stays, check token_endpoint in the definition."
        }
        _ => NOTHING_LOST,
    };
    let unread = if is_cut { UNREAD } else { "" };
    let message = format!("{} did not answer usefully (HTTP status {status}){unread}.", config.definition.name);
    Error::new(ErrorCode::ProviderUnavailable, message).with_hint(hint)
}

/// The token endpoint answered, but not with tokens. For failures that say nothing about a grant.
pub(in crate::engine) fn refused(config: &ProviderConfig, failure: &TokenFailure) -> Error {
    let name = &config.definition.name;
    let error = match failure {
        TokenFailure::ClientRejected(error) => client_rejected(config, *error),
        TokenFailure::Throttled { retry_after, .. } => asked_for_a_pause(config, retry_after.unwrap_or(Duration::from_secs(60))),
        TokenFailure::Unavailable { status: 300..=399, .. } => redirected(config),
        TokenFailure::Unavailable { status, retry_after, is_cut, .. } => {
            let error = useless(config, *status, *is_cut);
            match retry_after {
                Some(after) => error.with_retry_after(*after),
                None => error,
            }
        }
        TokenFailure::Unusable(Flaw::OtherAccount) => setup::other_account(config),
        TokenFailure::Unusable(Flaw::UnknownType) => setup::unknown_type(config),
        TokenFailure::Unusable(flaw) => {
            let message = format!("{name} gave an answer without a token that can be used: {}.", setup::said(*flaw));
            Error::new(ErrorCode::ProviderUnavailable, message).with_hint(LATER)
        }
        TokenFailure::RequestRejected(RegisteredError::InvalidScope) => setup::scope_unknown(config),
        _ => request_refused(config, failure.registered_error()),
    };
    with_config(error, config)
        .with_context(|context| context.provider_error = failure.registered_error().map(|error| error.as_str().to_owned()))
}

/// The caller's time ran out; the work goes on.
pub(in crate::engine) fn timed_out(config: &ProviderConfig, awaited: Option<&Awaited>) -> Error {
    with_config(waiting::timed_out(awaited), config)
}

/// The provider took longer to answer than its token lives.
pub(in crate::engine) fn ended_at_once(config: &ProviderConfig, grant: &Grant) -> Error {
    let error = Error::new(
        ErrorCode::ProviderUnavailable,
        format!("{} gave a token that had ended before it arrived.", config.definition.name),
    )
    .with_hint("Try again; if it stays, the provider's tokens are too short-lived to be used.");
    with_grant(error, config, grant)
}

/// The work behind a call ended without a result: it panicked. That is a defect of ours, not a handle that somebody has closed.
pub(crate) fn interrupted() -> Error {
    Error::panicked()
}

/// Adds whose config it is.
pub(in crate::engine) fn with_config(error: Error, config: &ProviderConfig) -> Error {
    error.with_context(|context| {
        context.provider = Some(config.provider.as_str().to_owned());
        context.config = Some(config.id.as_str().to_owned());
    })
}

/// Adds whose grant was looked for.
pub(in crate::engine) fn with_key(error: Error, config: &ProviderConfig, key: &GrantKey) -> Error {
    with_config(error, config).with_context(|context| {
        context.tenant_id = Some(key.tenant_id.as_str().to_owned());
        context.user_id = key.user_id.as_ref().map(|user| user.as_str().to_owned());
    })
}

/// Adds whose grant it is.
pub(in crate::engine) fn with_grant(error: Error, config: &ProviderConfig, grant: &Grant) -> Error {
    with_key(error, config, &grant.key).with_context(|context| context.connection_id = Some(grant.id.as_str().to_owned()))
}
