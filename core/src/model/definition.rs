//! What a provider is, as data: the shape of `catalog/<slug>.toml` and of a definition given in code.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::renewal::MintKind;

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
    /// How an ID token identifies the account. Absent: the provider gives none, or none is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token: Option<IdToken>,
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
    /// The cheap request without side effects that tells a live user credential from a dead one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<Probe>,
    /// Sentences for the operator: how to register the application.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub setup: Vec<String>,
}

impl ProviderDefinition {
    /// How the app's own credential is minted, where there is one.
    pub(crate) fn mint(&self) -> Option<&Mint> {
        match self.install.as_ref()? {
            Install::SignInThenConsent(install) => Some(&install.credential),
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
    /// A user authorises (RFC 6749 §4.1).
    User,
    /// The app is installed into an organisation.
    Installation,
    /// A key that the user or tenant pastes.
    ApiKey,
}

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

/// A variable of a template. Each kind has one grammar; there is no free text.
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
    /// One path segment of unreserved characters (RFC 3986 §2.3), 1 to 128, not `.` or `..`.
    PathSegment {
        /// Whether the browser may choose it.
        #[serde(default)]
        from_user: bool,
    },
}

/// A URL with `{name}` placeholders: an origin name at the start, variables elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Template(pub String);

/// The OAuth part of a provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OAuth {
    /// The issuer, compared byte for byte with `iss` (RFC 9207 §2.4). Absent: the one that the ID token must name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Template>,
    /// RFC 6749 §3.1. Absent where nobody signs in: the app's own credential is minted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_endpoint: Option<Template>,
    /// RFC 6749 §3.2.
    pub token_endpoint: Template,
    /// How token requests are written, where that is not as RFC 6749 says.
    #[serde(default, skip_serializing_if = "TokenRequest::is_default")]
    pub token_request: TokenRequest,
    /// Whether an authorization response without `iss` is refused: the provider announces
    /// `authorization_response_iss_parameter_supported` (RFC 9207 §3).
    #[serde(default)]
    pub requires_iss: bool,
    /// How the client proves itself at the token endpoint (RFC 6749 §2.3).
    #[serde(default)]
    pub client_authentication: ClientAuthentication,
    /// Whether a client may be public besides (RFC 6749 §2.1): a native app that has no secret and sends only its `client_id`.
    #[serde(default)]
    pub public_clients: bool,
    /// Whether PKCE is sent (RFC 7636). Always S256; off only with a recorded reason (SR-8).
    #[serde(default)]
    pub pkce: Pkce,
    /// What stands between two scopes in the request; a space after RFC 6749 §3.3.
    #[serde(default = "default_scope_separator")]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = [" ", ",", ";", "+", "|"])))]
    pub scope_separator: String,
    /// Scopes added to every user request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub always_scopes: Vec<String>,
    /// Further fixed parameters of the authorization request.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub authorization_parameters: BTreeMap<String, String>,
    /// Whether a refresh names its scopes (RFC 6749 §6). They are always those already granted or asked for.
    #[serde(default)]
    pub refresh_sends_scope: bool,
    /// Whether authorization and token requests take the parameter `claims` (OpenID Connect Core §5.5), so that the claims
    /// challenge of an API can be passed on.
    #[serde(default)]
    pub claims_parameter: bool,
}

fn default_scope_separator() -> String {
    " ".to_owned()
}

/// How token requests are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    /// How the parameters are encoded.
    #[serde(default)]
    pub encoding: Encoding,
    /// Further fixed headers, such as the version of the API. None that carries a credential or frames the message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
}

impl TokenRequest {
    fn is_default(&self) -> bool {
        *self == TokenRequest::default()
    }
}

/// How the parameters of a token request are encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// As a form (RFC 6749 §4.1.3).
    #[default]
    Form,
    /// As the members of a JSON object: a deviation of some providers.
    Json,
}

/// How the client proves itself at the token endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientAuthentication {
    /// HTTP Basic, both parts form-encoded first (RFC 6749 §2.3.1).
    #[default]
    ClientSecretBasic,
    /// `client_id` and `client_secret` in the body.
    ClientSecretPost,
    /// A public client: `client_id` only.
    None,
}

/// Whether PKCE is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Pkce {
    /// Always, with S256 (RFC 7636 §4.2).
    #[default]
    S256,
    /// Never, because the provider fails with it. The reason is recorded; `state` stays on.
    Off {
        /// Why.
        reason: String,
    },
}

/// Signatures by a key pair that can be verified (RFC 7518 §3.1, RFC 9864 §2.2). `none` and those by a shared secret are not
/// among them (RFC 8725 §3.1, §3.2).
pub(crate) const ID_TOKEN_ALGORITHMS: [&str; 10] =
    ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA", "Ed25519"];

/// How an ID token identifies the account (OpenID Connect Core §3.1.3.7).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdToken {
    /// The issuer that the token must name. The placeholder `{organisation}` stands for the token's own organisation claim.
    pub issuer: Template,
    /// The key set (RFC 7517).
    pub jwks_uri: Template,
    /// Algorithms that are accepted: `RS256` and its like, `EdDSA`, `Ed25519`; `none` never is.
    #[cfg_attr(feature = "schema", schemars(length(min = 1), extend("items" = { "enum": ID_TOKEN_ALGORITHMS })))]
    pub algorithms: Vec<String>,
    /// The claim that names the organisation, if the provider has organisations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_claim: Option<String>,
    /// The claim that names the person; unique within the organisation, or within the issuer.
    pub person_claim: String,
    /// The claim shown to people as the account's name. Never used to decide anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_claim: Option<String>,
    /// The organisation value that marks a personal account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_organisation: Option<String>,
    /// The variable of the endpoints that takes the organisation once it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_variable: Option<String>,
    /// The variable whose value stands there until then: who may sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience_variable: Option<String>,
    /// Its value that lets personal accounts in and no others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_audience: Option<String>,
}

/// How the app is installed into an organisation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Install {
    /// The administrator signs in, which proves organisation and person; then consents for that organisation.
    SignInThenConsent(SignInThenConsent),
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
    /// How the installation's credential is minted.
    pub credential: Mint,
    /// Requests that show whether the consented permissions work.
    pub probes: Vec<RoleProbe>,
    /// The roles expected when the config names none.
    #[serde(default)]
    pub default_roles: Vec<String>,
}

/// How a credential is minted with what the application itself holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Mint {
    /// The client credentials grant (RFC 6749 §4.4).
    ClientCredentials {
        /// Its scope (RFC 6749 §4.4.2).
        scope: Template,
    },
}

impl Mint {
    /// The kind, as it is stored with a grant.
    pub(crate) const fn kind(&self) -> MintKind {
        match self {
            Mint::ClientCredentials { .. } => MintKind::ClientCredentials,
        }
    }
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

/// A scope and what it means to a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// In our own words.
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
}

/// What happens to a refresh token when it is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// There is none: the credential is minted anew each time.
    None,
    /// The old one stays valid after use.
    Reusable,
    /// The old one stays valid for `grace_seconds`.
    Grace,
    /// One use; a second presentation may end the whole grant.
    Strict,
    /// Not known: treated as strict.
    #[default]
    Unknown,
}

/// How long grants live.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lifetime {
    /// What happens to a refresh token when it is used.
    #[serde(default)]
    pub rotation: Rotation,
    /// For `rotation = "grace"`: how long the old one stays valid, in seconds.
    #[serde(default)]
    pub grace_seconds: u64,
    /// The lifetime of an access token when the answer does not say, in seconds. Absent: an hour where there is a refresh token;
    /// without one, until the provider rejects it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_seconds: Option<u64>,
    /// How long an unused refresh token lives, in seconds; 0: not known.
    #[serde(default)]
    pub refresh_idle_seconds: u64,
}

/// Where a credential may be sent, and how.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// Origins that may receive the credential (SR-30).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<Template>,
    /// The header that carries it.
    #[serde(default)]
    pub placement: Placement,
    /// Further fixed headers that the API wants, such as its version; probes send them. None that carries a credential or frames
    /// the message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
}

/// The header that carries a credential. Never the URL (SR-30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Placement {
    /// The header's name.
    #[serde(default = "default_header")]
    pub header: String,
    /// What stands before the credential in the header's value.
    #[serde(default = "default_prefix")]
    pub prefix: String,
}

impl Default for Placement {
    fn default() -> Self {
        Placement { header: default_header(), prefix: default_prefix() }
    }
}

fn default_header() -> String {
    "Authorization".to_owned()
}

fn default_prefix() -> String {
    "Bearer ".to_owned()
}

/// A cheap request without side effects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Probe {
    /// The address that is asked with the credential.
    pub url: Template,
    /// The method.
    #[serde(default)]
    pub method: ProbeMethod,
    /// Statuses that show a live credential; default 200.
    #[serde(default = "default_live")]
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 200, max = 599))))]
    pub live: Vec<u16>,
    /// What the JSON of such an answer must hold besides, for providers that answer errors with status 200. Without it the answer
    /// tells nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_when: Option<JsonCondition>,
    /// What in the JSON of such an answer shows that the credential is rejected, like status 401.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected_when: Option<JsonCondition>,
}

/// The method of a probe. It has no side effects at the provider, whatever its name says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProbeMethod {
    /// GET.
    #[default]
    Get,
    /// HEAD, where nothing in the JSON is looked at.
    Head,
    /// POST without content, which some APIs want for reading too.
    Post,
}

/// A place in a JSON answer and what may stand there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JsonCondition {
    /// The place, as a JSON pointer (RFC 6901): `/ok`.
    #[cfg_attr(feature = "schema", schemars(length(max = 256)))]
    pub pointer: String,
    /// The values that may stand there.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub values: Vec<JsonScalar>,
}

/// A plain value of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum JsonScalar {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
}

fn default_live() -> Vec<u16> {
    vec![200]
}
