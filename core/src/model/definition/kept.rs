//! The part of a definition that says which values of a sign-in are kept, for addresses that follow from them.

use serde::{Deserialize, Serialize};

use super::pointer::JsonPointer;
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
    /// The place of it in the answer: in that of `url` where there is one, else in the answer to the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<JsonPointer>,
}
