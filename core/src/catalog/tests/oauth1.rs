//! Rules of the part of a definition for signed requests (OAuth 1.0a), each broken once, and what a config of such a provider needs.

use super::rules::refuses;
use super::*;
use crate::catalog::check::check_config;

fn base() -> Value {
    json!({
        "id": "acme", "name": "Acme", "auth": ["user"],
        "oauth1": {
            "temporary_credentials_endpoint": "https://acme.example/initiate",
            "authorization_endpoint": "https://acme.example/authorize?a=b",
            "token_endpoint": "https://acme.example/token",
            "realm": "Photos", "scope_parameter": "scope", "authorization_parameters": { "expiration": "never" },
            "person_parameter": "user_id", "display_parameter": "screen_name",
        },
        "api": { "origins": ["https://api.acme.example"] },
        "probe": { "url": "https://api.acme.example/me" },
    })
}

#[test]
fn what_signs_requests_is_said_whole_and_in_one_way() {
    let oauth = json!({ "authorization_endpoint": "https://acme.example/a", "token_endpoint": "https://acme.example/t" });
    refuses(
        &base(),
        &[
            ("oauth", oauth, "oauth1 must be absent, as oauth is given"),
            ("auth", json!(["api_key"]), "auth must name user, as oauth1 is given"),
            ("auth", json!(["user", "installation"]), "install is missing"),
            ("oauth1.temporary_credentials_endpoint", json!("http://acme.example/i"), "must be https"),
            ("oauth1.authorization_endpoint", json!("https://{host}/a"), "uses a variable that is not declared"),
            ("oauth1.token_endpoint", json!("token"), "must start with a named origin or https://"),
            ("oauth1.realm", json!("a\"b"), "oauth1.realm must be 1 to 256"),
            ("oauth1.realm", json!("a\\b"), "oauth1.realm must be 1 to 256"),
            ("oauth1.realm", json!(""), "oauth1.realm must be 1 to 256"),
            ("oauth1.scope_parameter", json!("OAuth_Token"), "oauth1.scope_parameter is set by the flow itself"),
            ("oauth1.scope_parameter", json!("a b"), "oauth1.scope_parameter must have a plain name"),
            ("oauth1.scope_separator", json!("/"), "oauth1.scope_separator must be one of"),
            ("oauth1.authorization_parameters", json!({ "oauth_callback": "x" }), "oauth_callback is set by the flow itself"),
            ("oauth1.authorization_parameters", json!({ "Scope": "x" }), "Scope is the name of another parameter"),
            ("oauth1.authorization_parameters", json!({ "a": "x\ny" }), "must be one line"),
            ("oauth1.person_parameter", json!("oauth_token_secret"), "must name a parameter of the provider's own"),
            ("oauth1.display_parameter", json!("a b"), "must name a parameter of the provider's own"),
            ("oauth1.person_parameter", json!(null), "oauth1.person_parameter is missing"),
            ("identity", json!({ "url": "https://api.acme.example/me", "person": "/id" }), "identity must be absent"),
            ("probe", json!({ "url": "https://acme.example/me" }), "probe.url must be at one of api.origins"),
        ],
    );
}

#[test]
fn a_client_signs_with_a_secret_and_asks_for_scopes_where_there_are_any() {
    let config = |change: fn(&mut ProviderConfig)| {
        let mut config = config_of(definition(&base()));
        change(&mut config);
        check_config(&config, false).err().map(|error| (error.code().as_str(), error.message().to_owned()))
    };
    assert_eq!(config(|_| {}), None);
    assert_eq!(config(|config| config.scopes = vec!["read".into()]), None);
    for (change, code, says) in [
        ((|config| config.client_id = String::new()) as fn(&mut ProviderConfig), "provider_not_configured", "no client id"),
        (|config| config.client = Client::Public, "provider_not_configured", "no client secret"),
        (|config| config.client = Client::Secret("".into()), "provider_not_configured", "no client secret"),
        (|config| config.client = Client::Secret(" canary".into()), "config_invalid", "visible ASCII"),
        (|config| config.client_id = "a\nb".into(), "config_invalid", "visible ASCII"),
    ] {
        let (found, message) = config(change).expect(says);
        assert!(found == code && message.contains(says) && !message.contains("canary"), "{found}: {message}");
    }
    let mut without = base();
    without["oauth1"].as_object_mut().unwrap().remove("scope_parameter");
    let mut without = config_of(definition(&without));
    without.scopes = vec!["read".into()];
    let error = check_config(&without, false).unwrap_err();
    assert!(error.message().contains("must be empty: this provider has no scopes"), "{error}");
}

/// A provider whose keys people paste besides needs no client for those.
#[test]
fn a_config_for_keys_alone_has_no_client() {
    let mut both = base();
    both["auth"] = json!(["user", "api_key"]);
    let keys = |definition: &Value| ProviderConfig {
        client_id: String::new(),
        client: Client::Public,
        ..config_of(super::definition(definition))
    };
    assert!(check_config(&keys(&both), false).is_ok());
    assert_eq!(check_config(&keys(&base()), false).unwrap_err().code().as_str(), "provider_not_configured");
    let half = ProviderConfig { client: Client::Public, ..config_of(definition(&both)) };
    assert_eq!(check_config(&half, false).unwrap_err().code().as_str(), "provider_not_configured", "an id without its secret");
    // One that names a client has lost it: its variables are not set where this process runs.
    let lost = ProviderConfig { names_client: true, ..keys(&both) };
    assert_eq!(check_config(&lost, false).unwrap_err().code().as_str(), "provider_not_configured");
    // One that asks for scopes has forgotten its client.
    let forgotten = ProviderConfig { scopes: vec!["read".into()], ..keys(&both) };
    assert_eq!(check_config(&forgotten, false).unwrap_err().code().as_str(), "provider_not_configured");
}
