//! Keys of the application that go into a header of each request: where they may stand, and that nothing shows them.

use super::definitions::with;
use super::rules::refuses;
use super::*;
use crate::base::Secret;
use crate::model::definition::{Variable, parts};

const CANARY: &str = "k3y+canary/=";

fn base() -> Value {
    json!({
        "id": "game", "name": "Game", "auth": ["user"],
        "variables": { "key": { "kind": "secret" }, "site": { "kind": "dns_label", "from_user": true } },
        "oauth": { "authorization_endpoint": "https://game.example/a", "token_endpoint": "https://game.example/t" },
        "api": { "origins": ["https://game.example"], "further_headers": { "X-Api-Key": "{key}" } },
    })
}

fn keyed() -> ProviderConfig {
    let mut config = config_of(definition(&base()));
    config.secrets = [("key".to_owned(), Secret::from(CANARY))].into();
    config
}

#[test]
fn a_secret_variable_stands_in_a_header_and_nowhere_else() {
    validate_definition(&definition(&base()), OriginRule::HttpsOnly).unwrap();
    let nowhere = "uses a variable of the kind secret, which stands in api.further_headers only";
    let told = json!([{ "variable": "key", "pointer": "/key" }]);
    refuses(
        &base(),
        &[
            ("oauth.authorization_endpoint", json!("https://game.example/{key}"), nowhere),
            ("oauth.token_endpoint", json!("https://game.example/t?key={key}"), nowhere),
            ("probe", json!({ "url": "https://game.example/{key}" }), nowhere),
            ("api.origins", json!(["https://{site}.game.example"]), "only where no host of the API has a variable"),
            ("oauth.kept", told, "variables.key must not be of the kind secret, as the sign-in tells it"),
        ],
    );
    let json = with(base(), "variables.key", json!({ "kind": "secret", "from_user": true }));
    assert!(read_definition(&json, &ConfigId::parse("acme").unwrap()).is_err(), "a browser chooses no secret");
}

#[test]
fn a_secret_variable_is_sent_and_never_shown() {
    let config = keyed();
    check_config(&config, false).unwrap();
    let shown = format!("{config:?} {:?}", api_headers(&config, &BTreeMap::new()));
    assert!(!shown.contains(CANARY), "{shown}");
    let sent = further_headers(&config, &BTreeMap::new());
    assert_eq!(sent["X-Api-Key"].expose(), CANARY);
    let headers = api_headers(&config, &BTreeMap::new());
    assert!(headers.open.iter().all(|(name, _)| name != "X-Api-Key") && headers.secret[0].value.expose() == CANARY);
    // A connection of before the definition said so keeps its own.
    assert_eq!(further_headers(&config, &map(&[("key", "older")]))["X-Api-Key"].expose(), "older");
    assert!(
        further_headers(&config_of(definition(&base())), &BTreeMap::new()).is_empty(),
        "without a value the header is left out"
    );
}

#[test]
fn a_bad_secret_is_refused_without_its_value() {
    for (bad, said) in [
        ("with space-canary", "must be 1 to 512 visible ASCII characters without spaces"),
        ("", "must be 1 to 512"),
        ("undefined", "must be 1 to 512"),
        ("line\r\nCookie: canary", "must be 1 to 512"),
    ] {
        let mut config = keyed();
        config.secrets.insert("key".to_owned(), Secret::from(bad));
        let error = check_config(&config, false).unwrap_err();
        assert!(error.message().contains("variables.key") && error.message().contains(said), "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}

/// The linter: whoever names a header for a key means a secret.
#[test]
fn what_goes_into_a_header_for_a_key_is_secret() {
    let words = ["key", "secret", "token", "password", "auth", "credential", "signature"];
    let mut seen = 0;
    for definition in Catalog::builtin().list() {
        let fixed =
            definition.api.headers.keys().find(|header| words.iter().any(|word| header.to_ascii_lowercase().contains(word)));
        assert_eq!(fixed, None, "{}: a key does not stand in a file", definition.id);
        for (header, template) in &definition.api.further_headers {
            if !words.iter().any(|word| header.to_ascii_lowercase().contains(word)) {
                continue;
            }
            for variable in parts(template).filter_map(|(_, name)| definition.variables.get(name?)) {
                assert!(matches!(variable, Variable::Secret {}), "{}: {header} holds {variable:?}", definition.id);
                seen += 1;
            }
        }
    }
    assert!(seen >= 2, "Bungie and Blackbaud want keys");
}
