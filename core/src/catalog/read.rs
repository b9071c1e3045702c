//! Reads a definition that is given in code, and says of a wrong member which one it is and what it may be.

use super::remedy;
use crate::base::{ConfigId, Error, ErrorCode, Result};
use crate::model::definition::ProviderDefinition;

/// Reads `providers[…].definition`: the fields of a catalogue file, as JSON. Without an `id` it takes the config's.
///
/// It is not yet validated; [`check_config`](super::check_config) does that, with the rule of the mode.
///
/// # Errors
/// - `config_invalid`: a field is unknown, missing or of another type. The message names the field and never its value.
pub(crate) fn read_definition(json: &serde_json::Value, default_id: &ConfigId) -> Result<ProviderDefinition> {
    let mut definition =
        read_fields(json).map_err(|error| explain(default_id, &error.path().to_string(), &error.inner().to_string()))?;
    if definition.id.is_empty() {
        definition.id = default_id.as_str().to_owned();
    }
    Ok(definition)
}

/// Reads the fields of a definition, and says at which of them it could not go on.
///
/// The only way from data to a definition in programs: each way is code for each member.
pub(super) fn read_fields(json: &serde_json::Value) -> ReadResult {
    serde_path_to_error::deserialize(json)
}

type ReadResult = std::result::Result<ProviderDefinition, serde_path_to_error::Error<serde_json::Error>>;

/// Turns serde's words into ours. Serde repeats the offending value, which may be a secret in the wrong place; only names that
/// are words of the format (or look like one) are let through.
fn explain(id: &ConfigId, path: &str, serde: &str) -> Error {
    let inside = match path {
        "." | "" => String::new(),
        path if is_plain(path) => format!(".{path}"),
        _ => String::new(),
    };
    let Names { given, expected } = names(serde);
    let known: Vec<&str> = expected.iter().map(String::as_str).collect();
    let (what, hint) = if serde.starts_with("unknown field") {
        // serde_path_to_error adds the field to the path, except inside enumerations.
        let name = if inside.ends_with(&format!(".{given}")) { String::new() } else { format!(": \"{given}\"") };
        (format!("is not a field of a definition{name}"), Some(remedy::of_unknown(&given, &known)).filter(|_| !known.is_empty()))
    } else if serde.starts_with("missing field") {
        (format!("lacks the field \"{given}\""), Some(format!("Add {given}.")))
    } else if serde.starts_with("unknown variant") {
        (format!("must be one of {}", known.join(", ")), None)
    } else if serde.starts_with("duplicate field") {
        ("is given twice".to_owned(), Some("Keep one of them.".to_owned()))
    } else {
        ("has the wrong type".to_owned(), Some(remedy::of_value(serde)))
    };
    let mut error = Error::new(ErrorCode::ConfigInvalid, format!("providers[\"{id}\"].definition{inside} {what}."));
    if let Some(hint) = hint {
        error = error.with_hint(hint);
    }
    error.with_context(|context| context.config = Some(id.to_string()))
}

/// The names between backquotes in a message of serde's.
struct Names {
    /// The first one, if it looks like a name.
    given: String,
    /// Those after "expected".
    expected: Vec<String>,
}

fn names(serde: &str) -> Names {
    let quoted = |text: &str| -> Vec<String> { text.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let (given, expected) = serde.split_once("expected").unwrap_or((serde, ""));
    let first = quoted(given).into_iter().next().filter(|name| is_plain(name)).unwrap_or_default();
    Names { given: first, expected: quoted(expected) }
}

fn is_plain(text: &str) -> bool {
    (1..=100).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.[]".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(json: serde_json::Value) -> Result<ProviderDefinition> {
        read_definition(&json, &ConfigId::parse("acme").unwrap())
    }

    #[test]
    fn the_id_is_the_configs_unless_given() {
        assert_eq!(read(json!({ "name": "Acme", "auth": ["api_key"] })).unwrap().id, "acme");
        assert_eq!(read(json!({ "id": "other", "name": "Acme", "auth": ["api_key"] })).unwrap().id, "other");
    }

    #[test]
    fn errors_name_the_field_and_never_the_value() {
        let oauth = |field: &str, value: serde_json::Value| {
            let mut oauth = json!({ "authorization_endpoint": "https://a.example/a", "token_endpoint": "https://a.example/t" });
            oauth[field] = value;
            json!({ "name": "Acme", "auth": ["user"], "oauth": oauth })
        };
        let cases = [
            (json!(null), "providers[\"acme\"].definition has the wrong type."),
            (json!("canary"), "providers[\"acme\"].definition has the wrong type."),
            (json!({ "auth": ["user"] }), "providers[\"acme\"].definition lacks the field \"name\"."),
            (json!({ "name": 7, "auth": [] }), "providers[\"acme\"].definition.name has the wrong type."),
            (
                json!({ "name": "A", "auth": ["password"] }),
                "providers[\"acme\"].definition.auth[0] must be one of user, installation, api_key.",
            ),
            (json!({ "name": "A", "auth": "canary" }), "providers[\"acme\"].definition.auth has the wrong type."),
            (
                oauth("token_endpoint", json!({ "canary": 1 })),
                "providers[\"acme\"].definition.oauth.token_endpoint has the wrong type.",
            ),
            (oauth("requires_iss", json!("canary")), "providers[\"acme\"].definition.oauth.requires_iss has the wrong type."),
            (
                oauth("client_authentication", json!("canary")),
                "providers[\"acme\"].definition.oauth.client_authentication must be one of client_secret_basic, client_secret_basic_raw, client_secret_post, private_key_jwt, none.",
            ),
            (oauth("pkce", json!("plain")), "providers[\"acme\"].definition.oauth.pkce must be one of s256, off."),
        ];
        for (json, expected) in cases {
            let error = read(json.clone()).unwrap_err();
            assert_eq!(error.message(), expected, "{json}");
            assert!(expected.contains("must be one of") || error.hint().is_some(), "{json}: what to do?");
            assert_eq!(error.code(), ErrorCode::ConfigInvalid);
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
    }

    #[test]
    fn errors_say_what_to_do() {
        for (json, hint) in [
            (json!({ "auth": ["user"] }), "Add name."),
            (json!({ "name": "A", "auth": "user" }), "It must be a list, in brackets; "),
            (json!({ "name": 7, "auth": [] }), "It must be a text, in quotation marks; "),
            (json!({ "name": "A", "auth": [], "api": "x" }), "It must be a table, which JSON calls an object; "),
            (json!({ "name": "A", "auth": [], "xyz": 1 }), "Known here: id, name, "),
        ] {
            let error = read(json.clone()).unwrap_err();
            assert!(error.hint().is_some_and(|told| told.starts_with(hint)), "{json}: {error}");
        }
    }

    #[test]
    fn a_misspelt_field_is_refused_with_a_suggestion() {
        let error = read(json!({ "name": "A", "auth": ["user"], "oauth": {
            "authorization_endpoint": "https://a.example/a", "token_endpoint": "https://a.example/t", "require_iss": true } }))
        .unwrap_err();
        assert_eq!(
            error.to_string(),
            "config_invalid: providers[\"acme\"].definition.oauth.require_iss is not a field of a definition. Did you mean \"requires_iss\"?"
        );
        let error = read(json!({ "name": "A", "auth": ["user"], "variables": { "x": { "kind": "uuid", "from_usr": true } } }))
            .unwrap_err();
        assert!(error.message().contains("from_usr"), "{error}");
    }
}
