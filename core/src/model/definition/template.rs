//! Addresses with placeholders, and what may stand in those: named origins and variables with a grammar.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Named origins with one set of values per cloud.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Origins {
    /// The name of the config variable that chooses the set, such as `cloud`. It is declared here and not in `variables`: its
    /// values are the names of the sets, and a browser never chooses it.
    pub select: String,
    /// The set used when the config does not choose.
    pub default: String,
    /// Set name → origin name → `https://host`, without path.
    #[cfg_attr(feature = "schema", schemars(extend("propertyNames" = { "pattern": "^[a-z][a-z0-9_]{0,31}$" })))]
    pub sets: BTreeMap<String, BTreeMap<String, String>>,
}

/// A variable of a template. Each kind has one grammar; there is no free text in an address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Variable {
    /// One of the listed values.
    OneOf {
        /// The allowed values.
        values: Vec<String>,
        /// Whether a GUID in its 36-character lower-case form is allowed besides, such as a Microsoft tenant id.
        #[serde(default)]
        or_uuid: bool,
        /// One label of a host name before each of these is allowed besides: with `.my` it is `acme.my`, so `{login}.example.com` may be a
        /// customer's own `acme.my.example.com`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        or_label_before: Vec<String>,
        /// The value when none is given.
        #[serde(default)]
        default: Option<String>,
        /// Whether the browser may choose it.
        #[serde(default)]
        from_user: bool,
    },
    /// A GUID in its 36-character lower-case form, such as a Microsoft tenant id.
    Uuid {
        /// Whether the browser may choose it.
        #[serde(default)]
        from_user: bool,
    },
    /// One DNS label: `[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?`, such as the shop in `{shop}.example.com`.
    DnsLabel {
        /// Whether the browser may choose it.
        #[serde(default)]
        from_user: bool,
    },
    /// A whole host name, which must be one of `hosts` or end in one of `suffixes` (each starting with a dot).
    Host {
        /// Exact hosts.
        #[serde(default)]
        hosts: Vec<String>,
        /// Suffixes with their leading dot.
        #[serde(default)]
        suffixes: Vec<String>,
        /// Whether the browser may choose it.
        #[serde(default)]
        from_user: bool,
    },
    /// An e-mail address in lower case, such as that of a person in whose name a service account acts. Never in a host.
    EmailAddress {
        /// Whether the browser may choose it.
        #[serde(default)]
        from_user: bool,
    },
    /// One path segment of unreserved characters (RFC 3986 §2.3), 1 to 128, not `.` or `..`.
    PathSegment {
        /// Whether the browser may choose it.
        #[serde(default)]
        from_user: bool,
    },
    /// A secret of the application's, such as a key that its API wants in a header of each request: 1 to 512 visible ASCII characters. The
    /// config gives it and nobody else; it stands in `api.further_headers` only, and is neither shown nor stored.
    Secret {},
}

/// A URL with `{name}` placeholders: an origin name at the start, variables elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Template(pub String);
