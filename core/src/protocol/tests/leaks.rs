//! Nothing that a provider wrote shows in any `Debug` or `Display` (SR-79, SR-82).

use serde_json::json;

use super::prove;
use crate::base::{Secret, Timestamp};
use crate::model::http::OutboundResponse;
use crate::protocol::callback::{IssuerRule, read_callback, verify_callback};
use crate::protocol::consent::verify_consent;
use crate::protocol::id_token::{IdTokenExpectation, judge_id_token};
use crate::protocol::json::read_json;
use crate::protocol::jwks::read_jwks;
use crate::protocol::token::{Asked, judge_token_response};

const CANARY: &str = "canary7f3a";

fn assert_silent(what: &str, shown: String) {
    assert!(!shown.to_ascii_lowercase().contains("canary"), "{what}: {shown}");
}

#[test]
fn token_responses_full_of_canaries_show_none() {
    let members = [
        "access_token",
        "refresh_token",
        "id_token",
        "scope",
        "token_type",
        "expires_in",
        "error",
        "error_description",
        "error_uri",
        "suberror",
        "claims",
        "trace_id",
        CANARY,
    ];
    let claims = format!(r#"{{"{CANARY}":"{CANARY}"}}"#);
    let mut bodies = vec![CANARY.to_owned(), format!("{{\"{CANARY}"), format!("<html>{CANARY}"), format!("[\"{CANARY}\"]")];
    for error in ["invalid_grant", "interaction_required", "invalid_client", "access_denied", CANARY] {
        bodies.push(
            json!({"error": error, "suberror": CANARY, "error_description": CANARY, "claims": claims, CANARY: CANARY})
                .to_string(),
        );
    }
    for member in members {
        bodies.push(json!({ member: CANARY }).to_string());
        bodies.push(
            json!({ "access_token": CANARY, "token_type": "Bearer", "scope": CANARY, "refresh_token": CANARY, member: CANARY })
                .to_string(),
        );
        bodies.push(json!({ "access_token": CANARY, "id_token": CANARY, member: { CANARY: [CANARY] } }).to_string());
        bodies.push(format!(r#"{{"{member}":"{CANARY}","{member}":"{CANARY}"}}"#));
    }
    for body in &bodies {
        assert_silent(body, format!("{:?}", read_json(body.as_bytes()).map(|_| ())));
        for status in [200, 201, 302, 400, 401, 403, 429, 500] {
            for content_type in ["application/json", "text/html", CANARY] {
                let headers = vec![
                    ("content-type".to_owned(), content_type.to_owned()),
                    ("www-authenticate".to_owned(), CANARY.to_owned()),
                ];
                let response = OutboundResponse { status, headers, body: body.as_bytes().to_vec().into(), is_cut: false };
                match judge_token_response(&response, Asked::plain(&[], " ")) {
                    Ok(answer) => assert_silent(body, format!("{answer:?} {answer:#?} {response:?}")),
                    Err(failure) => assert_silent(body, format!("{failure} {failure:?} {failure:#?} {}", failure.kind())),
                }
            }
        }
    }
}

#[test]
fn callbacks_full_of_canaries_show_none() {
    let names =
        ["code", "state", "iss", "error", "error_description", "error_subcode", "tenant", "admin_consent", "access_token"];
    let mut queries = vec![CANARY.to_owned(), format!("{CANARY}={CANARY}"), format!("code={CANARY}%0a")];
    for name in names {
        queries.push(format!("{name}={CANARY}"));
        queries.push(format!("{name}={CANARY}&{name}={CANARY}"));
        queries.push(format!("code={CANARY}&{name}2={CANARY}"));
    }
    for query in &queries {
        for expected in [None, Some(CANARY), Some("https://as.example")] {
            let (bound, creator) = prove();
            let rule = IssuerRule { expected, required: false };
            let verified = read_callback(query).and_then(|parameters| {
                assert_silent(query, format!("{parameters:?} {parameters:#?}"));
                verify_callback(parameters, bound, creator, &rule)
            });
            match verified {
                Ok(callback) => assert_silent(query, format!("{callback:?} {callback:#?}")),
                Err(problem) => assert_silent(query, format!("{problem} {problem:?} {problem:#?}")),
            }
            let (bound, creator) = prove();
            let consent =
                read_callback(query).and_then(|parameters| verify_consent(parameters, bound, creator, "tenant", CANARY));
            assert_silent(query, format!("{consent:?} {:?}", consent.as_ref().err().map(ToString::to_string)));
        }
    }
}

#[test]
fn id_tokens_and_key_sets_full_of_canaries_show_none() {
    let segment = |value: serde_json::Value| crate::base::encoding::to_base64url(value.to_string().as_bytes());
    let keys = json!({"keys":[{"kty":"OKP","crv":"Ed25519","x":crate::base::encoding::to_base64url(&[9; 32]),"kid":CANARY}]})
        .to_string();
    let jwks = read_jwks(keys.as_bytes()).unwrap();
    assert_silent("jwks", format!("{jwks:?} {:?}", read_jwks(format!("{{\"{CANARY}\":1}}").as_bytes()).err()));
    let payload = segment(json!({"iss": CANARY, "sub": CANARY}));
    let tokens = [
        CANARY.to_owned(),
        format!("{CANARY}.{CANARY}.{CANARY}"),
        format!("{}.{payload}.{CANARY}", segment(json!({"alg": CANARY}))),
        format!("{}.{payload}.{CANARY}", segment(json!({"alg": "EdDSA", "kid": CANARY}))),
        format!("{}.{payload}.{CANARY}", segment(json!({"alg": "EdDSA", "kid": "canary-other"}))),
        format!("{}.{payload}.{CANARY}", segment(json!({"alg": "EdDSA", "crit": [CANARY]}))),
    ];
    let expectation = IdTokenExpectation {
        client_id: "c",
        nonce: Some(&Secret::from(CANARY)),
        issuer_template: "https://as.example",
        algorithms: &["EdDSA".to_owned()],
        organisation_claim: None,
        person_claim: "sub",
        display_claim: None,
        now: Timestamp::EPOCH,
    };
    for token in tokens {
        let problem = judge_id_token(&Secret::new(token), &jwks, &expectation).unwrap_err();
        assert_silent("id token", format!("{problem} {problem:?}"));
    }
    assert_silent("expectation", format!("{expectation:?}"));
}
