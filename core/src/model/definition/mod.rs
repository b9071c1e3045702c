//! What a provider is, as data: the shape of `catalog/<slug>.toml` and of a definition given in code. Each part is a file.

mod account_choice;
mod api;
mod credentials;
mod device;
mod diagnosis;
mod discovery;
mod facts;
mod id_token;
mod identity;
mod install;
mod kept;
mod lifetime;
mod mint;
mod oauth;
mod oauth1;
mod pointer;
mod probe;
mod revocation;
mod scopes;
mod sign_in;
mod template;
mod token_exchange;
mod token_response;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use account_choice::{AccountChoice, AccountHint};
pub(crate) use api::parts;
pub use api::{Api, Basic, Placement};
pub use credentials::{AnswerCredential, AnswerSubject};
pub use device::{DeviceFlow, DeviceProof, DeviceWords};
pub use diagnosis::{Diagnosis, SafeMember};
pub use discovery::{Discovery, DiscoveryKind, OptionalEndpoint};
pub use facts::{CheckedAgainst, Facts};
pub(crate) use id_token::ID_TOKEN_ALGORITHMS;
pub use id_token::IdToken;
pub use identity::Identity;
pub use install::{
    Consent, Install, InstallationList, InstalledByAnswer, InstalledByMint, InstalledByPage, LookUp, RoleProbe, SignInThenConsent,
};
pub use kept::KeptValue;
pub use lifetime::{Lifetime, Rotation};
pub use mint::{AppJwt, JwtBearer, Mint, ScopeIn};
pub use oauth::{ClientAssertion, ClientAuthentication, Encoding, OAuth, ParameterNames, Pkce, RsaAlgorithm, TokenRequest};
pub use oauth1::{CredentialsMethod, OAuth1, SignatureMethod};
pub use pointer::JsonPointer;
pub use probe::{JsonCondition, JsonScalar, Probe, ProbeMethod};
pub use revocation::{Revocation, RevocationMethod, RevocationScope, RevokedToken, RevokingClient, TokenIn};
pub use scopes::{Scope, ScopeComparison};
pub(crate) use sign_in::SignIn;
pub use template::{Origins, Template, Variable};
pub use token_exchange::{ClientParameter, RenewalByAccessToken, TokenExchange, TokenMethod};
pub(crate) use token_response::CODE_PLACES;
pub use token_response::{AnswerEncoding, GrantEnd, TokenResponse};

/// A provider: one TOML file of the catalogue, or the same fields given in code.
///
/// Unknown fields are refused, so that a misspelt security setting cannot be ignored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProviderDefinition {
    /// The slug, `[a-z0-9-]{1,64}`; in code it may be left out, then the config's id is taken.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[a-z0-9-]{1,64}$")))]
    pub id: String,
    /// The name shown to people, such as `OneDrive`.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub name: String,
    /// A category of the catalogue, such as `storage`.
    #[serde(default)]
    pub category: String,
    /// The provider's documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^https://")))]
    pub docs: Option<String>,
    /// Where the facts come from, and when they were last checked.
    #[serde(default, skip_serializing_if = "Facts::is_default")]
    pub facts: Facts,
    /// Words of the provider for messages to people.
    #[serde(default)]
    pub words: Words,
    /// What can be connected.
    #[cfg_attr(feature = "schema", schemars(length(min = 1), extend("uniqueItems" = true)))]
    pub auth: Vec<AuthKind>,
    /// Named origins, one set of values per cloud. Issuers, key sets and API hosts derive from them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origins: Option<Origins>,
    /// Variables that templates may use, each with a grammar (SR-34).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("propertyNames" = { "pattern": "^[a-z][a-z0-9_]{0,31}$" })))]
    pub variables: BTreeMap<String, Variable>,
    /// The authorization code flow and the token endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth: Option<OAuth>,
    /// OAuth 1.0a (RFC 5849), in the place of `oauth`: for providers that take signed requests and have nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth1: Option<OAuth1>,
    /// How an ID token identifies the account. Absent: the provider gives none, or none is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token: Option<IdToken>,
    /// Where the API tells who has signed in, for providers without ID tokens. Absent: nobody asks, and only the answer to the code may
    /// name the account (`oauth.credentials`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// How the app is installed into an organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub install: Option<Install>,
    /// Scopes a user may be asked for, with a description for people.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scopes: BTreeMap<String, Scope>,
    /// How granted scopes are compared with those asked for.
    #[serde(default)]
    pub scope_comparison: ScopeComparison,
    /// How long grants live and how refresh tokens rotate.
    #[serde(default)]
    pub lifetime: Lifetime,
    /// Where the credential may be sent, and how.
    #[serde(default)]
    pub api: Api,
    /// The cheap request without side effects that tells a live user credential from a dead one. Where `auth` is `api_key` alone, it is
    /// the keys' too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<Probe>,
    /// The same for a key: it is tried with it before it is stored, and checked with it afterwards. Needed where people sign in too, and
    /// where keys open another address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_probe: Option<Probe>,
    /// How the provider is asked to revoke tokens when what they belong to is deleted. Absent: it is not asked, unless
    /// `oauth.discovery` finds where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation: Option<Revocation>,
    /// What of the provider's errors may be shown to the developer, besides what is safe of every provider.
    #[serde(default, skip_serializing_if = "Diagnosis::is_default")]
    pub diagnosis: Diagnosis,
    /// Sentences for the operator: how to register the application. Empty: the steps that are the same everywhere are enough.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub setup: Vec<String>,
}

impl ProviderDefinition {
    /// Where this subject's credential stands in the answer to a code, where the definition says so.
    pub(crate) fn answer_credential(&self, subject: AnswerSubject) -> Option<&AnswerCredential> {
        self.oauth.as_ref()?.credentials.iter().find(|credential| credential.subject == subject)
    }

    /// How the app's own credential is minted, where there is one.
    pub(crate) fn mint(&self) -> Option<&Mint> {
        match self.install.as_ref()? {
            Install::SignInThenConsent(install) => Some(&install.credential),
            Install::ByMint(install) => Some(&install.credential),
            Install::ByPage(install) => Some(&install.credential),
            Install::ByAnswer(_) => None,
        }
    }
}

/// Words of the provider for messages to people. Messages fall back to the provider's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Who runs it, where that is not its name: `Microsoft`.
    #[serde(default)]
    pub vendor: Option<String>,
    /// What it calls a customer organisation: `Microsoft tenant`.
    #[serde(default)]
    pub organisation: Option<String>,
    /// What it calls the id of one: `Microsoft tenant GUID`. People confuse it with the application's tenant id.
    #[serde(default)]
    pub organisation_id: Option<String>,
    /// What to do when it rejects the client secret.
    #[serde(default)]
    pub rejected_client: Option<String>,
}

/// A kind of credential that a provider offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuthKind {
    /// A user authorises (RFC 6749 §4.1; RFC 5849 §2 where the definition has `oauth1`).
    User,
    /// The app is installed into an organisation.
    Installation,
    /// A key that the user or tenant pastes.
    ApiKey,
}
