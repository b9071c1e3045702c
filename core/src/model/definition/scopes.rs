//! Scopes: what they mean to people, and how granted ones are compared with those asked for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::template::Template;

/// A scope and what it means to a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// In our own words. Empty: nobody has described it yet.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Personal accounts cannot have it.
    #[serde(default)]
    pub organisations_only: bool,
}

/// How granted scopes are compared with those asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScopeComparison {
    /// Compare without regard to ASCII case.
    #[serde(default)]
    pub ignore_case: bool,
    /// Prefixes that mean nothing, such as the resource's URL.
    #[serde(default)]
    pub strip_prefixes: Vec<Template>,
    /// Scopes that answers leave out although they were granted.
    #[serde(default)]
    pub unreported: Vec<String>,
    /// Granted scopes and those that each includes: some answers name the larger one only, or a scope in another form.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub implied: BTreeMap<String, Vec<String>>,
}
