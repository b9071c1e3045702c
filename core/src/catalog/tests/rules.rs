//! Rules of single parts of a definition, each broken once.

use super::definitions::with;
use super::*;

/// The base is valid; with one value changed it is refused, by the rule that is named.
pub(super) fn refuses(base: &Value, cases: &[(&str, Value, &str)]) {
    validate_definition(&definition(base), OriginRule::HttpsOnly).unwrap();
    for (path, value, expected) in cases {
        let error = validate_definition(&definition(&with(base.clone(), path, value.clone())), OriginRule::HttpsOnly).err();
        let error = error.unwrap_or_else(|| panic!("{path} = {value} was accepted"));
        assert!(error.message().contains(expected), "{path} = {value}: {error}");
        assert!(error.hint().is_some(), "{path} = {value}: what to do?");
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
            ("api.placement.query", json!({ "key": "key" }), "api.placement must name one of"),
            ("api.placement", json!({ "query": { "a key": "key" } }), "api.placement.query must have at most 8 plain names"),
            ("api.placement", json!({ "query": { "key": "a key" } }), "api.placement.query must name fields"),
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
            ("oauth.token_response", json!({ "ends_grant_texts": ["Gone.", ""] }), "ends_grant_texts[1] must be one line"),
            ("oauth.token_response", json!({ "ends_grant_texts": [" Gone."] }), "ends_grant_texts[0] must be one line"),
            ("oauth.token_response", json!({ "ends_grant_texts": ["Gone.\nBye."] }), "ends_grant_texts[0] must be one line"),
            ("oauth.token_response", json!({ "ends_grant_texts": ["x".repeat(257)] }), "ends_grant_texts[0] must be one line"),
            ("oauth.token_request", json!({ "parameters": { "a b": "x" } }), "must have a plain name"),
            (
                "oauth.token_request",
                json!({ "headers": { "x-app": "{client_secret}" } }),
                "must have nothing but {client_id} in braces",
            ),
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

/// What a sign-in tells may stand in addresses of the API, and in none that gets a code, a refresh token or a client's secret.
#[test]
fn kept_values_are_declared_have_one_place_and_choose_no_endpoint() {
    let base = json!({
        "id": "crm", "name": "CRM", "auth": ["user"],
        "variables": {
            "instance": { "kind": "host", "suffixes": [".crm.example"] },
            "site": { "kind": "path_segment" },
            "company": { "kind": "path_segment" },
            "shop": { "kind": "dns_label", "from_user": true },
        },
        "oauth": {
            "authorization_endpoint": "https://crm.example/a", "token_endpoint": "https://crm.example/t",
            "refresh_endpoint": "https://crm.example/r",
            "kept": [
                { "variable": "instance", "pointer": "/instance_url" },
                { "variable": "company", "parameter": "realmId" },
                { "variable": "site", "url": "https://{instance}/sites", "pointer": "/0/id" },
            ],
        },
        "identity": { "url": "https://{instance}/{site}/me", "person": "/id" },
        "api": { "origins": ["https://{instance}"] },
        "probe": { "url": "https://{instance}/{company}/{site}" },
    });
    let late = "uses a variable that is known only after the sign-in";
    refuses(
        &base,
        &[
            ("oauth.kept.0.variable", json!("other"), "oauth.kept[0].variable must be declared"),
            ("oauth.kept.0.variable", json!("shop"), "variables.shop must not be from_user"),
            ("oauth.kept.1.variable", json!("instance"), "oauth.kept[1].variable is the variable of another one"),
            ("oauth.kept.0.parameter", json!("x"), "oauth.kept[0] must name one place"),
            ("oauth.kept.0.pointer", json!(null), "oauth.kept[0] must name one place"),
            ("oauth.kept.0.pointer", json!(""), "oauth.kept[0].pointer must be a JSON pointer"),
            ("oauth.kept.1.url", json!("https://{instance}/x"), "oauth.kept[1] must say by a pointer"),
            ("oauth.kept.1.parameter", json!("state"), "oauth.kept[1].parameter must name a parameter"),
            ("oauth.kept.1.parameter", json!("a b"), "oauth.kept[1].parameter must name a parameter"),
            ("oauth.kept.2.url", json!("https://evil.example/sites"), "oauth.kept[2].url must be at one of api.origins"),
            (
                "oauth.kept.2.url",
                json!("https://{instance}/{site}"),
                "oauth.kept[2].url uses a variable that is itself looked up",
            ),
            ("oauth.token_endpoint", json!("https://{instance}/t"), late),
            ("oauth.authorization_endpoint", json!("https://{instance}/a"), late),
            ("oauth.refresh_endpoint", json!("https://crm.example/{company}"), late),
            ("oauth.issuer", json!("https://{instance}"), late),
            ("oauth.refresh_endpoint", json!("http://crm.example/r"), "oauth.refresh_endpoint must be https"),
            ("identity.url", json!("https://evil.example/me"), "identity.url must be at one of api.origins"),
            ("identity.person", json!("id"), "identity.person must be a JSON pointer"),
            ("identity.organisation", json!([""]), "identity must be a JSON pointer"),
            (
                "oauth.credentials",
                json!([{ "subject": "user", "access_token": "/t", "person": "/p" }]),
                "identity must be absent, as oauth.credentials",
            ),
            (
                "id_token",
                json!({ "issuer": "https://crm.example", "jwks_uri": "https://crm.example/k", "algorithms": ["RS256"], "person_claim": "sub" }),
                "identity must be absent, as an ID token",
            ),
        ],
    );
}

/// Endpoints are the definition's or the issuer's, and the issuer's may be at hosts that the definition lists.
#[test]
fn what_is_looked_up_is_looked_up_at_an_issuer() {
    let base = json!({
        "id": "id", "name": "Id", "auth": ["user"],
        "variables": { "account": { "kind": "dns_label", "from_user": true } },
        "oauth": { "issuer": "https://{account}.id.example/x", "discovery": { "kind": "openid", "hosts": ["token.id.example"] } },
        "id_token": { "issuer": "https://{account}.id.example/x", "algorithms": ["RS256"], "person_claim": "sub" },
        "api": { "origins": ["https://api.id.example"] },
    });
    refuses(
        &base,
        &[
            ("oauth.discovery", json!(null), "oauth.authorization_endpoint is missing"),
            ("oauth.issuer", json!("https://{account}.id.example/x?y=z"), "oauth.issuer must"),
            ("oauth.discovery.hosts", json!(["https://token.id.example"]), "oauth.discovery.hosts must list"),
            ("oauth.discovery.hosts", json!([".example"]), "oauth.discovery.hosts must list"),
            ("oauth.discovery.hosts", json!(["Token.id.example"]), "oauth.discovery.hosts must list"),
            ("oauth.discovery.leaves_out", json!(["revocation_endpoint", "revocation_endpoint"]), "leaves_out must list each"),
        ],
    );
    let named =
        with(with(base.clone(), "oauth.authorization_endpoint", json!("https://id.example/a")), "oauth.discovery", json!(null));
    let error = validate_definition(&definition(&named), OriginRule::HttpsOnly).unwrap_err();
    assert!(error.message().contains("oauth.token_endpoint is missing"), "{error}");
    let bare = with(with(base.clone(), "id_token", json!(null)), "oauth.issuer", json!(null));
    let error = validate_definition(&definition(&bare), OriginRule::HttpsOnly).unwrap_err();
    assert!(error.message().contains("oauth.issuer is missing, as its endpoints"), "{error}");
    let told = with(base.clone(), "oauth.token_endpoint", json!("https://id.example/t"));
    let told = with(with(told, "oauth.authorization_endpoint", json!("https://id.example/a")), "oauth.discovery", json!(null));
    let error = validate_definition(&definition(&told), OriginRule::HttpsOnly).unwrap_err();
    assert!(error.message().contains("id_token.jwks_uri is missing"), "{error}");
    let steps = json!({ "id": "id", "name": "Id", "auth": ["user"],
        "oauth": { "authorization_endpoint": "https://id.example/a", "token_endpoint": "https://id.example/t", "issuer": "https://id.example",
            "discovery": { "kind": "oauth" } } });
    let error = validate_definition(&definition(&steps), OriginRule::HttpsOnly).unwrap_err();
    assert!(error.message().contains("no endpoint is left"), "{error}");
}

/// A warning of an end is only as right as the seconds that it is counted by.
#[test]
fn lifetimes_are_seconds_and_fit_each_other() {
    let base = json!({
        "id": "crm", "name": "CRM", "auth": ["user"],
        "oauth": { "authorization_endpoint": "https://crm.example/a", "token_endpoint": "https://crm.example/t" },
        "lifetime": { "rotation": "strict", "access_seconds": 60, "refresh_idle_seconds": 100, "refresh_absolute_seconds": 100 },
    });
    let days_in_milliseconds = json!(90_u64 * 86_400_000);
    refuses(
        &base,
        &[
            (
                "lifetime.refresh_absolute_seconds",
                json!(99),
                "refresh_absolute_seconds must be no less than refresh_idle_seconds",
            ),
            (
                "lifetime.refresh_absolute_seconds",
                days_in_milliseconds.clone(),
                "lifetime.refresh_absolute_seconds must be seconds",
            ),
            ("lifetime.refresh_idle_seconds", days_in_milliseconds.clone(), "lifetime.refresh_idle_seconds must be seconds"),
            ("lifetime.access_seconds", days_in_milliseconds, "lifetime.access_seconds must be seconds"),
            ("lifetime.rotation", json!("none"), "lifetime must name no end of refresh tokens"),
        ],
    );
}

#[test]
fn a_parameter_has_one_name_and_a_get_no_content() {
    let base = json!({
        "id": "crm", "name": "CRM", "auth": ["user"],
        "oauth": {
            "authorization_endpoint": "https://crm.example/a", "token_endpoint": "https://crm.example/t",
            "authorization_parameters": { "audience": "x" },
            "token_request": { "method": "get" },
            "parameter_names": { "client_id": "client_key", "scope": "perms" },
        },
    });
    refuses(
        &base,
        &[
            ("oauth.token_request.encoding", json!("json"), "oauth.token_request.encoding must be form"),
            ("oauth.parameter_names.client_id", json!("a b"), "oauth.parameter_names.client_id must be a plain name"),
            ("oauth.parameter_names.client_id", json!("State"), "oauth.parameter_names.client_id is the name of another"),
            ("oauth.parameter_names.client_id", json!("audience"), "oauth.parameter_names.client_id is the name of another"),
            (
                "oauth.parameter_names.client_secret",
                json!("Client_Key"),
                "oauth.parameter_names.client_id is the name of another",
            ),
            (
                "oauth.token_request.parameter_names",
                json!({ "grant_type": "x", "code": "X" }),
                "oauth.token_request.parameter_names.grant_type is the name of another",
            ),
            (
                "oauth.token_request.parameter_names",
                json!({ "refresh_token": "audience" }),
                "oauth.token_request.parameter_names.refresh_token is the name of another",
            ),
            ("oauth.code_parameter", json!("state"), "oauth.code_parameter must name a parameter of the callback that"),
            ("oauth.code_parameter", json!("a b"), "oauth.code_parameter must name a parameter of the callback that"),
        ],
    );
}

/// SR-34: a host that a sign-in tells is one of those that the definition lists, or ends in one of its suffixes, and has nothing around it.
#[test]
fn a_told_host_may_stand_in_an_address_and_has_nothing_else() {
    let config = config_of(definition(&json!({
        "id": "crm", "name": "CRM", "auth": ["user"],
        "variables": { "instance": { "kind": "host", "suffixes": [".crm.example"] }, "site": { "kind": "path_segment" } },
        "oauth": { "authorization_endpoint": "https://crm.example/a", "token_endpoint": "https://crm.example/t" },
    })));
    let host = |told: &str| fit_kept(&config, "instance", told);
    for told in ["a.crm.example", "https://a.crm.example", "https://a.crm.example/", "a.crm.example/"] {
        assert_eq!(host(told).as_deref(), Some("a.crm.example"), "{told}");
    }
    for told in
        ["https://https://a.crm.example", "https://a.crm.example//", "http://a.crm.example", "a.crm.example:443", "crm.example"]
    {
        assert_eq!(host(told), None, "{told}");
    }
    let site = |told: &str| fit_kept(&config, "site", told);
    assert_eq!((site("c-1").as_deref(), site("https://c-1"), fit_kept(&config, "other", "x")), (Some("c-1"), None, None));
    for hostile in hostile_values() {
        assert_eq!(host(&hostile), None, "{hostile}");
    }
}

/// An installation on a provider's page: what names it comes with a browser, so a list must confirm it, and it is where the mint asks.
#[test]
fn an_installation_by_page_is_listed_and_minted_for() {
    let base = json!({
        "id": "forge", "name": "Forge", "auth": ["installation", "user"],
        "variables": { "installation": { "kind": "path_segment" }, "shop": { "kind": "dns_label", "from_user": true } },
        "oauth": { "authorization_endpoint": "https://forge.example/a", "token_endpoint": "https://forge.example/t" },
        "install": {
            "kind": "by_page", "url": "https://forge.example/apps/x/new", "parameter": "installation_id", "variable": "installation",
            "proof": { "url": "https://api.forge.example/installations", "items": "/items", "id": "/id", "organisation": "/account/id" },
            "credential": { "kind": "app_jwt", "url": "https://api.forge.example/{installation}/tokens", "token": "/token" },
        },
        "api": { "origins": ["https://api.forge.example"] },
    });
    refuses(
        &base,
        &[
            ("install.url", json!("http://forge.example/new"), "install.url must be https"),
            ("install.parameter", json!("code"), "install.parameter must name a parameter"),
            ("install.variable", json!("other"), "install.variable must be declared"),
            ("install.variable", json!("shop"), "variables.shop must not be from_user"),
            ("install.proof.url", json!("https://evil.example/i"), "install.proof.url must be at one of api.origins"),
            ("install.proof.items", json!("items"), "install.proof must be a JSON pointer"),
            ("install.proof.organisation", json!(""), "install.proof must be a JSON pointer"),
            ("install.credential.url", json!("https://api.forge.example/tokens"), "install.credential.url must use the variable"),
            ("install.credential.url", json!("https://evil.example/{installation}"), "must be at one of api.origins"),
            ("install.probe", json!({ "url": "https://evil.example/" }), "install.probe.url must be at one of api.origins"),
            ("oauth.token_endpoint", json!("https://forge.example/{installation}"), "is known only after the sign-in"),
            ("oauth.authorization_endpoint", json!(null), "oauth.authorization_endpoint is missing"),
        ],
    );
}

/// A token goes to fixed addresses, under a grant of the provider's own, and one that renews itself has a known end.
#[test]
fn access_tokens_are_exchanged_as_the_definition_says() {
    let base = json!({
        "id": "crm", "name": "CRM", "auth": ["user"],
        "variables": { "site": { "kind": "path_segment" } },
        "oauth": {
            "authorization_endpoint": "https://crm.example/a", "token_endpoint": "https://crm.example/t",
            "client_authentication": "client_secret_post",
            "kept": [{ "variable": "site", "pointer": "/site" }],
            "token_response": { "wrapped_in": "/data" },
            "further_exchange": { "endpoint": "https://crm.example/x", "grant": "x_exchange", "client": ["client_secret"] },
            "renewal_by_access_token": {
                "minimum_age_seconds": 60,
                "exchange": { "endpoint": "https://crm.example/r", "grant": "x_renewal", "method": "get" },
            },
        },
        "lifetime": { "access_seconds": 100 },
    });
    let late = "uses a variable that is known only after the sign-in";
    let two = json!([{ "subject": "user", "access_token": "/a" }, { "subject": "installation", "access_token": "/b" }]);
    let further = "oauth.further_exchange";
    let renewal = "oauth.renewal_by_access_token";
    refuses(
        &base,
        &[
            (&format!("{further}.endpoint"), json!("http://crm.example/x"), "oauth.further_exchange.endpoint must be https"),
            (&format!("{further}.endpoint"), json!("https://crm.example/{site}"), late),
            (&format!("{renewal}.exchange.endpoint"), json!("https://crm.example/{site}"), late),
            (&format!("{further}.grant"), json!("Refresh_Token"), "oauth.further_exchange.grant must be a plain name"),
            (&format!("{further}.grant"), json!("a b"), "oauth.further_exchange.grant must be a plain name"),
            (&format!("{further}.token_parameter"), json!("client_secret"), "token_parameter must be a plain name"),
            (&format!("{further}.client"), json!(["client_id", "client_id"]), "client must name each parameter once"),
            ("oauth.client_authentication", json!("none"), "must not name client_secret"),
            ("oauth.credentials", two, "oauth.further_exchange must be absent"),
            ("oauth.refresh_endpoint", json!("https://crm.example/r"), "oauth.refresh_endpoint must be absent"),
            ("lifetime.access_seconds", json!(null), "lifetime.access_seconds is missing"),
            (&format!("{renewal}.minimum_age_seconds"), json!(61), "must be at most 60 %"),
            ("lifetime.refresh_idle_seconds", json!(100), "lifetime.refresh_idle_seconds must be 0"),
            ("oauth.token_response.wrapped_in", json!("data"), "oauth.token_response.wrapped_in must be a JSON pointer"),
            ("oauth.token_response.encoding", json!("form"), "oauth.token_response.wrapped_in must be absent"),
        ],
    );
}
