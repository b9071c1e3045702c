//! Values and the hosts they lead to (SR-34).

use proptest::prelude::*;

use super::*;
use crate::base::ErrorCode;
use crate::model::definition::Template;
use crate::model::issuer_metadata::IssuerMetadata;

/// The hosts that the templates of [`shop`] and the one given below may lead to.
fn is_ours(host: &str) -> bool {
    let below = |suffix: &str| host.len() > suffix.len() && host.ends_with(suffix);
    host == "login.acme.example" || below(".acme.example") || below(".acme-cloud.example")
}

const TEMPLATES: [&str; 9] = [
    "https://{shop}.acme.example/x",
    "https://{shop}.{region}.acme.example:8443/{space}/x",
    "https://api-{shop}.acme.example/{space}",
    "https://{domain}/x/{space}?q={space}",
    "https://{domain}",
    "https://{whole}/{space}/{org}",
    "https://api.acme.example/{space}/{person}/{organisation}/x",
    "https://api.acme.example/{space}{person}/",
    "https://api.acme.example/x?q={space}&r={person}",
];

fn judge(variable: &str, value: &str, from_config: bool) -> Result<(), TestCaseError> {
    let mut config = config_of(definition(&shop()));
    let mut flow = map(&[
        ("shop", "good"),
        ("domain", "login.acme.example"),
        ("space", "space"),
        ("org", "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"),
        ("person", "p"),
        ("organisation", "o"),
    ]);
    if from_config {
        flow.remove(variable);
        config.variables.insert(variable.to_owned(), value.to_owned());
    } else {
        flow.insert(variable.to_owned(), value.to_owned());
    }
    for text in TEMPLATES {
        let template = Template(text.to_owned());
        match resolve_url(&config, &template, &flow) {
            Ok(url) => {
                let path = text.strip_prefix("https://").and_then(|rest| rest.split_once('/')).map_or("", |(_, path)| path);
                prop_assert!(url.host_str().is_some_and(is_ours), "{text} with {value:?} led to {url}");
                prop_assert_eq!(url.scheme(), "https");
                prop_assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none());
                // The value is one segment: it adds none and takes none away, and starts no query.
                let depth = path.split('?').next().map_or(0, |path| path.matches('/').count());
                prop_assert_eq!(url.path().matches('/').count(), depth + 1, "{} with {:?} led to {}", text, value, url);
                prop_assert_eq!(url.query().is_some(), text.contains('?'));
                prop_assert_eq!(url.port().is_some(), text.contains(":8443"));
                prop_assert_eq!(
                    resolve_template(&config, &template, &flow).map(|text| text.trim_end_matches('/').to_owned()).ok(),
                    Some(url.as_str().trim_end_matches('/').to_owned())
                );
            }
            Err(error) => {
                prop_assert!(matches!(error.code(), ErrorCode::InvalidRequest | ErrorCode::ConfigInvalid));
            }
        }
    }
    Ok(())
}

const NAMES: [&str; 8] = ["shop", "domain", "space", "org", "region", "whole", "person", "organisation"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_leads_to_a_foreign_host(name in proptest::sample::select(&NAMES[..]), value in ".{0,40}", from_config: bool) {
        judge(name, &value, from_config)?;
    }

    /// Text made of what moves a parser: delimiters, dots, escapes, hosts.
    #[test]
    fn no_crafted_text_leads_to_a_foreign_host(
        name in proptest::sample::select(&NAMES[..]),
        pieces in proptest::collection::vec(proptest::sample::select(&[
            "a", "evil.example", ".acme.example", ".acme-cloud.example", "login.acme.example", "/", "\\", "@", ":", "?", "#", "%2e", "%2f", "%", ".", "..",
            "-", "_", "~", "xn--", "[::1]", "127.0.0.1", "0x7f", "80", "\t", "\r\n", " ", "。", "．", "{shop}", "eu", "&", "=", ";", "A", "é", "ß",
        ][..]), 0..6),
        from_config: bool,
    ) {
        judge(name, &pieces.concat(), from_config)?;
    }
}

#[test]
fn hostile_values_are_refused_or_stay_at_home() {
    let values = hostile_values();
    assert!(values.len() >= 60);
    for value in &values {
        for name in NAMES {
            for from_config in [false, true] {
                judge(name, value, from_config).unwrap();
            }
        }
        for suffix in ["", ".acme.example", ".acme-cloud.example"] {
            judge("shop", &format!("{value}{suffix}"), false).unwrap();
            judge("domain", &format!("{value}{suffix}"), false).unwrap();
        }
    }
    // Most are refused even where the host is fixed.
    let config = config_of(definition(&shop()));
    let path = Template("https://api.acme.example/{space}".into());
    let kept: Vec<_> = values.iter().filter(|value| resolve_url(&config, &path, &map(&[("space", value)])).is_ok()).collect();
    assert!(kept.iter().all(|value| value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))), "{kept:?}");
    let host = Template("https://{shop}.acme.example/".into());
    let kept: Vec<_> = values.iter().filter(|value| resolve_url(&config, &host, &map(&[("shop", value)])).is_ok()).collect();
    assert!(kept.iter().all(|value| value.bytes().all(|b| b.is_ascii_lowercase() || b"-".contains(&b))), "{kept:?}");
}

#[test]
fn good_values_pass() {
    let config = config_of(definition(&shop()));
    for (template, flow, expected) in [
        ("https://{shop}.acme.example/x", &[("shop", "my-shop")][..], "https://my-shop.acme.example/x"),
        ("https://{domain}/x", &[("domain", "login.acme.example")], "https://login.acme.example/x"),
        ("https://{domain}/x", &[("domain", "eu.one.acme-cloud.example")], "https://eu.one.acme-cloud.example/x"),
        ("https://{whole}/x", &[], "https://a.acme.example/x"),
        ("https://{shop}.{region}.acme.example", &[("shop", "s"), ("region", "us")], "https://s.us.acme.example/"),
        (
            "https://api.acme.example/{person}?q={space}",
            &[("person", "U.1_2-3"), ("space", "a~b")],
            "https://api.acme.example/U.1_2-3?q=a~b",
        ),
    ] {
        let url =
            resolve_url(&config, &Template(template.into()), &map(flow)).unwrap_or_else(|error| panic!("{template}: {error}"));
        assert_eq!(url.as_str(), expected);
    }
    for (domain, is_ok) in [
        ("acme-cloud.example", false),
        (".acme-cloud.example", false),
        ("xacme-cloud.example", false),
        ("x.login.acme.example", false),
    ] {
        let url = resolve_url(&config, &Template("https://{domain}/".into()), &map(&[("domain", domain)]));
        assert_eq!(url.is_ok(), is_ok, "{domain}");
    }
}

#[test]
fn a_refused_value_is_not_repeated() {
    for name in NAMES {
        for from_config in [false, true] {
            let mut config = config_of(definition(&shop()));
            let canary = map(&[(name, "Canary!\n")]);
            let flow = if from_config {
                config.variables = canary;
                BTreeMap::new()
            } else {
                canary
            };
            let host = if matches!(name, "shop" | "region") { ".acme.example" } else { "" };
            let text = if matches!(name, "shop" | "region" | "domain" | "whole") {
                format!("https://{{{name}}}{host}/")
            } else {
                format!("https://a.example/{{{name}}}")
            };
            let error = resolve_url(&config, &Template(text), &flow).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("Canary"), "{error}");
            let is_flow_only = matches!(name, "person" | "organisation");
            assert_eq!(
                error.code(),
                if from_config && !is_flow_only { ErrorCode::ConfigInvalid } else { ErrorCode::InvalidRequest },
                "{name}"
            );
        }
    }
}

#[test]
fn an_issuer_keeps_its_spelling() {
    let config = config_of(definition(&shop()));
    for text in ["https://a.acme.example", "https://a.acme.example/", "https://a.acme.example/x/"] {
        assert_eq!(resolve_template(&config, &Template(text.into()), &BTreeMap::new()).unwrap(), text);
    }
}

#[test]
fn two_dots_in_two_variables_do_not_climb() {
    let config = config_of(definition(&shop()));
    let template = Template("https://api.acme.example/a/{space}{space}/b".into());
    assert!(resolve_url(&config, &template, &map(&[("space", ".")])).is_err());
    let template = Template("https://api.acme.example/a/.{space}/b".into());
    assert_eq!(resolve_url(&config, &template, &map(&[("space", "x")])).unwrap().path(), "/a/.x/b");
    let mut json = shop();
    json["variables"]["dot"] = json!({ "kind": "one_of", "values": ["-."] });
    json["oauth"]["token_endpoint"] = json!("https://api.acme.example/a/.{dot}/b");
    assert!(validate_definition(&definition(&json), OriginRule::HttpsOnly).is_ok());
}

#[test]
fn a_definition_nobody_validated_still_cannot_lead_astray() {
    // What `validate_definition` refuses is refused again when an address is made.
    let mut json = shop();
    json["origins"] = json!({ "select": "cloud", "default": "global", "sets": { "global": { "login": "https://login.acme.example/path", "plain": "http://login.acme.example" } } });
    let mut config = config_of(definition(&json));
    let flow = map(&[
        ("space", "evil.example"),
        ("person", "evil.example"),
        ("shop", "evil"),
        ("org", "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"),
    ]);
    for text in [
        "{login}/x",
        "{plain}/x",
        "http://api.acme.example/x",
        "http://127.0.0.1.acme.example/",
        "https://{space}/x",
        "https://{person}/x",
        "https://{org}.acme.example/x",
        "https://{space}.acme.example/x",
        "https://user@api.acme.example/",
        "https://api.acme.example/../x",
        "https://API.acme.example/",
        "https://api.acme.example:443/",
        "https://{shop}/x",
        "https://{region}/x",
        "https://{whole}.acme.example/x",
        "{absent}/x",
        "javascript:alert(1)",
        "read:user",
    ] {
        assert!(resolve_url(&config, &Template(text.into()), &flow).is_err(), "{text}");
    }
    for origin in [
        "http://evil.example",
        "https://evil.example",
        "http://127.0.0.1/x",
        "http://user@127.0.0.1",
        "http://127.0.0.1.evil.example",
        "http://10.0.0.1",
        "file://localhost",
    ] {
        config.danger_origins = map(&[("login", origin)]);
        assert!(resolve_url(&config, &Template("{login}/x".into()), &flow).is_err(), "{origin}");
    }
}

/// A customer's own domain is one label before a fixed rest, and leads nowhere else (SR-34).
#[test]
fn a_domain_of_their_own_is_a_label_before_a_fixed_rest() {
    let config = config_of(definition(&json!({
        "id": "crm", "name": "CRM", "auth": ["user"],
        "variables": {
            "login": { "kind": "one_of", "values": ["login", "test"], "default": "login", "or_label_before": [".my", ".box.my"], "from_user": true },
        },
        "oauth": { "authorization_endpoint": "https://{login}.crm.example/a", "token_endpoint": "https://{login}.crm.example/t" },
    })));
    let token = |login: &str| {
        let flow = BTreeMap::from([("login".to_owned(), login.to_owned())]);
        resolve_endpoints(&config, &flow).map(|endpoints| endpoints.token.to_string())
    };
    for (login, host) in [("login", "login"), ("test", "test"), ("acme.my", "acme.my"), ("acme--dev.box.my", "acme--dev.box.my")]
    {
        assert_eq!(token(login).unwrap(), format!("https://{host}.crm.example/t"));
    }
    for login in
        ["acme", ".my", "my", "a.b.my", "-.my", "acme.my.", "ACME.my", "acme.my/", "evil.example#.my", "a@b.my", "acme.box"]
    {
        let error = token(login).unwrap_err();
        assert_eq!(error.code().as_str(), "invalid_request", "{login}");
        assert!(error.message().contains("or a name before .my"), "{error}");
    }
    for hostile in hostile_values() {
        assert!(token(&hostile).is_err(), "{hostile}");
    }
    let rest = |rest: &str| {
        json!({ "id": "crm", "name": "CRM", "auth": ["api_key"], "api": { "origins": ["https://api.crm.example"] },
        "variables": { "login": { "kind": "one_of", "values": ["login"], "or_label_before": [rest] } } })
    };
    assert!(validate_definition(&definition(&rest(".my")), OriginRule::HttpsOnly).is_ok());
    for wrong in ["my", ".", "", ".my.", ".m/y", "..my"] {
        assert!(validate_definition(&definition(&rest(wrong)), OriginRule::HttpsOnly).is_err(), "{wrong}");
    }
}

/// Whoever publishes that every answer names the issuer is held to it: one that does not is refused (RFC 9207).
#[test]
fn an_issuer_that_says_it_names_itself_in_answers_must() {
    let read = |requires_iss: bool| {
        config_of(definition(&json!({
            "id": "acme", "name": "Acme", "auth": ["user"],
            "oauth": { "issuer": "https://id.acme.example", "discovery": { "kind": "oauth" }, "requires_iss": requires_iss },
            "api": { "origins": ["https://api.acme.example"] },
        })))
    };
    for (required, names_issuer) in [(false, false), (false, true), (true, false), (true, true)] {
        let config = read(required);
        let issuer = issuer_to_ask(&config, &BTreeMap::new()).unwrap().unwrap();
        let published = IssuerMetadata {
            authorization_endpoint: Some("https://id.acme.example/a".to_owned()),
            token_endpoint: Some("https://id.acme.example/t".to_owned()),
            names_issuer,
            ..IssuerMetadata::default()
        };
        let complete = complete(&config, &issuer, &published).unwrap();
        let requires_iss = complete.definition.oauth.as_ref().unwrap().requires_iss;
        assert_eq!(requires_iss, required || names_issuer, "{required} {names_issuer}");
    }
}

/// A host of that name is anybody's who registers it: a credential would be sealed for it.
#[test]
fn a_word_for_nothing_is_no_value_of_a_variable() {
    let variable = |json: serde_json::Value| serde_json::from_value::<crate::model::definition::Variable>(json).unwrap();
    let label = variable(serde_json::json!({ "kind": "dns_label" }));
    let host = variable(serde_json::json!({ "kind": "host", "suffixes": [".vendor.example"] }));
    let segment = variable(serde_json::json!({ "kind": "path_segment" }));
    for nothing in ["null", "undefined", "none", "nonetype"] {
        assert!(!grammar::fits(&label, nothing), "{nothing}");
        assert!(!grammar::fits(&host, &format!("{nothing}.vendor.example")), "{nothing}");
        assert!(!grammar::fits(&segment, &nothing.to_uppercase()), "{nothing}");
    }
    for something in ["na", "nan", "eu", "nullable", "void", "0"] {
        assert!(grammar::fits(&label, something), "{something}");
        assert!(grammar::fits(&host, &format!("{something}.vendor.example")), "{something}");
        assert!(grammar::fits(&segment, something), "{something}");
    }
}
