//! What a definition may hold.

use super::*;
use crate::base::ErrorCode;
use crate::model::definition::{ClientAuthentication, Pkce, Rotation};

#[test]
fn the_smallest_definition_works() {
    let definition = definition(&serde_json::from_str(generic::EXAMPLE).unwrap());
    validate_definition(&definition, OriginRule::HttpsOnly).unwrap();
    let oauth = definition.oauth.as_ref().unwrap();
    assert_eq!(
        (oauth.client_authentication, &oauth.pkce, oauth.scope_separator.as_str()),
        (ClientAuthentication::ClientSecretBasic, &Pkce::S256, " ")
    );
    assert_eq!(definition.lifetime.rotation, Rotation::Unknown);
    let config = config_of(definition);
    check_config(&config, false).unwrap();
    let endpoints = resolve_endpoints(&config, &BTreeMap::new()).unwrap();
    assert_eq!(endpoints.authorization.unwrap().as_str(), "https://id.acme.example/authorize");
    assert_eq!(endpoints.token.as_str(), "https://id.acme.example/token");
    assert_eq!(
        (endpoints.issuer, endpoints.jwks, resolve_api_origins(&config, &BTreeMap::new()).unwrap()),
        (None, None, vec!["https://api.acme.example".to_owned()])
    );
}

#[test]
fn every_place_of_a_variable_is_valid() {
    validate_definition(&definition(&shop()), OriginRule::HttpsOnly).unwrap();
}

/// Sets a value at a path such as `oauth.token_endpoint`.
pub(super) fn with(mut json: Value, path: &str, value: Value) -> Value {
    let mut at = &mut json;
    for key in path.split('.') {
        at = match key.parse::<usize>() {
            Ok(index) => &mut at[index],
            Err(_) => &mut at[key],
        };
    }
    *at = value;
    json
}

#[test]
fn what_a_definition_may_not_hold_is_refused_by_its_field() {
    let base = || {
        let mut json = shop();
        json["origins"] = json!({ "select": "cloud", "default": "global", "sets": {
            "global": { "login": "https://login.acme.example", "graph": "https://graph.acme.example" },
            "eu": { "login": "https://login.eu.acme.example", "graph": "https://graph.eu.acme.example:8443" } } });
        json["variables"]["authority"] = json!({ "kind": "one_of", "values": ["all"], "or_uuid": true });
        json["id_token"] = json!({ "issuer": "{login}/{organisation}", "jwks_uri": "{login}/keys", "algorithms": ["RS256"], "organisation_claim": "tid", "person_claim": "oid", "organisation_variable": "authority", "audience_variable": "audience" });
        json["variables"]["audience"] = json!({ "kind": "one_of", "values": ["all"] });
        json["auth"] = json!(["user", "installation"]);
        json["install"] = json!({ "kind": "sign_in_then_consent", "sign_in_variables": { "authority": "all" }, "sign_in_scopes": ["openid"], "admin_claim": "wids", "admin_values": ["x"],
            "consent": { "url": "{login}/{authority}/consent", "scope": "{graph}/.default", "organisation_parameter": "tenant" },
            "credential": { "kind": "client_credentials", "scope": "{graph}/.default" }, "default_roles": ["Files"],
            "probes": [{ "url": "{graph}/users/{person}", "proves": [200], "waits": [403] }] });
        json["api"]["origins"] = json!(["{graph}"]);
        json["probe"] = json!({ "url": "{graph}/me" });
        json["scopes"] = json!({ "files": { "description": "Read files" } });
        json
    };
    validate_definition(&definition(&base()), OriginRule::HttpsOnly).unwrap();

    let http = json!("http://login.acme.example");
    let cases: Vec<(&str, Value, &str)> = vec![
        ("id", json!("No_Slug"), "id must"),
        ("name", json!(""), "name must"),
        ("name", json!("a\nb"), "name must"),
        ("docs", json!("javascript:alert(1)"), "docs must be an https URL"),
        ("docs", json!("http://acme.example"), "docs must be an https URL"),
        ("name", json!("Acme\u{202e}elgoog"), "name must be one line of 1 to 128 bytes"),
        ("api.origins.0", json!("https://*.acme.example"), "must be one host, in lower case, without wildcard"),
        ("api.origins.0", json!("https://me@acme.example"), "must be one host"),
        ("api.origins.0", json!("https://2130706433"), "an IP address in its usual spelling"),
        ("category", json!("a\nb"), "category must"),
        ("setup", json!(["ok", "a\u{1b}[0m"]), "setup[1] must"),
        ("auth", json!([]), "auth must name at least one"),
        ("auth", json!(["user", "user", "installation"]), "auth names a kind twice"),
        ("auth", json!(["user"]), "auth must name installation"),
        ("oauth", json!(null), "oauth is missing"),
        ("install", json!(null), "install is missing"),
        ("id_token", json!(null), "id_token.organisation_claim is missing"),
        ("origins.select", json!("Cloud"), "origins.select must"),
        ("origins.select", json!("person"), "origins.select has a name"),
        ("origins.select", json!("shop"), "origins.select must not be declared"),
        ("origins.default", json!("mars"), "origins.default must"),
        (
            "origins.sets.EU",
            json!({ "login": "https://a.example", "graph": "https://b.example" }),
            "origins.sets has a set whose",
        ),
        ("origins.sets", json!({ "global": {} }), "origins.sets must hold at least one"),
        ("origins.sets.eu", json!({ "login": "https://login.eu.acme.example" }), "origins.sets.eu must hold the same names"),
        ("origins.sets.global.login", http.clone(), "origins.sets.global.login must be https"),
        ("origins.sets.global.login", json!("http://127.0.0.1:4000"), "origins.sets.global.login must be https"),
        ("origins.sets.global.login", json!("https://login.acme.example/"), "origins.sets.global.login must be an origin"),
        ("origins.sets.global.login", json!("https://login.acme.example/path"), "origins.sets.global.login must be an origin"),
        ("origins.sets.global.login", json!("https://u@login.acme.example"), "origins.sets.global.login must be an origin"),
        ("origins.sets.global.login", json!("https://LOGIN.acme.example"), "origins.sets.global.login must be an origin"),
        ("origins.sets.global.login", json!("https://login.acme.example:443"), "origins.sets.global.login must be an origin"),
        ("origins.sets.global.login", json!("ftp://login.acme.example"), "origins.sets.global.login must be an origin"),
        ("origins.sets.global.login", json!("{graph}"), "origins.sets.global.login must be an origin"),
        ("variables.organisation", json!({ "kind": "uuid" }), "variables.organisation has a name"),
        ("variables.login", json!({ "kind": "uuid" }), "has the name of a variable"),
        ("variables.region", json!({ "kind": "one_of", "values": [] }), "variables.region must list"),
        ("variables.region", json!({ "kind": "one_of", "values": ["a/b"] }), "variables.region has a value"),
        ("variables.region", json!({ "kind": "one_of", "values": [".."] }), "variables.region has a value"),
        ("variables.region", json!({ "kind": "one_of", "values": ["eu"], "default": "us" }), "variables.region has a default"),
        ("variables.domain", json!({ "kind": "host" }), "variables.domain must list"),
        ("variables.domain", json!({ "kind": "host", "hosts": ["Acme.example"] }), "variables.domain has a host"),
        ("variables.domain", json!({ "kind": "host", "hosts": ["10.0.0.1"] }), "variables.domain has a host"),
        ("variables.domain", json!({ "kind": "host", "suffixes": ["acme.example"] }), "variables.domain has a suffix"),
        ("variables.domain", json!({ "kind": "host", "suffixes": [".com"] }), "variables.domain has a suffix"),
        ("variables.domain", json!({ "kind": "host", "suffixes": ["."] }), "variables.domain has a suffix"),
        ("oauth.issuer", json!("acme"), "oauth.issuer must start"),
        ("oauth.requires_iss", json!(true), "oauth.issuer is missing"),
        ("oauth.authorization_endpoint", json!(null), "oauth.authorization_endpoint is missing"),
        ("oauth.token_request", json!({ "headers": { "a b": "x" } }), "must have the name of a header"),
        (
            "oauth.token_request",
            json!({ "headers": { "Authorization": "x" } }),
            "oauth.token_request.headers.Authorization is set by",
        ),
        ("oauth.token_request", json!({ "headers": { "HOST": "x" } }), "is set by the request itself"),
        ("oauth.token_request", json!({ "headers": { "Content-Length": "1" } }), "is set by the request itself"),
        ("oauth.token_request", json!({ "headers": { "X-A": "1", "x-a": "2" } }), "is given twice"),
        (
            "oauth.token_request",
            json!({ "headers": { "X-A": "a\r\nX-B: 1" } }),
            "oauth.token_request.headers.X-A must be 1 to 512",
        ),
        ("oauth.token_request", json!({ "headers": { "X-A": "" } }), "oauth.token_request.headers.X-A must be 1 to 512"),
        ("api.headers", json!({ "Cookie": "a=1" }), "api.headers.Cookie is set by the request itself"),
        (
            "api",
            json!({ "origins": ["{graph}"], "placement": { "header": "X-Api-Key" }, "headers": { "x-api-key": "1" } }),
            "api.headers must not hold",
        ),
        ("probe.live", json!([]), "probe.live must list"),
        ("probe.live", json!([99]), "probe.live must list"),
        ("key_probe", json!({ "url": "{graph}/me" }), "key_probe is for keys"),
        ("diagnosis", json!({ "request_id_headers": ["X-Id"] }), "diagnosis.request_id_headers[0] must be"),
        ("diagnosis", json!({ "request_id_headers": ["set-cookie"] }), "diagnosis.request_id_headers[0] names"),
        ("diagnosis", json!({ "request_id_headers": ["x-id", "authorization"] }), "diagnosis.request_id_headers[1] names"),
        ("probe.live_when", json!({ "pointer": "ok", "values": [true] }), "probe.live_when.pointer must be"),
        ("probe.live_when", json!({ "pointer": "/a~2", "values": [true] }), "probe.live_when.pointer must be"),
        ("probe.live_when", json!({ "pointer": "/a", "values": [] }), "probe.live_when.values must list"),
        (
            "probe",
            json!({ "url": "{graph}/me", "method": "head", "rejected_when": { "pointer": "/a", "values": [1] } }),
            "probe.rejected_when needs an answer",
        ),
        ("oauth.authorization_endpoint", json!("http://acme.example/a"), "oauth.authorization_endpoint must be https"),
        ("oauth.authorization_endpoint", json!("javascript:alert(1)"), "oauth.authorization_endpoint must start"),
        ("oauth.token_endpoint", json!("http://127.0.0.1/t"), "oauth.token_endpoint must be https"),
        ("oauth.token_endpoint", json!("{unknown}/t"), "oauth.token_endpoint uses a variable that is not declared"),
        ("oauth.token_endpoint", json!("{shop}/t"), "oauth.token_endpoint must start"),
        ("oauth.token_endpoint", json!("{login}.evil.example/t"), "oauth.token_endpoint must have a slash"),
        ("oauth.token_endpoint", json!("{login}/{nothing}"), "oauth.token_endpoint uses a variable"),
        ("oauth.token_endpoint", json!("{login}/{person}"), "oauth.token_endpoint uses a variable"),
        ("oauth.token_endpoint", json!("{login}/{cloud}"), "oauth.token_endpoint uses a variable"),
        ("oauth.token_endpoint", json!("{login}/{graph}"), "oauth.token_endpoint uses a variable"),
        ("oauth.token_endpoint", json!("https://{space}.acme.example/t"), "oauth.token_endpoint has a variable in its host"),
        ("oauth.token_endpoint", json!("https://{org}.acme.example/t"), "oauth.token_endpoint has a variable in its host"),
        ("oauth.token_endpoint", json!("https://{authority}.acme.example/t"), "oauth.token_endpoint has a variable in its host"),
        ("oauth.token_endpoint", json!("https://{whole}.acme.example/t"), "oauth.token_endpoint has a variable in its host"),
        ("oauth.token_endpoint", json!("https://{domain}.acme.example/t"), "oauth.token_endpoint has a variable in its host"),
        ("oauth.token_endpoint", json!("https://{shop}/t"), "oauth.token_endpoint has a variable in its host"),
        ("oauth.token_endpoint", json!("https://{region}/t"), "oauth.token_endpoint has a variable in its host"),
        ("oauth.token_endpoint", json!("https://{shop}.com/t"), "oauth.token_endpoint must end its host"),
        ("oauth.token_endpoint", json!("https://api.{shop}/t"), "oauth.token_endpoint must end its host"),
        ("oauth.token_endpoint", json!("https://API.acme.example/t"), "oauth.token_endpoint must be one host, in lower case"),
        ("oauth.token_endpoint", json!("https://acme.example:443/t"), "oauth.token_endpoint must be one host, in lower case"),
        ("oauth.token_endpoint", json!("https://u:p@acme.example/t"), "oauth.token_endpoint must be one host, in lower case"),
        ("oauth.token_endpoint", json!("https://acme.example/a/../t"), "oauth.token_endpoint must be an address"),
        ("oauth.token_endpoint", json!("https://acme.example/t#f"), "oauth.token_endpoint has a character"),
        ("oauth.token_endpoint", json!("https://acme.example\\t"), "oauth.token_endpoint has a character"),
        ("oauth.token_endpoint", json!(""), "oauth.token_endpoint must have 1"),
        ("oauth.pkce", json!({ "off": { "reason": " " } }), "oauth.pkce.off.reason must say why"),
        ("oauth.scope_separator", json!(""), "oauth.scope_separator must"),
        ("oauth.scope_separator", json!("&"), "oauth.scope_separator must"),
        ("oauth.always_scopes", json!(["a b"]), "oauth.always_scopes has"),
        ("oauth.always_scopes", json!([""]), "oauth.always_scopes has"),
        (
            "oauth.authorization_parameters",
            json!({ "response_type": "token" }),
            "oauth.authorization_parameters.response_type is set",
        ),
        (
            "oauth.authorization_parameters",
            json!({ "Response_Type": "token" }),
            "oauth.authorization_parameters.Response_Type is set",
        ),
        (
            "oauth.authorization_parameters",
            json!({ "code_challenge_method": "plain" }),
            "oauth.authorization_parameters.code_challenge_method is set",
        ),
        ("oauth.authorization_parameters", json!({ "state": "x" }), "oauth.authorization_parameters.state is set"),
        ("oauth.authorization_parameters", json!({ "password": "x" }), "oauth.authorization_parameters.password is set"),
        (
            "oauth.authorization_parameters",
            json!({ "response_mode": "fragment" }),
            "oauth.authorization_parameters.response_mode must be",
        ),
        (
            "oauth.authorization_parameters",
            json!({ "Response_Mode": "form_post" }),
            "oauth.authorization_parameters.Response_Mode must be query",
        ),
        ("id_token.algorithms", json!([]), "id_token.algorithms must"),
        ("id_token.algorithms", json!(["RS256", "none"]), "id_token.algorithms must"),
        ("id_token.algorithms", json!(["HS256"]), "id_token.algorithms must"),
        ("id_token.algorithms", json!(["ES512"]), "id_token.algorithms must"),
        ("id_token.jwks_uri", json!("{login}/{organisation}/keys"), "id_token.jwks_uri uses a variable"),
        ("id_token.person_claim", json!(""), "id_token has an empty claim"),
        ("id_token.personal_organisation", json!("a b"), "id_token.personal_organisation must"),
        ("id_token.organisation_variable", json!("shop"), "id_token.organisation_variable must"),
        ("id_token.organisation_variable", json!("region"), "id_token.organisation_variable must"),
        ("id_token.organisation_variable", json!("absent"), "id_token.organisation_variable must"),
        ("id_token.audience_variable", json!("shop"), "id_token.audience_variable must"),
        ("words", json!({ "vendor": "a\nb" }), "words must"),
        ("install.sign_in_variables", json!({ "authority": "other" }), "install.sign_in_variables.authority must"),
        ("install.sign_in_scopes", json!(["profile"]), "install.sign_in_scopes must hold openid"),
        ("install.admin_claim", json!(""), "install.admin_claim must"),
        ("install.consent.organisation_parameter", json!("a b"), "install.consent.organisation_parameter must"),
        (
            "install.organisation_name",
            json!({ "url": "{graph}/organization", "pointer": "" }),
            "install.organisation_name.pointer must",
        ),
        ("install.credential.roles_claim", json!(""), "install.credential.roles_claim must"),
        ("install.probes.0.waits", json!([99]), "install.probes[0].waits must"),
        ("install.admin_values", json!([]), "install.admin_values must"),
        ("install.consent.url", json!("https://evil.example\\"), "install.consent.url has"),
        ("install.credential.scope", json!("{graph}.evil.example"), "install.credential.scope must have a slash"),
        ("install.probes.0.url", json!("{login}/users/{person}"), "install.probes[0].url must be at one of api.origins"),
        ("install.probes.0.proves", json!([]), "install.probes[0].proves must"),
        ("install.probes.0.waits", json!([200]), "install.probes[0] has a status"),
        ("install.probes.0.when_role", json!("Sites."), "install.probes must have one for each default role"),
        ("api.origins", json!(["{graph}/v1.0"]), "api.origins[0] must be an origin"),
        ("api.origins", json!([]), "must be at one of api.origins"),
        ("api.placement", json!({ "header": "Cookie" }), "api.placement.header must not"),
        ("api.placement", json!({ "template": "Key {key}" }), "api.placement.template is for stored credentials"),
        ("api.placement", json!({ "header": "a b" }), "api.placement.header must be"),
        ("api.placement", json!({ "prefix": "a\r\n" }), "api.placement.prefix must"),
        ("probe.url", json!("https://evil.example/me"), "probe.url must be at one of api.origins"),
        ("probe.url", json!("{login}/me"), "probe.url must be at one of api.origins"),
        ("probe.url", json!("{graph}/{person}"), "probe.url uses a variable"),
        ("scopes", json!({ "a b": { "description": "x" } }), "scopes has a name"),
        ("scopes", json!({ "a": { "description": "a\nb" } }), "scopes.a must"),
        ("scope_comparison", json!({ "strip_prefixes": ["{nothing}/"] }), "scope_comparison.strip_prefixes[0] uses"),
        ("lifetime", json!({ "rotation": "grace" }), "lifetime.grace_seconds must"),
        ("lifetime", json!({ "rotation": "strict", "grace_seconds": 5 }), "lifetime.grace_seconds must"),
        (
            "lifetime",
            json!({ "rotation": "none", "refresh_after_end": true }),
            "lifetime.refresh_after_end is for refresh tokens",
        ),
        ("lifetime", json!({ "access_seconds": 0 }), "lifetime.access_seconds must"),
    ];
    for (path, value, expected) in cases {
        let error = validate_definition(&definition(&with(base(), path, value.clone())), OriginRule::HttpsOnly).err();
        let error = error.unwrap_or_else(|| panic!("{path} = {value} was accepted"));
        assert_eq!(error.code(), ErrorCode::ConfigInvalid);
        assert!(error.message().contains(expected), "{path} = {value}: {error}");
    }
    // Variables of another name of the flow's.
    assert!(
        validate_definition(&definition(&with(base(), "variables.Bad", json!({ "kind": "uuid" }))), OriginRule::HttpsOnly)
            .is_err()
    );
}

#[test]
fn loopback_http_is_for_development_and_literal_hosts_only() {
    let base = |endpoint: &str| with(serde_json::from_str(generic::EXAMPLE).unwrap(), "oauth.token_endpoint", json!(endpoint));
    for (endpoint, in_development) in [
        ("http://127.0.0.1:4000/t", true),
        ("http://127.9.9.9/t", true),
        ("http://localhost:4000/t", true),
        ("http://[::1]:4000/t", true),
        ("http://localhost.evil.example/t", false),
        ("http://127.0.0.1.evil.example/t", false),
        ("http://127.0.0.1@evil.example/t", false),
        ("http://localhost.:4000/t", false),
        ("http://10.0.0.1/t", false),
        ("http://[::ffff:127.0.0.1]/t", false),
        ("http://2130706433/t", false),
        ("http://acme.example/t", false),
    ] {
        let definition = definition(&base(endpoint));
        assert!(validate_definition(&definition, OriginRule::HttpsOnly).is_err(), "{endpoint}");
        assert_eq!(validate_definition(&definition, OriginRule::AllowLoopbackHttp).is_ok(), in_development, "{endpoint}");
        let config = config_of(definition);
        assert_eq!(check_config(&config, true).is_ok(), in_development, "{endpoint}");
        assert!(check_config(&config, false).is_err(), "{endpoint}");
        assert_eq!(resolve_endpoints(&config, &BTreeMap::new()).is_ok(), in_development, "{endpoint}");
    }
}

#[test]
fn nobody_signs_in_where_there_is_no_authorization_endpoint() {
    let json =
        json!({ "id": "own", "name": "Own", "auth": ["api_key"], "oauth": { "token_endpoint": "https://own.example/token" } });
    let keys = definition(&json);
    validate_definition(&keys, OriginRule::HttpsOnly).unwrap();
    let endpoints = resolve_endpoints(&config_of(keys), &BTreeMap::new()).unwrap();
    assert_eq!((endpoints.authorization, endpoints.token.as_str()), (None, "https://own.example/token"));
    let mut people = json;
    people["auth"] = json!(["api_key", "user"]);
    let error = validate_definition(&definition(&people), OriginRule::HttpsOnly).unwrap_err();
    assert!(error.message().contains("oauth.authorization_endpoint is missing"), "{error}");
}

/// One answer with two credentials: where they stand, whose they are, and how their scopes are asked for.
#[test]
fn where_credentials_stand_in_an_answer_is_judged() {
    let base = || {
        json!({
            "id": "acme", "name": "Acme", "auth": ["installation", "user"],
            "oauth": {
                "authorization_endpoint": "https://acme.example/a", "token_endpoint": "https://acme.example/t",
                "credentials": [
                    { "subject": "installation", "access_token": "/access_token", "organisation": ["/team/id"] },
                    { "subject": "user", "access_token": "/user/access_token", "scope_parameter": "user_scope" },
                ],
            },
            "install": { "kind": "by_answer" },
            "api": { "origins": ["https://api.acme.example"] },
        })
    };
    validate_definition(&definition(&base()), OriginRule::HttpsOnly).unwrap();
    for (path, value, problem) in [
        ("oauth.credentials", json!([]), "oauth.credentials must hold the installation's"),
        ("install", json!(null), "install is missing"),
        ("install.probe", json!({ "url": "https://elsewhere.example/me" }), "install.probe.url must be at one of api.origins"),
        ("install.default_scopes", json!(["a b"]), "install.default_scopes has a value"),
        ("oauth.authorization_parameters", json!({ "User_Scope": "x" }), "oauth.credentials[1].scope_parameter is set by"),
    ] {
        let error = validate_definition(&definition(&with(base(), path, value)), OriginRule::HttpsOnly).unwrap_err();
        assert!(error.to_string().contains(problem), "{path}: {error}");
    }
    let mut people = with(base(), "auth", json!(["user"]));
    people["install"] = json!(null);
    let error = validate_definition(&definition(&people), OriginRule::HttpsOnly).unwrap_err();
    assert!(error.to_string().contains("install.kind must be by_answer"), "{error}");
    for (at, member, value, problem) in [
        (0, "access_token", json!("access_token"), "oauth.credentials[0] must name places"),
        (0, "access_token", json!(""), "oauth.credentials[0] must name places"),
        (0, "refresh_token", json!("/a~2"), "oauth.credentials[0] must name places"),
        (0, "organisation", json!([]), "oauth.credentials[0].organisation is missing"),
        (0, "scope_parameter", json!("state"), "oauth.credentials[0].scope_parameter is set by"),
        (1, "scope_parameter", json!("a b"), "oauth.credentials[1].scope_parameter must have a plain name"),
        (1, "scope_parameter", json!("Scope"), "oauth.credentials[1].scope_parameter is the parameter of another one"),
        (1, "subject", json!("installation"), "oauth.credentials[1] has the subject of another one"),
        (1, "access_token", json!("/access_token"), "oauth.credentials[1].access_token is the place of another one"),
        (1, "person", json!("/user/access_token"), "oauth.credentials[1] must name nobody by a token"),
        (1, "display", json!("/user/access_token"), "oauth.credentials[1] must name nobody by a token"),
        (0, "organisation", json!(["/team/id", "/access_token"]), "oauth.credentials[0] must name nobody by a token"),
        (1, "person_before", json!("."), "oauth.credentials[1].person_before must be 1 to 8 bytes, beside person"),
    ] {
        let mut json = base();
        json["oauth"]["credentials"][at][member] = value;
        let error = validate_definition(&definition(&json), OriginRule::HttpsOnly).unwrap_err();
        assert!(error.to_string().contains(problem), "{at} {member}: {error}");
    }
}
