//! Words the errors with which a sign-in or an installation ends without a grant, for the developer. What the person reads:
//! `common/person.rs`.

use super::{self as errors, setup};
use crate::base::{Advice, Error, ErrorCode, ProviderDetails, Retry, TenantId};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::definition::IdToken;
use crate::model::grant::Grant;
use crate::model::session::{Session, SessionStatus, SessionStep};
use crate::protocol::callback::{CallbackParameters, CallbackProblem};
use crate::protocol::errors::{DenialSubcode, RegisteredError};
use crate::protocol::id_token::IdTokenProblem;

/// The answer belongs to no session, to one of another config, or to one that was used: the three look alike from outside.
pub(in crate::engine) fn unknown_state() -> Error {
    Error::new(ErrorCode::StateInvalid, "This sign-in is not known here, or it was finished before.")
        .with_hint("Start again from the app.")
}

/// An answer that cannot be read in one way only, so that it is believed for no session; the well-formed one may still come.
pub(in crate::engine) fn unreadable(problem: CallbackProblem) -> Error {
    let CallbackProblem::Malformed(rule) = problem else { return unknown_state() };
    Error::new(
        ErrorCode::StateInvalid,
        format!("The answer to a sign-in is malformed: {rule}. It was not believed, and ended nothing."),
    )
    .with_hint("Start again from the app. If it stays, something between the provider and the application changes addresses.")
    .with_advice(Advice::StartAgain)
}

/// An answer that names no session. Some providers drop the state where they refuse the request itself, which is worth saying.
pub(in crate::engine) fn without_state(parameters: &CallbackParameters) -> Error {
    if parameters.denial().is_none() {
        return unknown_state();
    }
    Error::new(ErrorCode::StateInvalid, "The provider refused a sign-in, and its answer has no state: it is not known which one.")
        .with_hint("Start again from the app. If it stays, check the app registration at the provider.")
        .with_advice(Advice::StartAgain)
}

/// What came to the address of a sign-in with its state, and answers nothing; the answer may still come.
pub(in crate::engine) fn no_answer(config: &ProviderConfig) -> Error {
    let name = &config.definition.name;
    let message = format!("What came to the address for answers of {name} has neither a code nor an error. It ended nothing.");
    let error = Error::new(ErrorCode::StateInvalid, message)
        .with_hint(
            "The sign-in can still be finished. If nothing else ever comes, look at oauth.authorization_parameters of the definition, and at \
             what the app registration asks for: an installation must ask for the person's authorization too.",
        )
        .with_advice(Advice::StartAgain);
    errors::with_config(error, config)
}

/// Its creator has ended it.
pub(in crate::engine) fn cancelled() -> Error {
    Error::new(ErrorCode::AccessDenied, "This sign-in was cancelled.").with_hint("Start again from the app.")
}

pub(in crate::engine) fn expired() -> Error {
    Error::new(ErrorCode::SessionExpired, "This sign-in took too long and has expired.").with_hint("Start again from the app.")
}

/// The answer came, but nobody waits for it any more.
pub(in crate::engine) fn late() -> Error {
    Error::new(ErrorCode::SessionExpired, "The provider's answer came when the time of the session was over.")
        .with_hint("Start a new session.")
}

pub(in crate::engine) fn other_browser() -> Error {
    Error::new(ErrorCode::SessionBindingMismatch, "This sign-in was started in another browser.").with_hint(
        "Start again from the app. If it stays: the app was opened at another host than that of ⟨base_url⟩ (127.0.0.1 is not \
         localhost), it is shown in a frame of another site, where browsers keep none of its cookies, or something between drops them.",
    )
}

pub(in crate::engine) fn other_person() -> Error {
    Error::new(ErrorCode::IdentityMismatch, "This sign-in was started by another user of the application.")
        .with_hint("Sign in to the application as that user and start again.")
        .with_retry(Retry::AfterReauth)
}

/// The role that was needed to start it has been taken from its creator meanwhile.
pub(in crate::engine) fn no_administrator() -> Error {
    Error::new(
        ErrorCode::Forbidden,
        "Whoever started this as an administrator of the tenant is none any more. Nothing was stored.",
    )
    .with_hint("identify() returned role \"member\" when the provider's answer came. Let an administrator start again.")
}

/// An id that names no session of whoever asks.
pub(crate) fn no_session() -> Error {
    Error::new(ErrorCode::NotFound, "There is no such session.")
}

/// An id that names no session of a tenant: an unknown one and another tenant's are the same (SR-38).
pub(in crate::engine) fn no_session_of(tenant_id: &TenantId) -> Error {
    Error::new(ErrorCode::NotFound, format!("There is no such session for tenant \"{tenant_id}\"."))
        .with_hint(
            "Give the id from ⟨session_id⟩ and the tenant that it was made for. A session is forgotten a day after its end, \
             and of each user the last hundred are kept.",
        )
        .with_context(|context| context.tenant_id = Some(tenant_id.as_str().to_owned()))
}

/// The time of a session is over, and nothing has come back, or nobody has finished what came.
pub(in crate::engine) fn no_answer_came(session: &Session) -> Error {
    // One that somebody has begun to judge has a resume value no more.
    let waits = session.secrets.as_ref().map(|secrets| secrets.resume.is_some());
    let (message, hint) = match (session.status, waits) {
        (SessionStatus::AwaitingCompletion, _) | (SessionStatus::Received, Some(true)) => (
            "The provider's answer came back, but nobody was signed in to the application who could finish the sign-in in time.",
            "Check that `identify` knows the person at the callback, and that the page of ⟨return_to⟩ completes the session.",
        ),
        (SessionStatus::Received, Some(false)) => (
            "The provider's answer came back, but the process that was exchanging it has not finished: it was stopped, or it hung.",
            "Look at its log and start a new session. Nothing is connected; the provider may show the app as allowed all the same.",
        ),
        (SessionStatus::Received, None) => (
            "The provider's answer came back, but the sign-in was not finished in time.",
            "Start a new session. If it stays, check that `identify` knows the person at the callback, and that the process which \
             takes it is not stopped meanwhile.",
        ),
        _ if session.step == SessionStep::Device => {
            ("Nobody has signed in with the code in time.", "Start a new session, and show its code for as long as it waits.")
        }
        _ => (
            "The person did not come back from the provider in time.",
            "They may have closed the page; or the provider showed an error page of its own, as for a redirect URI that is not \
             registered there. If something came back that was no answer, the log says so. Start a new session.",
        ),
    };
    Error::new(ErrorCode::SessionExpired, message).with_hint(hint)
}

/// Somebody without proof of the role would replace an installation that has one.
pub(in crate::engine) fn unproven(config: &ProviderConfig, installation: &Grant) -> Error {
    let error = Error::new(
        ErrorCode::ApprovalRequired,
        format!(
            "Whoever signed in did not prove to be an administrator, so the {} installation was not changed.",
            config.definition.name
        ),
    )
    .with_hint("Let an administrator of the organisation install it again, or delete the installation first.")
    .with_retry(Retry::AfterReauth);
    errors::with_grant(error, config, installation)
}

/// What the provider's answer came to.
/// `details` is what a refusal says besides.
pub(in crate::engine) fn of_callback(
    config: &ProviderConfig,
    problem: CallbackProblem,
    details: Option<&ProviderDetails>,
) -> Error {
    let name = &config.definition.name;
    let is_denial = matches!(problem, CallbackProblem::Denied { .. } | CallbackProblem::DeniedWithoutWord);
    let error = match problem {
        CallbackProblem::Malformed(rule) => {
            Error::new(ErrorCode::StateInvalid, format!("The answer of {name} is malformed: {rule}."))
                .with_hint(
                    "Start a new session. If it stays, something between the provider and the application changes addresses.",
                )
                .with_advice(Advice::StartAgain)
        }
        CallbackProblem::MissingCode => {
            Error::new(ErrorCode::StateInvalid, format!("The answer of {name} is malformed: it has neither a code nor an error."))
                .with_hint("Start a new session. If it stays, look at oauth.authorization_parameters of the definition.")
                .with_advice(Advice::StartAgain)
        }
        CallbackProblem::DeniedWithoutWord => {
            Error::new(ErrorCode::ProviderError, format!("{name} ended the sign-in and did not say why: its `error` is empty."))
                .with_hint(
                    "Start a new session. If it stays, check the app registration: redirect URI, scopes and who may sign in.",
                )
                .with_retry(Retry::AfterReauth)
                .with_advice(Advice::StartAgain)
        }
        CallbackProblem::WrongIssuer => Error::new(ErrorCode::StateInvalid, format!("The answer does not come from {name}."))
            .with_hint(
                "Nothing was stored. If it stays, check the issuer in the provider's definition: it is compared with `iss` letter by letter, \
                 and a slash at the end counts.",
            )
            .with_advice(Advice::StartAgain),
        CallbackProblem::WrongOrganisation => Error::new(
            ErrorCode::AccountMismatch,
            format!("{name} answered for another organisation than the one that signed in."),
        )
        .with_hint("Start again, and consent for the organisation of the account that signs in.")
        .with_advice(Advice::UseOneAccount),
        CallbackProblem::Denied { error: RegisteredError::ConsentRequired | RegisteredError::InteractionRequired, .. } => {
            admin_consent_required(config)
        }
        CallbackProblem::Denied { error, subcode } => {
            let denied = match (error, subcode) {
                (RegisteredError::AccessDenied, _) | (_, Some(DenialSubcode::Cancel)) => {
                    Error::new(ErrorCode::AccessDenied, format!("The sign-in at {name} was cancelled or not allowed.")).with_hint(
                        if config.definition.install.is_some() {
                            "If an administrator must approve, let one install it; otherwise start again."
                        } else {
                            "Start again from the app."
                        },
                    )
                }
                (RegisteredError::TemporarilyUnavailable | RegisteredError::ServerError, _) => {
                    Error::new(ErrorCode::ProviderUnavailable, format!("{name} could not finish the sign-in now."))
                        .with_hint("Try again later.")
                }
                (RegisteredError::InvalidScope, _) => setup::scope_unknown(config),
                // Nobody has decided anything: the two ends do not fit together.
                _ => {
                    Error::new(ErrorCode::ProviderError, format!("{name} refused the request of this app ({}).", error.as_str()))
                        .with_hint("Check the app registration: redirect URI, scopes and who may sign in.")
                }
            };
            denied.with_context(|context| context.provider_error = Some(error.as_str().to_owned()))
        }
    };
    errors::with_config(error.with_provider_details(details.filter(|_| is_denial)), config)
}

pub(in crate::engine) fn admin_consent_required(config: &ProviderConfig) -> Error {
    let words = &config.definition.words;
    let organisation = words.organisation.as_deref().unwrap_or("organisation");
    let vendor = words.vendor.as_deref().unwrap_or(&config.definition.name);
    let hint = if config.definition.install.is_some() {
        format!(
            "Let an administrator install it, or send your admin the install link. Personal {vendor} accounts cannot be installed; connect them per user."
        )
    } else {
        format!("Ask an administrator of the {organisation} to allow this app, then start again.")
    };
    let error =
        Error::new(ErrorCode::AdminConsentRequired, format!("These permissions need an administrator of the {organisation}."))
            .with_hint(hint);
    errors::with_config(error, config)
}

pub(in crate::engine) fn no_id_token(config: &ProviderConfig, asked: &[String]) -> Error {
    let name = &config.definition.name;
    // OpenID Connect Core §3.1.2.1: without the scope the request is one of OAuth alone.
    let hint = if asked.iter().any(|scope| scope == "openid") {
        "Nothing was stored. The definition says that this provider identifies accounts by ID tokens."
    } else {
        "Nothing was stored. The scope \"openid\" was not asked for: add it to oauth.always_scopes of the definition."
    };
    let error = Error::new(ErrorCode::ProviderError, format!("{name} sent no ID token, so the account is not known."));
    errors::with_config(error.with_hint(hint), config)
}

/// An ID token that is not believed: which rule it breaks, and where that comes from as a rule.
pub(in crate::engine) fn id_token_refused(config: &ProviderConfig, spec: &IdToken, problem: IdTokenProblem) -> Error {
    let rule = match problem {
        IdTokenProblem::UnknownKey => "it is signed with a key that the provider's key set does not have".to_owned(),
        IdTokenProblem::Rejected(rule @ ("signature" | "size" | "segments" | "header" | "claims")) => {
            format!("its {rule} cannot be right")
        }
        IdTokenProblem::Rejected("the person's claim") => format!("the claim \"{}\" names no person", spec.person_claim),
        IdTokenProblem::Rejected("the organisation's claim") => {
            let claim = spec.organisation_claim.as_deref().unwrap_or("of the organisation");
            format!("the claim \"{claim}\" names no organisation")
        }
        IdTokenProblem::Rejected(rule @ ("alg" | "kid" | "typ" | "crit")) => format!("\"{rule}\" in its header is not accepted"),
        IdTokenProblem::Rejected(rule @ "the key is for another algorithm") => rule.to_owned(),
        IdTokenProblem::Rejected(claim) => format!("the claim \"{claim}\" is missing or wrong"),
    };
    let hint = match problem {
        // OpenID Connect Core §3.1.3.7: with several audiences it must say for which of them it was made.
        IdTokenProblem::Rejected("azp") => {
            "It names another client, or several and not which of them it was made for: compare ⟨client_id⟩ with the app registration at the \
             provider, and the audiences that are set up there."
        }
        IdTokenProblem::Rejected("aud") => {
            "It was made for another client: compare ⟨client_id⟩ with the app registration at the provider."
        }
        IdTokenProblem::Rejected("iss") => {
            "It comes from another issuer: compare id_token.issuer of the definition, and the config's ⟨variables⟩, such as a cloud."
        }
        IdTokenProblem::Rejected("exp" | "iat" | "nbf") => "Compare this machine's clock.",
        IdTokenProblem::Rejected("nonce") => "It belongs to another sign-in. Start a new session.",
        IdTokenProblem::Rejected("the person's claim" | "sub") => {
            "Look at id_token.person_claim of the definition, and which claims the app registration has the provider send."
        }
        IdTokenProblem::Rejected("the organisation's claim") => {
            "Look at id_token.organisation_claim of the definition, and which claims the app registration has the provider send."
        }
        IdTokenProblem::Rejected("alg" | "the key is for another algorithm") => "Look at id_token.algorithms of the definition.",
        IdTokenProblem::UnknownKey | IdTokenProblem::Rejected(_) => {
            "Look at id_token.jwks_uri of the definition, and whether somebody stands between this machine and the provider."
        }
    };
    let message = format!("{} sent an ID token that does not check: {rule}. Nothing was stored.", config.definition.name);
    let error = Error::new(ErrorCode::ProviderError, message).with_hint(hint);
    let error = match problem {
        // Whatever else is wrong with it will be wrong with the next one.
        IdTokenProblem::Rejected("nonce") => error.with_retry(Retry::AfterReauth).with_advice(Advice::StartAgain),
        _ => error,
    };
    errors::with_config(error, config)
}

/// The provider does not take the code that it has just given.
pub(in crate::engine) fn code_refused(config: &ProviderConfig, redirect_uri: &str) -> Error {
    let message = format!("{} did not accept the code that it had just given (invalid_grant).", config.definition.name);
    let error = Error::new(ErrorCode::ProviderError, message).with_hint(format!(
        "Start a new session. If it stays: the app registration must have exactly the redirect URI {redirect_uri}, and nothing in \
         between may open the answer's address first, as scanners of links do."
    ));
    errors::with_config(error, config)
        .with_retry(Retry::AfterReauth)
        .with_context(|context| context.provider_error = Some(RegisteredError::InvalidGrant.as_str().to_owned()))
        .with_advice(Advice::StartAgain)
}

/// A sign-in without a refresh token, where there was one or the provider is known to give one: the connection would end with the
/// access token, within the hour, and nobody would know why.
pub(in crate::engine) fn no_refresh_token(config: &ProviderConfig, replaces: bool) -> Error {
    let name = &config.definition.name;
    let parameters = config.definition.oauth.as_ref().map(|oauth| &oauth.refresh_token_parameters);
    let parameters: Vec<String> = parameters.into_iter().flatten().map(|(name, value)| format!("{name}={value}")).collect();
    let remedy = if parameters.is_empty() {
        "Ask for one: name the provider's parameters for it (often prompt=consent, or access_type=offline) in \
         oauth.authorization_parameters of the definition, or let the user disconnect first."
            .to_owned()
    } else if replaces {
        format!("Ask for one: put {} into oauth.authorization_parameters of the definition.", parameters.join(" and "))
    } else {
        format!("The sign-in asked for one, by {}. See what the provider wants of the app for it.", parameters.join(" and "))
    };
    let stands = if replaces { "the connection stays as it was" } else { "nothing was stored" };
    let error = Error::new(
        ErrorCode::ProviderError,
        format!("{name} gave no refresh token at this sign-in, so the connection would end with its access token; {stands}."),
    );
    errors::with_config(error.with_hint(remedy), config)
}

pub(in crate::engine) fn personal_account(config: &ProviderConfig) -> Error {
    let vendor = config.definition.words.vendor.as_deref().unwrap_or(&config.definition.name);
    let error = Error::new(ErrorCode::AccountTypeUnsupported, format!("Personal {vendor} accounts cannot do this."))
        .with_hint("Sign in with an account of an organisation.");
    errors::with_config(error, config)
}

/// No sign-in grants a scope that is misspelt, so nobody is sent to one for it.
pub(in crate::engine) fn scopes_not_granted(config: &ProviderConfig, missing: &[String]) -> Error {
    let name = &config.definition.name;
    let misspelt = missing.iter().find_map(|scope| Some((scope, catalog::meant_scope(config, scope)?)));
    match misspelt {
        Some((scope, meant)) => Error::new(
            ErrorCode::ScopeNotAllowed,
            format!("{name} has not granted \"{scope}\", which its definition does not know."),
        )
        .with_hint(format!("Did you mean \"{meant}\"?")),
        None => Error::new(ErrorCode::ScopeMissing, format!("{name} has not granted: {}.", missing.join(", ")))
            .with_hint("Let the user connect again with these scopes."),
    }
}

pub(in crate::engine) fn scopes_missing(config: &ProviderConfig, missing: &[String]) -> Error {
    let error = Error::new(ErrorCode::ScopeMissing, format!("{} did not grant: {}.", config.definition.name, missing.join(", ")))
        .with_hint("Connect again and agree to everything that is asked for.");
    errors::with_config(error, config)
}
