//! Where the facts of a definition come from, and when they were last held against that.

use serde::{Deserialize, Serialize};

/// Where the facts of a definition come from. Every file of the catalogue says so; a definition given in code need not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Pages or files, each with its whole address, in which the facts can be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(inner(regex(pattern = "^https://"))))]
    pub sources: Vec<String>,
    /// The day on which the definition was last held against `against`, such as `2026-11-30`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")))]
    pub checked: String,
    /// Against what.
    #[serde(default)]
    pub against: CheckedAgainst,
    /// Whether that was enough to rely on: false where one project alone says so, which is a lead and no more.
    #[serde(default)]
    pub verified: bool,
}

impl Facts {
    pub(super) fn is_default(&self) -> bool {
        *self == Facts::default()
    }
}

/// What a definition was held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckedAgainst {
    /// The provider itself: a whole connection was made there.
    Provider,
    /// What the provider publishes: its documentation, specifications and libraries.
    Documentation,
    /// Two or more projects that know nothing of each other and agree.
    AgreeingProjects,
    /// One project.
    OneProject,
    /// Nothing.
    #[default]
    Nothing,
}
