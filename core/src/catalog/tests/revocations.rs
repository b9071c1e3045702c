//! How a definition may say that tokens are revoked, and where that leads.

use super::*;

fn revoking(revocation: Value) -> Value {
    let mut json = shop();
    json["revocation"] = revocation;
    json
}

#[test]
fn a_revocation_that_could_not_be_asked_for_is_refused_by_its_field() {
    let at = "https://id.acme.example/revoke";
    let with = |more: Value| {
        let mut revocation = json!({ "endpoint": at, "scope": "grant" });
        revocation.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        revoking(revocation)
    };
    for good in [
        json!({}),
        json!({ "endpoint": "https://id.acme.example/{client_id}/revoke" }),
        json!({ "headers": { "x-app": "app {client_id}" } }),
        json!({ "method": "get", "token_in": { "query": "token" } }),
        json!({ "token_in": "bearer", "client": "nothing", "tokens": ["access"] }),
        json!({ "method": "delete", "token_in": { "json": "access_token" }, "client": "basic", "gone": [404] }),
        json!({ "token_in": { "json": "accessToken" }, "parameter_names": { "client_id": "clientId", "client_secret": "clientSecret" } }),
    ] {
        validate_definition(&definition(&with(good.clone())), OriginRule::HttpsOnly)
            .unwrap_or_else(|error| panic!("{good}: {error}"));
    }
    for (bad, expected) in [
        (json!({ "endpoint": "http://id.acme.example/revoke" }), "revocation.endpoint must be https"),
        (json!({ "endpoint": null }), "revocation.endpoint is missing"),
        (json!({ "endpoint": "https://{client_id}.acme.example/revoke" }), "revocation.endpoint has a variable in its host"),
        (json!({ "endpoint": "https://id.acme.example/{person}" }), "revocation.endpoint uses a variable"),
        (json!({ "docs": "http://acme.example" }), "revocation.docs must be an https URL"),
        (json!({ "tokens": [] }), "revocation.tokens must list"),
        (json!({ "tokens": ["access", "access"] }), "revocation.tokens must list"),
        (json!({ "token_in": { "form": "client_secret" } }), "revocation.token_in is the name of another parameter"),
        (json!({ "token_in": { "json": "a b" } }), "revocation.token_in must have a plain name"),
        (json!({ "method": "get" }), "revocation.method must be post or delete"),
        (json!({ "token_in": "bearer" }), "revocation.client must be nothing"),
        (json!({ "headers": { "authorization": "x" } }), "revocation.headers.authorization is set"),
        (json!({ "headers": { "x-app": "{client_secret}" } }), "revocation.headers must have nothing but {client_id}"),
        (json!({ "parameter_names": { "client_id": "a b" } }), "revocation.parameter_names.client_id must be a plain name"),
        (
            json!({ "parameter_names": { "client_id": "grant_type" } }),
            "revocation.parameter_names.client_id is the name of another",
        ),
        (json!({ "parameter_names": { "client_id": "Token" } }), "revocation.parameter_names must give client_id and"),
        (json!({ "parameter_names": { "code": "kode" } }), "revocation.parameter_names must give client_id and"),
        (json!({ "done": [] }), "revocation.done must list"),
        (json!({ "done": [99] }), "revocation.done must list"),
        (json!({ "gone": [200] }), "revocation.gone must list"),
        (json!({ "gone": [429] }), "revocation.gone must not list"),
        (json!({ "done": [503] }), "revocation.gone must not list"),
        (json!({ "done_when": { "pointer": "ok", "values": [true] } }), "revocation.done_when.pointer must be"),
        (json!({ "gone_when": { "pointer": "/ok", "values": [] } }), "revocation.gone_when.values must list"),
    ] {
        let error = validate_definition(&definition(&with(bad.clone())), OriginRule::HttpsOnly).unwrap_err();
        assert!(error.message().contains(expected), "{bad}: {}", error.message());
    }
    let mut keys = with(json!({}));
    keys["auth"] = json!(["api_key"]);
    keys.as_object_mut().unwrap().remove("oauth");
    let error = validate_definition(&definition(&keys), OriginRule::HttpsOnly).unwrap_err();
    assert!(error.message().contains("revocation is for tokens"), "{}", error.message());
}

/// The id of the client stands in a path, and only where it makes no other path.
#[test]
fn the_clients_id_stands_in_a_path_and_leads_nowhere_else() {
    let definition =
        definition(&revoking(json!({ "endpoint": "https://id.acme.example/{client_id}/grant", "scope": "account" })));
    let template = definition.revocation.as_ref().unwrap().endpoint.clone().unwrap();
    let of = |client_id: &str| {
        let config = ProviderConfig { client_id: client_id.to_owned(), ..config_of(definition.clone()) };
        resolve_url(&config, &template, &BTreeMap::new()).map(String::from)
    };
    assert_eq!(of("Iv1.a_b-c").unwrap(), "https://id.acme.example/Iv1.a_b-c/grant");
    for bad in ["", "..", "a/b", "a?b", "a b", "a%2Fb", "ä"] {
        assert!(of(bad).is_err(), "{bad}");
    }
}
