//! What a definition may say of lists of which one entry is meant, and of headers that name it.

use super::definitions::with;
use super::rules::refuses;
use super::*;

fn base() -> Value {
    json!({
        "id": "crm", "name": "CRM", "auth": ["user"],
        "variables": {
            "account": { "kind": "path_segment", "from_user": true },
            "base": { "kind": "host", "suffixes": [".crm.example"] },
            "fixed": { "kind": "path_segment" },
        },
        "oauth": {
            "authorization_endpoint": "https://crm.example/a", "token_endpoint": "https://crm.example/t",
            "token_request": { "headers": { "Own": "{client_id}" }, "refresh_parameters": { "type": "refresh" } },
            "kept": [{
                "variable": "account", "url": "https://crm.example/me", "items": "/accounts", "pointer": "/id",
                "where": { "pointer": "/default", "values": [true] }, "also": { "base": "/base" }, "organisation": true,
            }],
        },
        "api": {
            "origins": ["https://{base}", "https://crm.example"],
            "headers": { "Version": "1" }, "further_headers": { "Own-Account": "{account}", "Own-Client": "{client_id}" },
        },
        "probe": { "url": "https://{base}/{account}" },
    })
}

#[test]
fn one_entry_of_a_list_is_said_by_places_and_chooses_no_endpoint() {
    let late = "uses a variable that is known only after the sign-in";
    let second = json!([
        { "variable": "account", "url": "https://crm.example/me", "items": "", "pointer": "/id", "organisation": true },
        { "variable": "fixed", "pointer": "/x", "organisation": true },
    ]);
    refuses(
        &base(),
        &[
            ("oauth.kept.0.variable", json!("other"), "oauth.kept[0].variable must be declared"),
            ("oauth.kept.0.items", json!("accounts"), "oauth.kept[0].items must be a JSON pointer"),
            ("oauth.kept.0.items", json!(null), "oauth.kept[0].where must be absent, as there are no items"),
            ("oauth.kept.0.url", json!(null), "oauth.kept[0].items must be absent, as there is no url"),
            ("oauth.kept.0.where", json!({ "pointer": "", "values": [true] }), "oauth.kept[0].where must be a JSON pointer"),
            ("oauth.kept.0.where", json!({ "pointer": "/x", "values": [] }), "oauth.kept[0].where must be a JSON pointer"),
            ("oauth.kept.0.also", json!({ "other": "/x" }), "oauth.kept[0].also.other must be declared"),
            ("oauth.kept.0.also", json!({ "base": "x" }), "oauth.kept[0].also.base must be a JSON pointer"),
            ("oauth.kept.0.also", json!({ "account": "/x" }), "variables.account must not be from_user"),
            ("variables.base.from_user", json!(true), "variables.base must not be from_user"),
            ("oauth.kept.0.optional", json!(true), "variables.account must stand in no address, as it is optional"),
            ("oauth.kept", second, "oauth.kept must name one organisation"),
            ("oauth.token_endpoint", json!("https://{base}/t"), late),
            ("oauth.authorization_endpoint", json!("https://crm.example/{account}"), late),
            ("oauth.kept.0.url", json!("https://crm.example/{account}"), "uses a variable that is itself looked up"),
        ],
    );
    let plain = with(base(), "oauth.kept", json!([{ "variable": "fixed", "pointer": "/x", "optional": true }]));
    let error = validate_definition(&definition(&plain), OriginRule::HttpsOnly).unwrap_err();
    assert!(error.message().contains("oauth.kept[0].optional must be false"), "{error}");
    let plain = with(base(), "oauth.kept", json!([{ "variable": "fixed", "pointer": "/x", "also": { "base": "/b" } }]));
    let error = validate_definition(&definition(&plain), OriginRule::HttpsOnly).unwrap_err();
    assert!(error.message().contains("oauth.kept[0].also must be absent"), "{error}");
}

#[test]
fn headers_beside_the_credential_name_what_is_known_and_nothing_else() {
    refuses(
        &base(),
        &[
            ("api.further_headers.Own-Account", json!("{other}"), "api.further_headers.Own-Account uses a variable that is not"),
            (
                "api.further_headers.Own-Account",
                json!("fixed"),
                "api.further_headers.Own-Account must hold {client_id} or a variable",
            ),
            ("api.further_headers", json!({ "version": "{account}" }), "must not be the header of the credential, or one of"),
            ("api.further_headers", json!({ "Cookie": "{account}" }), "api.further_headers.Cookie is set by the request itself"),
            ("api.placement", json!({ "header": "own-client" }), "must not be the header of the credential, or one of"),
            ("oauth.token_request.headers", json!({ "Own": "{account}" }), "must have nothing but {client_id} in braces"),
            (
                "oauth.token_request.refresh_parameters",
                json!({ "refresh_token": "x" }),
                "oauth.token_request.refresh_parameters.refresh_token is set by the flow itself",
            ),
            ("oauth.parameter_names", json!({ "client_id": "type" }), "oauth.parameter_names.client_id is the name of another"),
        ],
    );
}

/// A header whose variable has no value is left out, and no value adds another header.
#[test]
fn headers_are_filled_in_with_values_that_fit() {
    let config = config_of(definition(&base()));
    let headers = |variables: &[(&str, &str)]| {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        further_headers(&config, &variables).into_iter().map(|(name, value)| (name, value.expose().clone())).collect::<Vec<_>>()
    };
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let client = pair("Own-Client", &config.client_id);
    assert_eq!(headers(&[("account", "a-1")]), [pair("Own-Account", "a-1"), client.clone()]);
    for bad in ["", "a\r\nCookie: b", "a/b", "é"] {
        assert_eq!(headers(&[("account", bad)]), std::slice::from_ref(&client), "{bad}");
    }
    assert_eq!(headers(&[]), [client]);
}

/// The operator's own secret beside a credential: whoever may choose the host would be sent it.
#[test]
fn the_clients_secret_goes_to_no_host_of_somebodys_choice() {
    let with_secret = |id: &str| {
        let mut definition = crate::catalog::Catalog::builtin().get(id).unwrap().as_ref().clone();
        definition.api.further_headers.insert("own-key".into(), "{client_id}:{client_secret}".into());
        validate_definition(&definition, OriginRule::HttpsOnly)
    };
    let refused = with_secret("shopify").unwrap_err();
    assert!(refused.message().contains("only where no host of the API has a variable"), "{refused}");
    with_secret("etsy").unwrap();
}
