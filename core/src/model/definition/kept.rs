//! The part of a definition that says which values of a sign-in are kept, for addresses that follow from them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::pointer::JsonPointer;
use super::probe::JsonCondition;
use super::template::Template;

/// A value that only a sign-in tells, and that is kept with what it brings: the host of the customer's own instance, the id of a company
/// or a site. It becomes a variable, which may stand in `api.origins`, in probes and in `identity.url`, and in no address to which a code
/// or a refresh token goes. What does not fit the variable's grammar fails the sign-in. Where the answer to a refresh tells another one that
/// fits, that one is kept from then on.
///
/// It comes from one of three places: a parameter of the callback (`parameter`), the answer to the code (`pointer` alone), or the answer
/// of the API to a request with the new access token (`url` with `pointer`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeptValue {
    /// The variable that takes it. One of the kind `host` takes `https://` before the host too, as some answers have it; what stands behind
    /// the host must be nothing.
    pub variable: String,
    /// The parameter of the callback that holds it. A callback is unsigned: where the value decides whose data is read, the API must hold
    /// it against the access token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// The address that is asked with GET, once the code is redeemed. It must be at one of `api.origins`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Template>,
    /// The place of it in the answer: in that of `url` where there is one, else in the answer to the code. With `items` it begins at one of
    /// them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<JsonPointer>,
    /// The list in the answer of `url`, of which one entry is meant; an empty pointer is the whole answer. It is the only one that fits; of
    /// several, the one whose value the variable has already, from the config or from whoever signs in (such a variable may be `from_user`).
    /// Else the sign-in fails, and the error names the values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<JsonPointer>,
    /// Which entries of `items` fit: those that hold one of the values there. Where none does, a single entry fits all the same.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub condition: Option<JsonCondition>,
    /// Further variables, and where in the same entry of `items` their values stand.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub also: BTreeMap<String, JsonPointer>,
    /// Whether the sign-in goes on without it where `items` has none that fits, or several of which none is chosen. It stands in no address
    /// then, and a header of `api.further_headers` that needs it is left out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// Whether it is the id of the provider's organisation: the account's, where nothing else names one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub organisation: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl KeptValue {
    /// All variables that it fills.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.variable).chain(self.also.keys())
    }
}
