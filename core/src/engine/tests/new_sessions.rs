//! Tests that each way a session ends has the right `retry`, and that its hint agrees.

use std::time::Duration;

use serde_json::json;

use crate::base::{Error, ErrorCode, Retry};
use crate::engine::common::errors::{self, device, flow, setup};
use crate::engine::common::exchange::Destination;
use crate::model::definition::IdToken;
use crate::model::http::NetFailure;
use crate::protocol::callback::CallbackProblem;
use crate::protocol::errors::{DenialSubcode, RegisteredError};
use crate::protocol::id_token::IdTokenProblem;
use crate::protocol::token::TokenFailure;

use super::stage::config;

/// All that a session can end with, each from where it is made.
fn endings() -> Vec<(&'static str, Error, Retry)> {
    let config = &config("acme", "strict");
    let refusal = TokenFailure::InvalidGrant { suberror: None };
    let denied = |error, subcode| flow::of_callback(config, CallbackProblem::Denied { error, subcode }, None);
    vec![
        ("late", flow::late(), Retry::AfterReauth),
        ("expired", flow::expired(), Retry::AfterReauth),
        ("another person", flow::other_person(), Retry::AfterReauth),
        ("another browser", flow::other_browser(), Retry::AfterReauth),
        ("an unknown state", flow::unknown_state(), Retry::AfterReauth),
        ("malformed", flow::of_callback(config, CallbackProblem::Malformed("a rule"), None), Retry::AfterReauth),
        ("no code", flow::of_callback(config, CallbackProblem::MissingCode, None), Retry::AfterReauth),
        ("an empty no", flow::of_callback(config, CallbackProblem::DeniedWithoutWord, None), Retry::AfterReauth),
        ("another issuer", flow::of_callback(config, CallbackProblem::WrongIssuer, None), Retry::AfterReauth),
        ("another organisation", flow::of_callback(config, CallbackProblem::WrongOrganisation, None), Retry::AfterReauth),
        ("a no", denied(RegisteredError::AccessDenied, None), Retry::AfterReauth),
        ("a cancel", denied(RegisteredError::Other, Some(DenialSubcode::Cancel)), Retry::AfterReauth),
        ("consent", denied(RegisteredError::ConsentRequired, None), Retry::AfterReauth),
        ("busy", denied(RegisteredError::TemporarilyUnavailable, None), Retry::Later),
        ("a wrong scope", denied(RegisteredError::InvalidScope, None), Retry::Never),
        ("a wrong client", denied(RegisteredError::UnauthorizedClient, None), Retry::Never),
        ("a code refused", flow::code_refused(config, "https://app.example/callback"), Retry::AfterReauth),
        ("a no on another device", device::denied(config), Retry::AfterReauth),
        ("a code that nobody entered", device::expired(), Retry::AfterReauth),
        ("a device code refused", device::poll_refused(config, &refusal), Retry::AfterReauth),
        ("no device flow", device::no_device_flow(config), Retry::Never),
        ("another nonce", flow::id_token_refused(config, &id_token(), IdTokenProblem::Rejected("nonce")), Retry::AfterReauth),
        ("another audience", flow::id_token_refused(config, &id_token(), IdTokenProblem::Rejected("aud")), Retry::Never),
        ("no ID token", flow::no_id_token(config, &[]), Retry::Never),
        ("no refresh token", flow::no_refresh_token(config, false), Retry::Never),
        ("a personal account", flow::personal_account(config), Retry::AfterReauth),
        ("a scope missing", flow::scopes_missing(config, &["a".to_owned()]), Retry::AfterReauth),
        ("another tenant's", errors::organisation_held(config), Retry::Never),
        ("no answer", errors::no_answer(config, NetFailure::NotConnected, &Destination::default()), Retry::Later),
        ("an unknown type", setup::unknown_type(config), Retry::Never),
    ]
}

fn id_token() -> IdToken {
    serde_json::from_value(json!({
        "issuer": "https://id.acme.example", "jwks_uri": "https://id.acme.example/keys", "algorithms": ["RS256"], "person_claim": "sub",
    }))
    .unwrap()
}

#[test]
fn a_retry_is_what_a_new_session_would_do() {
    for (name, error, expected) in endings() {
        assert_eq!(error.retry(), expected, "{name}: {error}");
    }
}

#[test]
fn no_hint_says_otherwise_than_the_retry() {
    for (name, error, _) in endings() {
        let hint = error.hint().unwrap_or_else(|| panic!("{name} has no hint")).to_ascii_lowercase();
        let asks_again =
            ["start a new session", "start again", "connect again", "sign in with"].iter().any(|words| hint.contains(words));
        assert!(!asks_again || error.retry() == Retry::AfterReauth, "{name}: {hint}, {:?}", error.retry());
    }
    for code in ErrorCode::ALL.iter().filter(|code| code.class().as_str() == "FlowError") {
        let hint = code.hint().to_ascii_lowercase();
        assert_eq!(
            hint.contains("start again") || hint.contains("sign in with"),
            code.retry() == Retry::AfterReauth,
            "{}",
            code.as_str()
        );
    }
}

#[test]
fn a_pause_is_told_in_whole_milliseconds() {
    let error = Error::new(ErrorCode::ProviderUnavailable, "It failed.").with_retry_after(Duration::from_nanos(2_500_000_001));
    assert_eq!(error.retry_after(), Some(Duration::from_millis(2_501)));
}
