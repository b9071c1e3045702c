//! Tests that pages advise another try exactly where one may help.

use crate::base::{Error, ErrorCode};
use crate::engine::common::errors::{self, flow};
use crate::engine::common::person;
use crate::model::definition::IdToken;
use crate::protocol::callback::{CallbackProblem, read_callback};
use crate::protocol::errors::RegisteredError;
use crate::protocol::id_token::IdTokenProblem;
use crate::protocol::token::TokenFailure;

use super::stage::{config, subject};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// Another try may work, and if it does not, somebody else must know which case it was.
    AgainOrTell,
    /// Another try may work.
    Again,
    /// No try will.
    Tell,
    /// What was to be renewed is gone; a new one can be made.
    Anew,
}

fn then(error: &Error) -> Then {
    let said = person::advice(error);
    let found = match said {
        said if said.contains("Start again from the app. If it happens again, tell the people") => Then::AgainOrTell,
        said if said.contains("starting again will not help") => Then::Tell,
        said if said.contains("connect anew") => Then::Anew,
        said if said.contains("tart again") => Then::Again,
        said => panic!("{said}"),
    };
    let is_referred = matches!(found, Then::AgainOrTell | Then::Tell);
    assert!(!is_referred || person::needs_reference(error), "{said}");
    found
}

#[test]
fn another_try_is_advised_where_it_may_help_and_nowhere_else() {
    let config = &config("acme", "reusable");
    let id_token: IdToken = serde_json::from_value(serde_json::json!({
        "issuer": "https://id.acme.example", "jwks_uri": "https://id.acme.example/keys", "algorithms": ["RS256"], "person_claim": "sub",
    }))
    .unwrap();
    let token = |rule| flow::id_token_refused(config, &id_token, IdTokenProblem::Rejected(rule));
    let answer = |problem| flow::of_callback(config, problem, None);
    let denied = |error| answer(CallbackProblem::Denied { error, subcode: None });
    let without_state = |query: &str| flow::without_state(&read_callback(query).unwrap());
    let table = [
        ("a code that is not taken", flow::code_refused(config, "https://app.example/callback"), Then::AgainOrTell),
        ("the nonce of another sign-in", token("nonce"), Then::AgainOrTell),
        ("another client's token", token("aud"), Then::Tell),
        ("another issuer's token", token("iss"), Then::Tell),
        ("a clock", token("exp"), Then::Tell),
        ("a key set", flow::id_token_refused(config, &id_token, IdTokenProblem::UnknownKey), Then::Tell),
        ("a malformed answer", answer(CallbackProblem::Malformed("a parameter is repeated")), Then::AgainOrTell),
        ("neither code nor error", answer(CallbackProblem::MissingCode), Then::AgainOrTell),
        ("somebody else's answer", answer(CallbackProblem::WrongIssuer), Then::AgainOrTell),
        ("two organisations", answer(CallbackProblem::WrongOrganisation), Then::Again),
        ("the request itself", denied(RegisteredError::InvalidRequest), Then::Tell),
        ("a scope that nobody knows", denied(RegisteredError::InvalidScope), Then::Tell),
        ("a no", denied(RegisteredError::AccessDenied), Then::Again),
        ("a provider that is down", denied(RegisteredError::TemporarilyUnavailable), Then::Again),
        (
            "a client that is not taken",
            errors::refused(config, &TokenFailure::ClientRejected(RegisteredError::InvalidClient)),
            Then::Tell,
        ),
        ("no refresh token", flow::no_refresh_token(config, false), Then::Tell),
        ("no ID token", flow::no_id_token(config, &[]), Then::Tell),
        ("a no that names no sign-in", without_state("error=invalid_scope"), Then::AgainOrTell),
        ("an answer that names no sign-in", without_state("code=a"), Then::Again),
        ("a deleted connection", errors::no_connection(&subject().tenant_id), Then::Anew),
        ("a deleted installation", errors::no_installation(&subject().tenant_id), Then::Anew),
        ("a config that is gone", errors::config_gone(&config.provider, &config.id), Then::Tell),
        ("too late", flow::late(), Then::Again),
        ("another browser", flow::other_browser(), Then::Again),
        ("a defect", Error::panicked(), Then::Tell),
        ("a vault that is locked", Error::new(ErrorCode::VaultLocked, ""), Then::Again),
    ];
    for (name, error, expected) in table {
        assert_eq!(then(&error), expected, "{name}: {}", person::advice(&error));
        if error.code() == ErrorCode::StateInvalid && expected == Then::AgainOrTell {
            assert!(!person::advice(&error).contains("not known"), "{name}: it is known");
        }
    }
}
