//! Errors that no second attempt can help: the definition or the config must say something else first.

use crate::base::{Error, ErrorCode};
use crate::model::config::ProviderConfig;
use crate::protocol::token::Flaw;

/// The provider knows no such scope. Nobody need try again: it is a name in our own request.
pub(in crate::engine) fn scope_unknown(config: &ProviderConfig) -> Error {
    let message = format!("{} does not know a scope that was asked for, or not for this app.", config.definition.name);
    Error::new(ErrorCode::ScopeUnavailable, message)
        .with_hint("Check the spelling of the config's scopes, and which of them the app registration has.")
}

/// What is wrong with an answer that says yes.
pub(super) fn said(flaw: Flaw) -> String {
    match flaw {
        Flaw::Unreadable => "it is cut off, or no JSON object, or in a coding that nobody asked for".to_owned(),
        Flaw::Contradiction => "it has a token and an error".to_owned(),
        Flaw::NoToken => "access_token is missing".to_owned(),
        Flaw::Wrapped => "access_token is missing, and stands inside of another member".to_owned(),
        Flaw::Renamed(name) => format!("access_token is missing, and there is {name}"),
        Flaw::Form => "it is form-encoded, and no JSON".to_owned(),
        Flaw::Xml => "it is XML, and no JSON".to_owned(),
        Flaw::Unclear(member) => format!("it has several values for {member}"),
        Flaw::Malformed(member) => format!("{member} has a value that cannot be one"),
        Flaw::UnknownType => "its token_type is not known".to_owned(),
        Flaw::OtherAccount => "it is another account's".to_owned(),
    }
}

/// A refresh was answered with somebody else's tokens. They are not kept, not even to be tried later.
pub(in crate::engine) fn other_account(config: &ProviderConfig) -> Error {
    let message = format!("{} answered a refresh with tokens of another account. They were thrown away.", config.definition.name);
    Error::new(ErrorCode::AccountMismatch, message)
        .with_hint("The access token that is there is served until its end. If this stays, let the user connect again.")
}

/// A token of a type that is not known: the next one will be of that type too.
pub(in crate::engine) fn unknown_type(config: &ProviderConfig) -> Error {
    let message =
        format!("{} gave a token whose token_type is not known, so it is not clear how it must be sent.", config.definition.name);
    Error::new(ErrorCode::ProviderError, message)
        .with_hint("If it is sent as a bearer token, name the type in oauth.token_response.token_types of the definition.")
}

/// A whole answer of a shape that the definition does not say: the next one will be of that shape too.
pub(super) fn wrong_shape(config: &ProviderConfig, flaw: Flaw) -> Error {
    if flaw == Flaw::UnknownType {
        return unknown_type(config);
    }
    let message = format!("{} gave an answer without a token that can be used: {}.", config.definition.name, said(flaw));
    Error::new(ErrorCode::ProviderError, message).with_hint(match flaw {
        Flaw::Form => "Set oauth.token_response.encoding to \"form\" in the definition.",
        Flaw::Wrapped => "Name that member in oauth.token_response.wrapped_in of the definition.",
        Flaw::Xml | Flaw::Renamed(_) => {
            "Authpipe does not read such answers: see whether the provider has another token endpoint, or answers otherwise if asked to."
        },
        _ => {
            "Compare oauth.token_endpoint and oauth.token_response of the definition with the provider's documentation; if they are \
             right, the provider must change it."
        }
    })
}

/// An answer that is not read to its end.
pub(super) fn too_large(config: &ProviderConfig, host: &str) -> Error {
    let name = &config.definition.name;
    let message = format!("The answer of {name} at {host} is too large: more than 256 KiB, or headers of more than 64 KiB.");
    Error::new(ErrorCode::ProviderError, message).with_hint(
        "Check the address in the definition: no answer of this kind is so large. If it is right, the provider must change it.",
    )
}
