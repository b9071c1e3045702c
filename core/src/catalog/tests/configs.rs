//! What a config may hold, and what its operator reads.

use super::*;
use crate::base::{ErrorCode, Secret};
use crate::model::native_redirect::NativeRedirect;

fn text(error: &crate::base::Error) -> String {
    let text = error.to_string();
    text.split_once(": ").map(|(_, text)| text.to_owned()).unwrap_or(text)
}

#[test]
fn an_unknown_provider_is_named_with_the_nearest_one() {
    let catalog = Catalog::builtin();
    let suggestion = catalog.suggest("onedrive", &[]);
    let error = unknown_provider("onedrive", suggestion.as_deref());
    assert_eq!(error.code(), ErrorCode::ProviderUnknown);
    assert_eq!(text(&error), "Unknown provider \"onedrive\". Did you mean \"microsoft-onedrive\"?");
    assert_eq!(error.context().provider.as_deref(), Some("onedrive"));
    assert_eq!(
        text(&unknown_provider("acme", None)),
        "Unknown provider \"acme\". A provider that is not in the catalogue is given with its definition."
    );
    assert_eq!(catalog.suggest("my-crm", &["my-crm-2"]).as_deref(), Some("my-crm-2"));
    assert_eq!(catalog.suggest("qqqq", &["acme"]), None);
    // Foreign text is not repeated.
    let long = "a".repeat(65);
    for foreign in ["OneDrive", "<script>canary", "", "a b", "a\n", long.as_str()] {
        let error = unknown_provider(foreign, catalog.suggest(foreign, &[]).as_deref());
        assert!(error.message() == "Unknown provider." && error.context().provider.is_none(), "{error:?}");
        assert!(!format!("{error:?}").contains("canary"));
    }
    assert_eq!(
        text(&unknown_provider("OneDrive", catalog.suggest("OneDrive", &[]).as_deref())),
        "Unknown provider. Did you mean \"microsoft-onedrive\"?"
    );
}

#[test]
fn scopes_that_are_one_letter_away_are_noticed_and_others_are_not() {
    let mut config = onedrive();
    let table = [
        ("Files.Reed", Some("Files.Read")),
        ("Files.ReadWrte", Some("Files.ReadWrite")),
        ("Site.Read.All", Some("Sites.Read.All")),
        ("offline_acess", Some("offline_access")),
        ("Files.Read", None),
        ("files.read", None),
        ("Mail.Read", None),
        ("of_their_own", None),
    ];
    for (given, meant) in table {
        config.scopes = vec![given.into()];
        let found = super::super::check::misspelt_scopes(&config);
        assert_eq!(found.first().map(|(_, meant)| *meant), meant, "{given}");
        check_config(&config, false).unwrap();
    }
}

/// A colon of the id would move the border to the secret where neither is encoded (RFC 7617 §2).
#[test]
fn a_client_id_with_a_colon_is_refused_where_it_is_sent_as_it_is() {
    use crate::model::definition::ClientAuthentication as A;
    for (authentication, id, is_taken) in [
        (A::ClientSecretBasicRaw, "a:b", false),
        (A::ClientSecretBasicRaw, ":", false),
        (A::ClientSecretBasicRaw, "ab", true),
        (A::ClientSecretBasic, "a:b", true),
        (A::ClientSecretPost, "a:b", true),
    ] {
        let mut config = onedrive();
        let mut definition = (*config.definition).clone();
        definition.oauth.as_mut().unwrap().client_authentication = authentication;
        config.definition = definition.into();
        config.client_id = id.to_owned();
        match check_config(&config, false) {
            Ok(()) => assert!(is_taken, "{authentication:?} {id}"),
            Err(error) => {
                assert!(!is_taken && error.message().contains("must have no colon"), "{authentication:?} {id}: {error}")
            }
        }
    }
}

#[test]
fn a_config_without_its_client_says_what_to_add() {
    let mut config = onedrive();
    config.client_id = String::new();
    let error = check_config(&config, false).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ProviderNotConfigured);
    assert_eq!(
        text(&error),
        "The config \"microsoft-onedrive\" has no client id: it is absent or empty. If it comes from a variable of the environment, \
         set that one. Add a ProviderInput for \"microsoft-onedrive\" with its client_id and client_secret. Steps: authpipe doctor \
         microsoft-onedrive"
    );
    // Without a secret it is a public client, which no web server can be.
    let mut public = onedrive();
    public.client = Client::Public;
    check_config(&public, false).unwrap();
    let mut empty = onedrive();
    empty.client = Client::Secret("".into());
    for error in [check_confidential(&public).unwrap_err(), check_config(&empty, false).unwrap_err()] {
        assert_eq!(error.code(), ErrorCode::ProviderNotConfigured);
        assert!(text(&error).starts_with("The config \"microsoft-onedrive\" has no client secret: it is "), "{error}");
    }
    // The callback path ends in the config's id.
    let mut second = onedrive();
    second.id = ConfigId::parse("onedrive-eu").unwrap();
    second.client_id = String::new();
    assert_eq!(
        text(&check_config(&second, false).unwrap_err()),
        "The config \"onedrive-eu\" has no client id: it is absent or empty. If it comes from a variable of the environment, set that \
         one. Add a ProviderInput for \"onedrive-eu\" with its client_id and client_secret. Steps: authpipe doctor microsoft-onedrive --config onedrive-eu"
    );
    // `doctor` knows the catalogue only.
    let mut custom = config_of(definition(&shop()));
    custom.client_id = String::new();
    assert_eq!(
        text(&check_config(&custom, false).unwrap_err()),
        "The config \"acme\" has no client id: it is absent or empty. If it comes from a variable of the environment, set that one. Add a ProviderInput for \"acme\" with its client_id and client_secret, and its definition."
    );
}

#[test]
fn a_provider_says_whether_a_client_may_be_public() {
    let mut json = shop();
    let mut config = config_of(definition(&json));
    config.client = Client::Public;
    assert_eq!(check_config(&config, false).unwrap_err().code(), ErrorCode::ProviderNotConfigured);
    json["oauth"]["public_clients"] = json!(true);
    let mut config = config_of(definition(&json));
    check_config(&config, false).unwrap();
    config.client = Client::Public;
    check_config(&config, false).unwrap();
}

#[test]
fn the_redirect_uri_of_an_app_is_for_clients_without_a_secret_and_names_no_port() {
    let with = |redirect: &str, secret: bool, development: bool| {
        let mut config = onedrive();
        if !secret {
            config.client = Client::Public;
        }
        config.redirect_uri = Some(NativeRedirect::parse(redirect).unwrap());
        check_config(&config, development)
    };
    for redirect in ["com.acme.notes:/cb", "https://app.acme.example/cb", "http://127.0.0.1/cb"] {
        with(redirect, false, false).unwrap();
        assert_eq!(with(redirect, true, false).unwrap_err().code(), ErrorCode::ConfigInvalid, "{redirect}");
        // A script on the developer's own machine.
        let is_script = redirect.starts_with("http:");
        assert_eq!(with(redirect, true, true).is_ok(), is_script, "{redirect}");
    }
    let error = with("http://127.0.0.1:49152/cb", false, false).unwrap_err();
    assert_eq!(error.message(), "providers[\"microsoft-onedrive\"].redirect_uri must name no port: each flow takes a fresh one.");
}

#[test]
fn where_nobody_signs_in_there_is_no_redirect_uri() {
    let json = json!({ "id": "crm", "name": "CRM", "auth": ["api_key"], "api": { "origins": ["https://api.crm.example"] } });
    let mut config = config_of(definition(&json));
    (config.client_id, config.client) = (String::new(), Client::Public);
    check_config(&config, false).unwrap();
    config.redirect_uri = Some(NativeRedirect::parse("com.acme.notes:/cb").unwrap());
    let error = check_config(&config, false).unwrap_err();
    assert!(error.message().contains("redirect_uri must be absent: nobody signs in"), "{error}");
}

/// Users of a public client can do without a key; an installation that only a key can mint cannot.
#[test]
fn who_installs_what_a_key_mints_has_the_key() {
    let mut json = json!({
        "id": "acme", "name": "Acme", "auth": ["installation"],
        "variables": { "place": { "kind": "path_segment" } },
        "oauth": { "token_endpoint": "https://acme.example/t", "authorization_endpoint": "https://acme.example/a", "public_clients": true },
        "install": { "kind": "by_mint", "organisation": "{place}", "credential": {
            "kind": "app_jwt", "url": "https://api.acme.example/{place}/tokens", "token": "/token" } },
        "api": { "origins": ["https://api.acme.example"] },
    });
    for (auth, is_missing) in [(json!(["installation"]), true), (json!(["installation", "user"]), false)] {
        json["auth"] = auth;
        let mut config = config_of(definition(&json));
        config.client = Client::Public;
        let judged = check_config(&config, false);
        assert_eq!(judged.is_err(), is_missing, "{judged:?}");
        assert!(judged.err().is_none_or(|error| error.message().contains("private key")));
    }
}

#[test]
fn public_clients_have_no_secret() {
    let mut json = shop();
    json["oauth"]["client_authentication"] = json!("none");
    let mut config = config_of(definition(&json));
    let error = check_config(&config, false).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ConfigInvalid);
    assert_eq!(error.message(), "providers[\"acme\"].client_secret must be absent: this provider takes public clients only.");
    // Unless its API wants it, at hosts that nobody chooses.
    json["api"]["origins"] = json!(["https://api.acme.example"]);
    json.as_object_mut().unwrap().remove("probe");
    json["api"]["further_headers"] = json!({ "x-api-key": "{client_id}:{client_secret}" });
    check_config(&config_of(definition(&json)), false).unwrap();
    config.client = Client::Public;
    check_config(&config, false).unwrap();
    // A provider of pasted keys has neither.
    let mut config = config_of(definition(
        &json!({ "name": "Keys", "auth": ["api_key"], "api": { "origins": ["https://api.acme.example"] } }),
    ));
    config.client_id = String::new();
    assert!(check_config(&config, false).is_err());
    config.client = Client::Public;
    check_config(&config, false).unwrap();
    assert!(resolve_endpoints(&config, &BTreeMap::new()).is_err());
}

#[test]
fn options_are_checked_and_their_values_never_repeated() {
    type Change = fn(&mut ProviderConfig);
    let cases: [(Change, &str); 18] = [
        (|c| c.client_id = " canary".into(), "providers[\"microsoft-onedrive\"].client_id must be visible ASCII"),
        (|c| c.client_id = "canary\u{e9}".into(), "providers[\"microsoft-onedrive\"].client_id must"),
        (|c| c.client = Client::Secret("canary\n".into()), "providers[\"microsoft-onedrive\"].client_secret must"),
        (
            |c| c.client = Client::Secret(Secret::new("canary".repeat(2000))),
            "providers[\"microsoft-onedrive\"].client_secret must",
        ),
        (
            |c| c.client = Client::Secret("env:CANARY_canary".into()),
            "providers[\"microsoft-onedrive\"].client_secret stands where the secret is to come",
        ),
        (|c| c.scopes = vec!["Files.Read".into(), "".into()], "providers[\"microsoft-onedrive\"].scopes[1] must be one scope"),
        (|c| c.scopes = vec!["canary b".into()], "providers[\"microsoft-onedrive\"].scopes[0] must"),
        (|c| c.optional_scopes = vec!["canary\"".into()], "providers[\"microsoft-onedrive\"].optional_scopes[0] must"),
        (|c| c.bot_scopes = vec!["canary\\".into()], "providers[\"microsoft-onedrive\"].bot_scopes[0] must"),
        (
            |c| c.variables = map(&[("cloud", "canary")]),
            "variables.cloud must be one of china, global, us_government, us_government_dod.",
        ),
        (|c| c.variables = map(&[("audience", "canary")]), "variables.audience must be one of organizations, common, consumers."),
        (
            |c| c.variables = map(&[("authority", "canary")]),
            "variables.authority must be one of organizations, common, consumers, or a GUID in lower case.",
        ),
        (
            |c| c.variables = map(&[("audiences", "common")]),
            "variables.audiences is not a variable of this provider. Did you mean \"audience\"?",
        ),
        (|c| c.variables = map(&[("Canary!", "x")]), "variables has a key that is not a variable of this provider."),
        (|c| c.variables = map(&[("organisation", "x")]), "variables.organisation comes from the sign-in and cannot be set."),
        (
            |c| c.danger_origins = map(&[("canary", "http://127.0.0.1:1")]),
            "has a name that is not an origin of this provider (known: graph, login).",
        ),
        (
            |c| c.danger_origins = map(&[("login", "https://canary.example")]),
            "danger_origins[\"microsoft-onedrive\"].login must be a literal loopback origin",
        ),
        (
            |c| c.danger_origins = map(&[("login", "http://127.0.0.1:1/canary")]),
            "danger_origins[\"microsoft-onedrive\"].login must be a literal loopback origin",
        ),
    ];
    for (change, expected) in cases {
        let mut config = onedrive();
        change(&mut config);
        let error = check_config(&config, true).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConfigInvalid, "{error}");
        assert!(error.to_string().contains(expected), "{error}");
        assert!(!format!("{error} {error:?}").to_lowercase().contains("canary"), "{error}");
    }
    let mut config = config_of(definition(&shop()));
    config.bot_scopes = vec!["Files".into()];
    assert!(check_config(&config, false).unwrap_err().message().contains("bot_scopes must be empty"));
    let mut commas = shop();
    commas["oauth"]["scope_separator"] = json!(",");
    let mut config = config_of(definition(&commas));
    config.scopes = vec!["a,b".into()];
    assert!(check_config(&config, false).is_err());
}

#[test]
fn good_configs_pass() {
    check_config(&onedrive(), false).unwrap();
    let mut config = onedrive();
    config.scopes = vec!["Files.Read".into(), "https://graph.microsoft.com/Mail.Read".into()];
    config.bot_scopes = vec!["Files.Read.All".into()];
    config.variables =
        map(&[("cloud", "us_government"), ("audience", "common"), ("authority", "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d")]);
    check_config(&config, false).unwrap();
}

#[test]
fn danger_origins_are_literal_loopback_in_development_only() {
    for (origin, is_ok) in [
        ("http://127.0.0.1:4000", true),
        ("https://127.0.0.1:4000", true),
        ("http://localhost", true),
        ("https://[::1]:1", true),
        ("http://127.200.0.1", true),
        ("http://127.0.0.1:4000/", false),
        ("http://0.0.0.0:4000", false),
        ("http://10.0.0.1", false),
        ("http://localhost.evil.example", false),
        ("http://app.localhost", false),
        ("http://localhost.", false),
        ("http://127.1", false),
        ("http://user@localhost", false),
        ("http://[::ffff:127.0.0.1]", false),
        ("ftp://localhost", false),
        ("localhost:4000", false),
        ("", false),
    ] {
        let mut config = onedrive();
        config.danger_origins = map(&[("login", origin)]);
        assert_eq!(check_config(&config, true).is_ok(), is_ok, "{origin}");
        let error = check_config(&config, false).unwrap_err();
        assert_eq!(error.message(), "danger_origins[\"microsoft-onedrive\"] is refused outside development mode.");
        assert_eq!(resolve_endpoints(&config, &map(&[("authority", "common")])).is_ok(), is_ok, "{origin}");
    }
}

#[test]
fn a_browser_chooses_only_what_is_marked_and_not_fixed() {
    let mut config = config_of(definition(&shop()));
    let names: Vec<_> = crate::catalog::check::user_variables(&config.definition).map(|(name, _)| name).collect();
    assert_eq!(names, ["domain", "shop", "space"]);
    check_user_variables(&config, &map(&[("shop", "my-shop"), ("space", "x")])).unwrap();
    for (name, value) in [
        ("region", "us"),
        ("org", "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"),
        ("person", "x"),
        ("canary", "x"),
        ("shop", "canary.example"),
        ("domain", "canary.example"),
    ] {
        let error = check_user_variables(&config, &map(&[(name, value)])).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidRequest, "{name}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }
    config.variables = map(&[("shop", "ours")]);
    assert!(check_user_variables(&config, &map(&[("shop", "theirs")])).is_err(), "the operator has fixed it");
}
