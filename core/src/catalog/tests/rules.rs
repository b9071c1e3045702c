//! Rules of single parts of a definition, each broken once.

use super::definitions::with;
use super::*;

/// The base is valid; with one value changed it is refused, by the rule that is named.
fn refuses(base: &Value, cases: &[(&str, Value, &str)]) {
    validate_definition(&definition(base), OriginRule::HttpsOnly).unwrap();
    for (path, value, expected) in cases {
        let error = validate_definition(&definition(&with(base.clone(), path, value.clone())), OriginRule::HttpsOnly).err();
        let error = error.unwrap_or_else(|| panic!("{path} = {value} was accepted"));
        assert!(error.message().contains(expected), "{path} = {value}: {error}");
    }
}

#[test]
fn how_a_stored_key_is_sent_is_said_in_one_way_and_by_names() {
    let base = json!({
        "id": "crm", "name": "CRM", "auth": ["api_key"],
        "api": { "origins": ["https://api.crm.example"], "placement": { "header": "X-Api-Key", "template": "Key {key}" } },
    });
    refuses(
        &base,
        &[
            ("api.placement.prefix", json!("Key "), "api.placement must name one of"),
            ("api.placement.basic", json!({ "username": "key" }), "api.placement must name one of"),
            ("api.placement.template", json!("no field"), "api.placement.template must name fields"),
            ("api.placement.template", json!("{a key}"), "api.placement.template must name fields"),
            ("api.placement.template", json!("{key}\u{e9}"), "api.placement.template must be at most 256"),
            (
                "api.placement.template",
                json!(format!("{{key}}{}", "x".repeat(252))),
                "api.placement.template must be at most 256",
            ),
            ("api.placement", json!({ "basic": { "username": "a key" } }), "api.placement.basic must name fields"),
            (
                "id_token",
                json!({ "issuer": "https://id.crm.example", "jwks_uri": "https://id.crm.example/keys", "algorithms": ["RS256"], "person_claim": "sub" }),
                "oauth is missing, as id_token is given",
            ),
        ],
    );
}

#[test]
fn what_a_sign_in_asks_and_is_answered_is_plain() {
    let base = json!({
        "id": "acme", "name": "Acme", "auth": ["user"],
        "oauth": { "authorization_endpoint": "https://acme.example/a", "token_endpoint": "https://acme.example/t" },
        "id_token": { "issuer": "https://acme.example/{organisation}", "jwks_uri": "https://acme.example/keys",
            "algorithms": ["RS256"], "organisation_claim": "tid", "person_claim": "oid" },
        "api": { "origins": ["https://api.acme.example"] },
    });
    let ends = |status: Value, pointer: &str, values: Value| json!({ "ends_grant": [{ "status": status, "pointer": pointer, "values": values }] });
    refuses(
        &base,
        &[
            ("id_token.organisation_claim", json!(null), "id_token.organisation_claim is missing, as the issuer names"),
            ("oauth.token_response", json!({ "token_types": ["a\nb"] }), "token_types[0] must be one line"),
            ("oauth.token_response", json!({ "token_types": ["", "dpop"] }), "token_types[1] means a token that is bound"),
            ("oauth.token_response", ends(json!([99]), "/error", json!(["x"])), "ends_grant[0].status must list"),
            ("oauth.token_response", ends(json!([400]), "error", json!(["x"])), "ends_grant[0].pointer must be"),
            ("oauth.token_response", ends(json!([400]), "", json!(["x"])), "ends_grant[0].pointer must be"),
            ("oauth.token_response", ends(json!([400]), "/error", json!([])), "ends_grant[0].values must list"),
            ("oauth.token_request", json!({ "parameters": { "a b": "x" } }), "must have a plain name"),
            ("oauth.token_request", json!({ "parameters": { "Grant_Type": "x" } }), "is set by the flow itself"),
            ("oauth.token_request", json!({ "parameters": { "a": "x\ny" } }), "must be one line"),
            ("oauth.refresh_token_parameters", json!({ "state": "x" }), "is set by the flow itself"),
            ("oauth.account_choice", json!({ "choose": { "Scope": "x" } }), "choose.Scope is set by the flow itself"),
            ("oauth.account_choice", json!({ "choose": { "a": "x\ny" } }), "choose.a must be one line"),
            ("oauth.account_choice", json!({ "hint_parameter": "state" }), "hint_parameter is set by the flow itself"),
            ("oauth.account_choice", json!({ "hint_parameter": "Prompt" }), "hint_parameter is set by the flow itself"),
            ("oauth.account_choice", json!({ "hint_parameter": "a b" }), "hint_parameter must have a plain name"),
            ("oauth.account_choice", json!({ "hint_parameter": "a", "choose": { "a": "x" } }), "must be none of choose"),
            ("oauth.account_choice", json!({ "prompts": ["select account"] }), "prompts must be words"),
            ("oauth.account_choice", json!({ "prompts_without_hint": ["login"] }), "must be among prompts"),
            ("scope_comparison", json!({ "unreported": ["a b"] }), "scope_comparison.unreported has a value"),
            ("scope_comparison", json!({ "implied": { "a b": ["c"] } }), "must be named by a scope"),
            ("scope_comparison", json!({ "implied": { "a": ["b c"] } }), "scope_comparison.implied.a has a value"),
        ],
    );
}

#[test]
fn what_an_app_signs_and_is_given_for_it_is_plain() {
    let base = json!({
        "id": "acme", "name": "Acme", "auth": ["installation"],
        "variables": { "place": { "kind": "path_segment" } },
        "oauth": { "token_endpoint": "https://acme.example/t" },
        "install": { "kind": "by_mint", "organisation": "{place}", "credential": {
            "kind": "app_jwt", "url": "https://api.acme.example/{place}/tokens", "token": "/token", "ended": [404] } },
        "api": { "origins": ["https://api.acme.example"] },
    });
    refuses(
        &base,
        &[
            ("install.credential.url", json!("https://acme.example/{place}/tokens"), "must be at one of api.origins"),
            ("install.credential.headers", json!({ "Authorization": "x" }), "is set by the request itself"),
            ("install.credential.token", json!(""), "install.credential.token must be a JSON pointer"),
            ("install.credential.token", json!("token"), "install.credential.token must be a JSON pointer"),
            ("install.credential.expires_at", json!("/a~2"), "install.credential.expires_at must be a JSON pointer"),
            ("install.credential.ended", json!([401]), "install.credential.ended must list"),
            ("install.credential.ended", json!([404, 429]), "install.credential.ended must list"),
            ("install.credential.ended", json!([500]), "install.credential.ended must list"),
            ("install.organisation", json!("{nobody}"), "install.organisation uses a variable"),
        ],
    );
}
