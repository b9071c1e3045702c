//! How a definition says which account somebody is to sign in with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How the provider lets a request say which account is meant. Without it, a browser that is signed in there goes on with whatever
/// account that is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountChoice {
    /// Parameters of the authorization request with which the provider asks which account it is to be, such as
    /// `prompt = "select_account"`. They stand instead of those of `authorization_parameters` that have the same name: a provider
    /// that needs both values is given both. Empty: it cannot be asked to.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub choose: BTreeMap<String, String>,
    /// The parameter that names the expected account, such as `login_hint` (OpenID Connect Core §3.1.2.1). Absent: there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint_parameter: Option<String>,
    /// What the provider takes for a hint of an account that was connected before.
    #[serde(default)]
    pub hint: AccountHint,
    /// The values that the provider knows of the parameter `prompt` (OpenID Connect Core §3.1.2.1). Callers may ask for these and
    /// no others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prompts: Vec<String>,
    /// Those of `prompts` beside which the provider takes no hint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prompts_without_hint: Vec<String>,
}

impl AccountChoice {
    pub(super) fn is_default(&self) -> bool {
        *self == AccountChoice::default()
    }
}

/// What of a connected account is a hint for the provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountHint {
    /// The name shown to people, which is what they sign in with: an e-mail address or the like.
    #[default]
    Display,
    /// The provider's id of the person.
    Person,
    /// Nothing that is known of it.
    None,
}
