//! The part of a definition that says how the app is installed into an organisation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::mint::Mint;
use super::pointer::JsonPointer;
use super::probe::Probe;
use super::template::Template;

/// How the app is installed into an organisation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Install {
    /// The administrator signs in, which proves organisation and person; then consents for that organisation.
    SignInThenConsent(SignInThenConsent),
    /// Whoever may install the app approves that on the authorization page, and the answer to the code holds the installation's
    /// credential (`oauth.credentials`), perhaps with the person's beside it.
    ByAnswer(InstalledByAnswer),
    /// Whoever may install the app does so on a page of the provider's, which sends the browser back with a code of that person and the
    /// installation's id. The credential is minted for that installation.
    ByPage(InstalledByPage),
    /// No browser has a part in it: an administrator has let the app in at the provider, and the application names the
    /// organisation. That it works is shown by minting the credential.
    ByMint(InstalledByMint),
}

/// The installation that the application makes without a browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InstalledByMint {
    /// How its credential is minted.
    pub credential: Mint,
    /// The provider's organisation, of variables that the application gives: `{domain}`. It belongs to one tenant.
    pub organisation: Template,
    /// The request that tells whether the credential lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<Probe>,
}

/// The installation that is made on a page of the provider's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InstalledByPage {
    /// The page. The parameter `state` is added, and comes back with the answer; the page takes no other, so no challenge (RFC 7636) either.
    pub url: Template,
    /// The parameter of the answer that names the installation. Anybody can change it, so it must be listed at `proof`.
    pub parameter: String,
    /// The variable that takes it, for the address at which the credential is minted.
    pub variable: String,
    /// Where the API lists the installations of whoever has signed in.
    pub proof: InstallationList,
    /// How the installation's credential is minted.
    pub credential: Mint,
    /// The request that tells whether the credential lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<Probe>,
}

/// A list of the installations that a person may use, asked for with that person's token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InstallationList {
    /// The address that is asked with GET. It must be at one of `api.origins`. One page of it is read.
    pub url: Template,
    /// The list in the answer.
    pub items: JsonPointer,
    /// An installation's id, in an item.
    pub id: JsonPointer,
    /// The organisation that it belongs to, in an item.
    pub organisation: JsonPointer,
    /// The organisation's name, in an item. Shown to people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<JsonPointer>,
}

/// The installation whose credential comes with the answer to a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InstalledByAnswer {
    /// The scopes that the installation asks for when the config names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub default_scopes: Vec<String>,
    /// The provider's organisation where the answer does not name it: of variables that were chosen before, and at whose address the
    /// code was redeemed: `{shop}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Template>,
    /// The request that tells whether the installation's credential lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<Probe>,
}

/// The two-step installation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInThenConsent {
    /// Values of variables for the sign-in, such as `authority = "organizations"`.
    #[serde(default)]
    pub sign_in_variables: BTreeMap<String, String>,
    /// Scopes of the sign-in.
    pub sign_in_scopes: Vec<String>,
    /// The claim of the ID token that lists what proves an administrator.
    pub admin_claim: String,
    /// One of these values in that claim is the proof.
    pub admin_values: Vec<String>,
    /// The consent page.
    pub consent: Consent,
    /// Where the organisation's name is asked for, with the sign-in of whoever installs. Absent: nobody asks, and its id is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_name: Option<LookUp>,
    /// How the installation's credential is minted.
    pub credential: Mint,
    /// Requests that show whether the consented permissions work.
    pub probes: Vec<RoleProbe>,
    /// The roles expected when the config names none.
    #[serde(default)]
    pub default_roles: Vec<String>,
}

/// A text that is read from an answer of the API. What comes of it is shown and decides nothing, and without it everything goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LookUp {
    /// The address that is asked with GET. It must be at one of `api.origins`.
    pub url: Template,
    /// The text in the answer.
    pub pointer: JsonPointer,
}

/// The page on which an administrator consents for the organisation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The page.
    pub url: Template,
    /// The `scope` parameter.
    pub scope: Template,
    /// The parameter of the answer that names the organisation. It is unsigned and proves nothing; it must only agree.
    pub organisation_parameter: String,
}

/// A request that shows whether an application role works.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleProbe {
    /// Used when an expected role starts with this text; empty: always.
    #[serde(default)]
    pub when_role: String,
    /// The address; may use `{person}`.
    pub url: Template,
    /// Statuses that prove the role.
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 200, max = 599))))]
    pub proves: Vec<u16>,
    /// Statuses that mean "not yet".
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 200, max = 599))))]
    pub waits: Vec<u16>,
}
