//! Runs every file of `tests/vectors/protocol`; a new file or case needs no line here.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::prove;
use crate::model::client::Client;
use crate::model::http::{Body, OutboundResponse};
use crate::protocol::callback::{IssuerRule, read_callback, verify_callback};
use crate::protocol::consent::verify_consent;
use crate::protocol::token::{Asked, ClientRegistration, TokenEndpoint, TokenFailure, build_code_request, judge_token_response};

#[test]
fn every_vector_is_judged_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/protocol");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let kind = text(&file, "kind").to_owned();
        let run = match kind.as_str() {
            "token_responses" => judge_token,
            "callbacks" => judge_callback,
            "consents" => judge_consent,
            other => panic!("{}: unknown kind {other}", path.display()),
        };
        for case in file["cases"].as_array().unwrap() {
            assert_eq!(run(&file, case), expected(case), "{}: {}", path.display(), text(case, "name"));
            *counts.entry(kind.clone()).or_default() += 1;
        }
    }
    // So that an emptied folder does not pass.
    for (kind, least) in [("token_responses", 100), ("callbacks", 30), ("consents", 15)] {
        assert!(counts[kind] >= least, "{kind}: {}", counts[kind]);
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}

/// What a case says about the outcome: the case without what describes the input, and without nulls.
fn expected(case: &Value) -> Value {
    let input = ["name", "status", "headers", "text", "asked", "scope_separator", "query", "required", "organisation_parameter"];
    let outcome = case.as_object().unwrap().iter().filter(|(name, _)| !input.contains(&name.as_str()));
    without_nulls(outcome.map(|(name, value)| (name.clone(), value.clone())).collect())
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => members.into_iter().filter(|(_, v)| !v.is_null()).map(|(n, v)| (n, without_nulls(v))).collect(),
        other => other,
    }
}

fn judge_token(_: &Value, case: &Value) -> Value {
    let headers = match case.get("headers") {
        None => vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())],
        Some(given) => {
            given.as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect()
        }
    };
    let status = case["status"].as_u64().map_or(200, |status| u16::try_from(status).unwrap());
    let response = OutboundResponse { status, headers, body: text(case, "text").as_bytes().to_vec().into(), is_cut: false };
    let list = case["asked"].as_array().cloned().unwrap_or_default();
    let scopes: Vec<String> = list.iter().map(|scope| scope.as_str().unwrap().to_owned()).collect();
    let asked = Asked::plain(&scopes, case["scope_separator"].as_str().unwrap_or(" "));
    let seconds = |duration: Option<Duration>| duration.map(|duration| duration.as_secs());
    let outcome = match judge_token_response(&response, asked) {
        Ok(answer) => json!({ "answer": {
            "access_token": answer.access_token.expose(),
            "expires_in": seconds(answer.expires_in),
            "refresh_in": seconds(answer.refresh_in),
            "refresh_token": answer.refresh_token.as_ref().map(|token| token.expose()),
            "scopes": answer.scopes,
            "id_token": answer.id_token.as_ref().map(|token| token.expose()),
        }}),
        Err(failure) => {
            let ends = ["invalid_grant", "interaction_required", "consent_required"].contains(&failure.kind());
            assert_eq!(failure.needs_user(), ends);
            let shown = format!("{failure} {failure:?}");
            assert!(!shown.contains("canary") && !shown.contains("AADSTS"), "{shown}");
            describe(&failure, case)
        }
    };
    without_nulls(outcome)
}

/// Codes are compared only where the case names them.
fn describe(failure: &TokenFailure, case: &Value) -> Value {
    let (suberror, claims) = match failure {
        TokenFailure::InvalidGrant { suberror } => (*suberror, None),
        TokenFailure::InteractionRequired { suberror, claims, .. } => (*suberror, claims.as_ref()),
        _ => (None, None),
    };
    let error = failure.registered_error().filter(|_| case.get("error").is_some());
    json!({
        "failure": failure.kind(),
        "error": error.map(|error| error.as_str()),
        "suberror": suberror.map(|suberror| suberror.as_str()),
        "claims": claims.map(|claims| claims.expose()),
        "retry_after": failure.retry_after().map(|duration| duration.as_secs()),
    })
}

fn judge_callback(file: &Value, case: &Value) -> Value {
    let rule = IssuerRule { expected: Some(text(file, "issuer")), required: case["required"].as_bool().unwrap_or(false) };
    let (bound, creator) = prove();
    let verified = read_callback(text(case, "query")).and_then(|parameters| {
        assert_eq!(parameters.state().is_some(), text(case, "query").contains("state="), "{case}");
        verify_callback(parameters, bound, creator, &rule)
    });
    match verified {
        Ok(callback) => {
            // The code shows itself only in the request that spends it.
            let (client, authentication) = (&Client::Public, Default::default());
            let client = ClientRegistration { client_id: "c", client, authentication, assertion: None };
            let url = "https://as.example/token".parse().unwrap();
            let endpoint = TokenEndpoint { url: &url, client, written: &Default::default(), names: &Default::default() };
            let request = build_code_request(callback, &endpoint, "https://app.example/cb", None);
            let Body::Form(form) = request.body else { panic!("{:?}", request.body) };
            let code =
                url::form_urlencoded::parse(form.expose().as_bytes()).find(|(name, _)| name == "code").unwrap().1.into_owned();
            json!({ "code": code })
        }
        Err(problem) => json!({ "problem": problem.kind() }),
    }
}

fn judge_consent(file: &Value, case: &Value) -> Value {
    let parameter = case["organisation_parameter"].as_str().unwrap_or_else(|| text(file, "organisation_parameter"));
    let (bound, creator) = prove();
    let given = read_callback(text(case, "query"))
        .and_then(|parameters| verify_consent(parameters, bound, creator, parameter, text(file, "organisation")));
    match given {
        Ok(_) => json!({ "given": true }),
        Err(problem) => json!({ "problem": problem.kind() }),
    }
}
