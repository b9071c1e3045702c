//! What a provider does, as a file of `tests/vectors/catalog` says it: in the words of HTTP, and without a word of the definition's
//! language. It was written from the sources and not from the definition, so a definition that says something else is found out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A provider to play.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plays {
    /// What a config gives for the variables, so that one host is asked.
    #[serde(default)]
    pub(super) variables: BTreeMap<String, String>,
    pub(super) authorize: Option<Authorize>,
    pub(super) token: Option<Token>,
    /// Three steps of OAuth 1.0a (RFC 5849), in their place.
    pub(super) signed: Option<Signed>,
    /// Where the API tells who has signed in, in a signed request.
    pub(super) identity: Option<Identity>,
    /// `reusable`: a refresh brings no new refresh token, and the old one stays valid.
    #[serde(default)]
    pub(super) rotation: String,
    pub(super) api: Api,
    pub(super) key: Option<Key>,
    /// What is asked of the API once, with the token of a sign-in.
    pub(super) look_up: Option<LookUp>,
    /// The address that tells whether a token is alive.
    pub(super) probe: Option<ProbePlace>,
    /// The same for a key.
    pub(super) key_probe: Option<String>,
    /// How tokens are revoked; absent: nobody may ask for that.
    pub(super) revoke: Option<Revoke>,
}

/// Where and how tokens are revoked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revoke {
    pub(super) url: String,
    pub(super) method: String,
    /// `basic`, `post`, `id` (the client's id alone) or `none`.
    pub(super) client: String,
    /// `form`, `json`, `query`, or `bearer`: then there is no content.
    pub(super) content: String,
    /// The name under which the token stands in it.
    pub(super) parameter: String,
    /// Whether the kind of the token is told (RFC 7009 §2.1).
    pub(super) hint: bool,
    /// `refresh` and `access`, in the order in which they are asked for.
    pub(super) tokens: Vec<String>,
    pub(super) headers: BTreeMap<String, String>,
    /// What `client_id` and `client_secret` are called there.
    #[serde(default)]
    pub(super) names: BTreeMap<String, String>,
    /// What is answered.
    pub(super) status: u16,
    pub(super) answer: serde_json::Value,
}

/// A question to the API, its answer, and the organisation that is meant of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LookUp {
    pub(super) url: String,
    pub(super) answer: serde_json::Value,
    pub(super) organisation: Option<String>,
}

/// The page on which people sign in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Authorize {
    pub(super) url: String,
    /// Parameters besides those of RFC 6749 §4.1.1, all of which must come, and no other.
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) scope_separator: String,
    pub(super) always_scopes: Vec<String>,
    pub(super) pkce: bool,
    /// Parameters that it sends back besides the code.
    #[serde(default)]
    pub(super) callback: BTreeMap<String, String>,
    /// The organisation that is meant, where they name one.
    pub(super) organisation: Option<String>,
}

/// The three steps of OAuth 1.0a.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signed {
    /// Method and address of the request for temporary credentials.
    pub(super) temporary: String,
    pub(super) authorize: SignedPage,
    /// Method and address of the request for token credentials.
    pub(super) token: String,
    pub(super) signature_method: String,
    /// What stands in the answer with token credentials besides.
    pub(super) answer: BTreeMap<String, String>,
    /// Whose account it then is.
    pub(super) person: Option<String>,
    pub(super) display: Option<String>,
}

/// The page on which people sign in (RFC 5849 §2.2).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignedPage {
    pub(super) url: String,
    /// Parameters besides the token and the scopes, all of which must come, and no other.
    pub(super) parameters: BTreeMap<String, String>,
    /// The parameter with the scopes, where there are any.
    pub(super) scope_parameter: Option<String>,
    pub(super) scope_separator: String,
}

/// An address of the API that names the person.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Identity {
    pub(super) url: String,
    pub(super) answer: serde_json::Value,
}

/// An address of the API that tells whether a token is alive: by the status of its answer, or by what stands in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum ProbePlace {
    Plain(String),
    Told {
        url: String,
        #[serde(default)]
        answer: serde_json::Value,
        /// The status for a dead token.
        status: u16,
        /// What it then answers.
        #[serde(default)]
        rejected: serde_json::Value,
    },
}

impl ProbePlace {
    pub(super) fn url(&self) -> &str {
        match self {
            ProbePlace::Plain(url) | ProbePlace::Told { url, .. } => url,
        }
    }
}

/// The token endpoint.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Token {
    pub(super) url: String,
    /// `basic`, `post` or `id`: the client's id alone, of a client that has no secret.
    pub(super) client: String,
    /// `form` or `json`.
    pub(super) content: String,
    pub(super) parameters: BTreeMap<String, String>,
    /// Parameters that refreshes have besides, or instead of those of the same name.
    #[serde(default)]
    pub(super) refresh_parameters: BTreeMap<String, String>,
    /// The member of an answer in which all others stand.
    #[serde(default)]
    pub(super) wrapped_in: String,
}

/// The API.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Api {
    pub(super) origins: Vec<String>,
    /// Headers that each request must have.
    pub(super) headers: BTreeMap<String, String>,
    /// The header of a token, in lower case, and its value with `{token}`.
    pub(super) header: Option<String>,
    pub(super) value: Option<String>,
    /// Headers that each request has beside the token, in lower case; `{id}` is the client's identifier.
    #[serde(default)]
    pub(super) further: BTreeMap<String, String>,
}

/// A key that somebody pastes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Key {
    pub(super) fields: Vec<String>,
    /// The header that carries it, in lower case; empty where the address does.
    #[serde(default)]
    pub(super) header: String,
    /// The header's value with the fields in braces; what stands in `base64(…)` is encoded.
    #[serde(default)]
    pub(super) value: String,
    /// The parameters of each address that carry it, with the fields in braces.
    #[serde(default)]
    pub(super) query: BTreeMap<String, String>,
}

impl Key {
    /// The parameters of an address for these fields.
    pub(super) fn parameters(&self, fields: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        self.query.iter().map(|(name, text)| (name.clone(), filled(text, fields))).collect()
    }

    /// The header's value for these fields.
    pub(super) fn header_value(&self, fields: &BTreeMap<String, String>) -> String {
        let filled = filled(&self.value, fields);
        match filled.split_once("base64(") {
            Some((before, inside)) => format!("{before}{}", super::judge::base64(inside.strip_suffix(')').unwrap())),
            None => filled,
        }
    }
}

fn filled(text: &str, fields: &BTreeMap<String, String>) -> String {
    fields.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[derive(Deserialize)]
struct File {
    provider: String,
    plays: Option<Plays>,
}

pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/catalog")
}

/// Every provider that has facts to be played.
pub(super) fn read() -> BTreeMap<String, Plays> {
    let paths = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut all = BTreeMap::new();
    for path in paths.filter(|path| path.extension().is_some_and(|it| it == "json")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let Ok(File { provider, plays: Some(plays) }) = serde_json::from_str(&text) else {
            // What is not in this form must not be meant to be.
            assert!(!text.contains("\"plays\""), "{} cannot be read", path.display());
            continue;
        };
        assert_eq!(path.file_stem().unwrap().to_str(), Some(provider.as_str()));
        all.insert(provider, plays);
    }
    all
}
