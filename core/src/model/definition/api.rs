//! The part of a definition that says where a credential may be sent, and how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::template::Template;

/// Where a credential may be sent, and how.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// Origins that may receive the credential (SR-30).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<Template>,
    /// Where in a request it stands.
    #[serde(default)]
    pub placement: Placement,
    /// Further fixed headers that the API wants, such as its version; probes send them. None that carries a credential or frames
    /// the message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Headers that name the application or the organisation in each request, beside the credential: `{ client-id = "{client_id}" }`. In braces
    /// stand `client_id`, `client_secret` and variables; a header whose variable has no value is left out. A credential's headers hold them, and
    /// probes send them. Whoever gets a credential's headers has the client's secret where one of them holds it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub further_headers: BTreeMap<String, String>,
}

/// The header that carries a credential; for keys of providers that take no header, the query of the address (SR-30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Placement {
    /// The header's name.
    #[serde(default = "default_header")]
    pub header: String,
    /// What stands before the credential in the header's value. Default: `Bearer ` in `Authorization`, nothing in any other header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// How fields that somebody has stored make the header's value: `Token {id}:{key}`. A key of one text is the field `value`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(max = 256)))]
    pub template: Option<String>,
    /// Which stored fields are user name and password of the scheme Basic (RFC 7617).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basic: Option<Basic>,
    /// Parameters of the query that carry stored fields: `{ api_key = "value" }`. Only for keys of a provider that takes them nowhere else:
    /// servers and proxies write addresses into their logs. Tokens stay in the header.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, String>,
}

/// Which stored fields are user name and password of the scheme Basic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Basic {
    /// The field that is the user name; without one it is empty, as where a key is the password. A key of one text is the field `value`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The field that is the password; without one it is empty, as where a key is the user name. One of the two is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

impl Placement {
    /// What stands before the credential.
    pub fn prefix(&self) -> &str {
        let usual = if self.header.eq_ignore_ascii_case(AUTHORIZATION) { "Bearer " } else { "" };
        self.prefix.as_deref().unwrap_or(usual)
    }

    /// The fields that a stored credential must have, where the definition says what is made of them.
    pub fn fields(&self) -> Option<Vec<&str>> {
        if !self.query.is_empty() {
            return Some(self.query.values().map(String::as_str).collect());
        }
        if let Some(basic) = &self.basic {
            return Some([basic.username.as_ref(), basic.password.as_ref()].into_iter().flatten().map(String::as_str).collect());
        }
        self.template.as_deref().map(|template| parts(template).filter_map(|(_, field)| field).collect())
    }
}

impl Default for Placement {
    fn default() -> Self {
        Placement { header: default_header(), prefix: None, template: None, basic: None, query: BTreeMap::new() }
    }
}

/// A template's pieces: text, and the field after it.
pub(crate) fn parts(template: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(template);
    std::iter::from_fn(move || {
        let text = rest?;
        let field = text.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)));
        let Some((before, (field, after))) = field else {
            rest = None;
            return Some((text, None));
        };
        rest = Some(after);
        Some((before, Some(field)))
    })
}

const AUTHORIZATION: &str = "Authorization";

fn default_header() -> String {
    AUTHORIZATION.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_authorization_has_a_scheme_of_its_own() {
        let of = |header: &str, prefix: Option<&str>| Placement {
            header: header.to_owned(),
            prefix: prefix.map(str::to_owned),
            ..Placement::default()
        };
        for (placement, expected) in [
            (Placement::default(), "Bearer "),
            (of("authorization", None), "Bearer "),
            (of("X-Api-Key", None), ""),
            (of("X-Api-Key", Some("Key ")), "Key "),
            (of("Authorization", Some("")), ""),
        ] {
            assert_eq!(placement.prefix(), expected, "{placement:?}");
        }
    }

    #[test]
    fn a_template_is_text_and_fields() {
        let read = |template| parts(template).collect::<Vec<_>>();
        assert_eq!(read("Token {id}:{key}"), [("Token ", Some("id")), (":", Some("key")), ("", None)]);
        assert_eq!(read("{value}!"), [("", Some("value")), ("!", None)]);
        assert_eq!(read("plain {open"), [("plain {open", None)]);
    }
}
