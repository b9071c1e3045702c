# Generated from bindings-common by `cargo xtask types`. Do not edit.
"""What a provider is, as data."""

from __future__ import annotations

from typing import Literal, TypedDict, Union


class _ProviderDefinitionRequired(TypedDict):
    #: What can be connected.
    auth: list[Literal["user", "installation", "api_key"]]
    #: The name shown to people, such as `OneDrive`.
    name: str


class ProviderDefinition(_ProviderDefinitionRequired, total=False):
    """A provider: one TOML file of the catalogue, or the same fields given in code. Unknown fields
    are refused, so that a misspelt security setting cannot be ignored."""

    #: Where the credential may be sent, and how.
    api: DefinitionApi
    #: A category of the catalogue, such as `storage`.
    category: str
    #: What of the provider's errors may be shown to the developer, besides what is safe of every
    #: provider.
    diagnosis: DefinitionDiagnosis
    #: The provider's documentation.
    docs: str
    #: Where the facts come from, and when they were last checked.
    facts: DefinitionFacts
    #: The slug, `[a-z0-9-]{1,64}`; in code it may be left out, then the config's id is taken.
    id: str
    #: How an ID token identifies the account. Absent: the provider gives none, or none is asked
    #: for.
    id_token: IdTokenDefinition
    #: Where the API tells who has signed in, for providers without ID tokens. Absent: nobody asks,
    #: and only the answer to the code may name the account (`oauth.credentials`).
    identity: DefinitionIdentity
    #: How the app is installed into an organisation.
    install: DefinitionInstall
    #: The same for a key: it is tried with it before it is stored, and checked with it afterwards.
    #: Needed where people sign in too, and where keys open another address.
    key_probe: DefinitionProbe
    #: How long grants live and how refresh tokens rotate.
    lifetime: DefinitionLifetime
    #: The authorization code flow and the token endpoint.
    oauth: OAuthDefinition
    #: OAuth 1.0a (RFC 5849), in the place of `oauth`: for providers that take signed requests and
    #: have nothing else.
    oauth1: DefinitionOAuth1
    #: Named origins, one set of values per cloud. Issuers, key sets and API hosts derive from them.
    origins: DefinitionOrigins
    #: The cheap request without side effects that tells a live user credential from a dead one.
    #: Where `auth` is `api_key` alone, it is the keys' too.
    probe: DefinitionProbe
    #: How the provider is asked to revoke tokens when what they belong to is deleted. Absent: it is
    #: not asked, unless `oauth.discovery` finds where.
    revocation: DefinitionRevocation
    #: How granted scopes are compared with those asked for.
    scope_comparison: DefinitionScopeComparison
    #: Scopes a user may be asked for, with a description for people.
    scopes: dict[str, DefinitionScope]
    #: Sentences for the operator: how to register the application. Empty: the steps that are the
    #: same everywhere are enough.
    setup: list[str]
    #: Variables that templates may use, each with a grammar.
    variables: dict[str, DefinitionVariable]
    #: Words of the provider for messages to people.
    words: DefinitionWords


class DefinitionAccountChoice(TypedDict, total=False):
    """How the provider lets a request say which account is meant. Without it, a browser that is
    signed in there goes on with whatever account that is."""

    #: Parameters of the authorization request with which the provider asks which account it is to
    #: be, such as `prompt = "select_account"`. They stand instead of those of
    #: `authorization_parameters` that have the same name: a provider that needs both values is
    #: given both. Empty: it cannot be asked to.
    choose: dict[str, str]
    #: What the provider takes for a hint of an account that was connected before.
    hint: Literal["display", "person", "none"]
    #: The parameter that names the expected account, such as `login_hint` (OpenID Connect Core
    #: §3.1.2.1). Absent: there is none.
    hint_parameter: str
    #: The values that the provider knows of the parameter `prompt` (OpenID Connect Core §3.1.2.1).
    #: Callers may ask for these and no others.
    prompts: list[str]
    #: Those of `prompts` beside which the provider takes no hint.
    prompts_without_hint: list[str]


class _DefinitionAnswerCredentialRequired(TypedDict):
    #: The access token. Nothing there: the answer does not hold this credential.
    access_token: str
    #: Whose it is.
    subject: Literal["installation", "user"]


class DefinitionAnswerCredential(_DefinitionAnswerCredentialRequired, total=False):
    """Where a credential stands in the answer of the token endpoint to a code, and whose it is.
    One answer may hold several, and one sign-in stores all of them. Where a definition lists
    none, the answer holds one, as RFC 6749 §5.1 says. The answer to a refresh holds one: at its
    top or, where nothing stands there, at the same place."""

    #: The name shown to people.
    display: str
    #: The lifetime of the access token, in seconds.
    expires_in: str
    #: The provider's organisation: the first place that holds one. An installation belongs to one.
    organisation: list[str]
    #: The provider's person.
    person: str
    #: The person is what stands before this in the text at `person`, for providers whose tokens
    #: begin with it; where it does not stand there, or nothing before it, nobody is named. Needed
    #: where `person` is the place of a token, of which nothing else is kept.
    person_before: str
    #: The refresh token.
    refresh_token: str
    #: The granted scopes.
    scope: str
    #: The parameter of the authorization request that names its scopes.
    scope_parameter: str


class DefinitionApi(TypedDict, total=False):
    """Where a credential may be sent, and how."""

    #: Headers that name the application or the organisation in each request, beside the credential:
    #: `{ client-id = "{client_id}" }`. In braces stand `client_id`, `client_secret` and variables;
    #: a header whose variable has no value is left out. A credential's headers hold them, and
    #: probes send them. Whoever gets a credential's headers has the client's secret where one of
    #: them holds it.
    further_headers: dict[str, str]
    #: Further fixed headers that the API wants, such as its version; probes send them. None that
    #: carries a credential or frames the message.
    headers: dict[str, str]
    #: Origins that may receive the credential.
    origins: list[str]
    #: Where in a request it stands.
    placement: DefinitionPlacement


class DefinitionBasic(TypedDict, total=False):
    """Which stored fields are user name and password of the scheme Basic."""

    #: The field that is the password; without one it is empty, as where a key is the user name. One
    #: of the two is given.
    password: str
    #: The field that is the user name; without one it is empty, as where a key is the password. A
    #: key of one text is the field `value`.
    username: str


class DefinitionClientAssertion(TypedDict, total=False):
    """How a client with a key of its own proves itself (RFC 7523 §2.2)."""

    #: For whom the assertion is; absent: the token endpoint.
    audience: str
    #: Whether the provider takes a token that another issuer has signed for the client, such as the
    #: platform on which it runs.
    federated: bool
    #: Whether the provider knows a key by its certificate, which must then be given with it.
    needs_certificate: bool
    #: How an RSA key signs. A key of the curve P-256 always signs with ES256.
    rsa_algorithm: Literal["RS256", "PS256"]


class DefinitionConsent(TypedDict):
    """The page on which an administrator consents for the organisation."""

    #: The parameter of the answer that names the organisation. It is unsigned and proves nothing;
    #: it must only agree.
    organisation_parameter: str
    #: The `scope` parameter.
    scope: str
    #: The page.
    url: str


class DefinitionDeviceFlow(TypedDict, total=False):
    """How a provider's device flow deviates from RFC 8628. Where it does not,
    `device_authorization_endpoint` is all there is to say."""

    #: Where the client proves itself.
    client_proof: Literal["always", "polls", "never"]
    #: Where an answer to a poll names what is wrong. Absent: at `/error` (RFC 6749 §5.2).
    error_pointer: str
    #: Further fixed parameters of the device authorization request, such as `audience`. None that
    #: the flow itself sets.
    parameters: dict[str, str]
    #: Whether each poll names the scopes once more.
    polls_with_scope: bool
    #: The parameter that holds the scopes. Absent: `scope` (RFC 8628 §3.1).
    scope_parameter: str
    #: The member of the answer that holds the page's address. Absent: `verification_uri` (RFC 8628
    #: §3.2).
    verification_member: str
    #: Words of the provider's own for what RFC 8628 §3.5 has codes for.
    words: DefinitionDeviceWords


class DefinitionDeviceWords(TypedDict, total=False):
    """Words of a provider's own, each compared byte for byte, in the answer to a poll."""

    #: For `access_denied`.
    denied: list[str]
    #: For `expired_token`.
    expired: list[str]
    #: For `authorization_pending`.
    pending: list[str]


class DefinitionDiagnosis(TypedDict, total=False):
    """Which of the provider's own texts are safe to keep, and where it names the id of a request."""

    #: Headers that name the id of a request, in lower case. Without them it is one whose name ends
    #: in `request-id`, `correlation-id` or `trace-id`.
    request_id_headers: list[str]
    #: Members of an error whose values are the provider's own fixed words, and never hold what
    #: somebody sent. Without them, an error code that is not registered is `other`, and texts are
    #: dropped.
    safe_members: list[Literal["error", "error_description", "error_uri"]]


class _DefinitionDiscoveryRequired(TypedDict):
    #: Where the document is.
    kind: Literal["openid", "oauth"]


class DefinitionDiscovery(_DefinitionDiscoveryRequired, total=False):
    """How an issuer publishes its endpoints, for definitions that name the issuer only. The
    document must name this issuer, byte for byte (RFC 8414 §3.3), and endpoints at its own
    origin or at one of `hosts`. It is kept for a day; a grant that was made keeps the token
    endpoint that it was made with."""

    #: Hosts besides the issuer's own that endpoints may have: whole ones, or a suffix with its dot,
    #: such as `.acme.example`.
    hosts: list[str]
    #: Endpoints that are published and are not to be used: as if the issuer had none of them.
    leaves_out: list[Literal["revocation_endpoint", "device_authorization_endpoint"]]


class DefinitionFacts(TypedDict, total=False):
    """Where the facts of a definition come from. Every file of the catalogue says so; a definition
    given in code need not."""

    #: Against what.
    against: Literal["provider", "documentation", "agreeing_projects", "one_project", "nothing"]
    #: The day on which the definition was last held against `against`, such as `2026-11-30`.
    checked: str
    #: Pages or files, each with its whole address, in which the facts can be read.
    sources: list[str]
    #: Whether that was enough to rely on: false where one project alone says so, which is a lead
    #: and no more.
    verified: bool


class _DefinitionGrantEndRequired(TypedDict):
    #: Where in the answer.
    pointer: str
    #: The values that may stand there.
    values: list[bool | int | str]


class DefinitionGrantEnd(_DefinitionGrantEndRequired, total=False):
    """An answer to a refresh that says: this grant is over."""

    #: The statuses under which it is believed. Empty: all of 2xx and 4xx but 408 and 429, which say
    #: that somebody was slow or asks for a pause.
    status: list[int]


class _IdTokenDefinitionRequired(TypedDict):
    #: Algorithms that are accepted: `RS256` and its like, `EdDSA`, `Ed25519`; `none` never is.
    algorithms: list[Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA", "Ed25519"]]
    #: The issuer that the token must name. The placeholder `{organisation}` stands for the token's
    #: own organisation claim.
    issuer: str
    #: The claim that names the person; unique within the organisation, or within the issuer.
    person_claim: str


class IdTokenDefinition(_IdTokenDefinitionRequired, total=False):
    """How an ID token identifies the account (OpenID Connect Core §3.1.3.7)."""

    #: The variable whose value stands there until then: who may sign in.
    audience_variable: str
    #: The claim shown to people as the account's name. Never used to decide anything.
    display_claim: str
    #: The key set (RFC 7517). Absent where `oauth.discovery` finds it.
    jwks_uri: str
    #: The claim that names the organisation, if the provider has organisations.
    organisation_claim: str
    #: The variable of the endpoints that takes the organisation once it is known.
    organisation_variable: str
    #: Its value that lets personal accounts in and no others.
    personal_audience: str
    #: The organisation value that marks a personal account.
    personal_organisation: str


class _DefinitionIdentityRequired(TypedDict):
    #: The provider's person; unique within the organisation, or at the provider.
    person: str
    #: The address that is asked with GET. It must be at one of `api.origins`.
    url: str


class DefinitionIdentity(_DefinitionIdentityRequired, total=False):
    """Who has signed in, as the API says to whoever asks with the new access token: a userinfo
    endpoint (OpenID Connect Core §5.3), or what a provider has in its place. A sign-in whose
    account cannot be found fails."""

    #: The name shown to people. Never used to decide anything.
    display: str
    #: The provider's organisation: the first place that holds one.
    organisation: list[str]


class _DefinitionInstallSignInThenConsentRequired(TypedDict):
    #: The claim of the ID token that lists what proves an administrator.
    admin_claim: str
    #: One of these values in that claim is the proof.
    admin_values: list[str]
    #: The consent page.
    consent: DefinitionConsent
    #: How the installation's credential is minted.
    credential: DefinitionMint
    kind: Literal["sign_in_then_consent"]
    #: Requests that show whether the consented permissions work.
    probes: list[DefinitionRoleProbe]
    #: Scopes of the sign-in.
    sign_in_scopes: list[str]


class DefinitionInstallSignInThenConsent(_DefinitionInstallSignInThenConsentRequired, total=False):
    """The administrator signs in, which proves organisation and person; then consents for that
    organisation."""

    #: The roles expected when the config names none.
    default_roles: list[str]
    #: Where the organisation's name is asked for, with the sign-in of whoever installs. Absent:
    #: nobody asks, and its id is shown.
    organisation_name: DefinitionLookUp
    #: Values of variables for the sign-in, such as `authority = "organizations"`.
    sign_in_variables: dict[str, str]


class _DefinitionInstallByAnswerRequired(TypedDict):
    kind: Literal["by_answer"]


class DefinitionInstallByAnswer(_DefinitionInstallByAnswerRequired, total=False):
    """Whoever may install the app approves that on the authorization page, and the answer to the
    code holds the installation's credential (`oauth.credentials`), perhaps with the person's
    beside it."""

    #: The scopes that the installation asks for when the config names none.
    default_scopes: list[str]
    #: The provider's organisation where the answer does not name it: of variables that were chosen
    #: before, and at whose address the code was redeemed: `{shop}`.
    organisation: str
    #: The request that tells whether the installation's credential lives.
    probe: DefinitionProbe


class _DefinitionInstallByPageRequired(TypedDict):
    #: How the installation's credential is minted.
    credential: DefinitionMint
    kind: Literal["by_page"]
    #: The parameter of the answer that names the installation. Anybody can change it, so it must be
    #: listed at `proof`.
    parameter: str
    #: Where the API lists the installations of whoever has signed in.
    proof: DefinitionInstallationList
    #: The page. The parameter `state` is added, and comes back with the answer; the page takes no
    #: other, so no challenge (RFC 7636) either.
    url: str
    #: The variable that takes it, for the address at which the credential is minted.
    variable: str


class DefinitionInstallByPage(_DefinitionInstallByPageRequired, total=False):
    """Whoever may install the app does so on a page of the provider's, which sends the browser
    back with a code of that person and the installation's id. The credential is minted for that
    installation."""

    #: The request that tells whether the credential lives.
    probe: DefinitionProbe


class _DefinitionInstallByMintRequired(TypedDict):
    #: How its credential is minted.
    credential: DefinitionMint
    kind: Literal["by_mint"]
    #: The provider's organisation, of variables that the application gives: `{domain}`. It belongs
    #: to one tenant.
    organisation: str


class DefinitionInstallByMint(_DefinitionInstallByMintRequired, total=False):
    """No browser has a part in it: an administrator has let the app in at the provider, and the
    application names the organisation. That it works is shown by minting the credential."""

    #: The request that tells whether the credential lives.
    probe: DefinitionProbe


#: How the app is installed into an organisation.
DefinitionInstall = Union[
    "DefinitionInstallSignInThenConsent",
    "DefinitionInstallByAnswer",
    "DefinitionInstallByPage",
    "DefinitionInstallByMint",
]


class _DefinitionInstallationListRequired(TypedDict):
    #: An installation's id, in an item.
    id: str
    #: The list in the answer.
    items: str
    #: The organisation that it belongs to, in an item.
    organisation: str
    #: The address that is asked with GET. It must be at one of `api.origins`. One page of it is
    #: read.
    url: str


class DefinitionInstallationList(_DefinitionInstallationListRequired, total=False):
    """A list of the installations that a person may use, asked for with that person's token."""

    #: The organisation's name, in an item. Shown to people.
    display: str


class DefinitionJsonCondition(TypedDict):
    """A place in a JSON answer and what may stand there."""

    #: The place, as a JSON pointer (RFC 6901): `/ok`.
    pointer: str
    #: The values that may stand there.
    values: list[bool | int | str]


class _DefinitionKeptValueRequired(TypedDict):
    #: The variable that takes it. One of the kind `host` takes `https://` before the host too, as
    #: some answers have it; what stands behind the host must be nothing.
    variable: str


class DefinitionKeptValue(_DefinitionKeptValueRequired, total=False):
    """A value that only a sign-in tells, and that is kept with what it brings: the host of the
    customer's own instance, the id of a company or a site. It becomes a variable, which may
    stand in `api.origins`, in probes and in `identity.url`, and in no address to which a code
    or a refresh token goes. What does not fit the variable's grammar fails the sign-in. Where
    the answer to a refresh tells another one that fits, that one is kept from then on. It comes
    from one of three places: a parameter of the callback (`parameter`), the answer to the code
    (`pointer` alone), or the answer of the API to a request with the new access token (`url`
    with `pointer`)."""

    #: Further variables, and where in the same entry of `items` their values stand.
    also: dict[str, str]
    #: The list in the answer of `url`, of which one entry is meant; an empty pointer is the whole
    #: answer. It is the only one that fits; of several, the one whose value the variable has
    #: already, from the config or from whoever signs in (such a variable may be `from_user`). Else
    #: the sign-in fails, and the error names the values.
    items: str
    #: Whether the sign-in goes on without it where `items` has none that fits, or several of which
    #: none is chosen. It stands in no address then, and a header of `api.further_headers` that
    #: needs it is left out.
    optional: bool
    #: Whether it is the id of the provider's organisation: the account's, where nothing else names
    #: one.
    organisation: bool
    #: The parameter of the callback that holds it. A callback is unsigned: where the value decides
    #: whose data is read, the API must hold it against the access token.
    parameter: str
    #: The place of it in the answer: in that of `url` where there is one, else in the answer to the
    #: code. With `items` it begins at one of them.
    pointer: str
    #: The address that is asked with GET, once the code is redeemed. It must be at one of
    #: `api.origins`.
    url: str
    #: Which entries of `items` fit: those that hold one of the values there. Where none does, a
    #: single entry fits all the same.
    where: DefinitionJsonCondition


class DefinitionLifetime(TypedDict, total=False):
    """How long grants live."""

    #: The lifetime of an access token when the answer does not say, in seconds. Absent: an hour
    #: where there is a refresh token; without one, until the provider rejects it.
    access_seconds: int
    #: For `rotation = "grace"`: how long the old one stays valid, in seconds.
    grace_seconds: int
    #: How long after a sign-in the provider ends the grant, however often it is refreshed, in
    #: seconds; 0: never, or not known.
    refresh_absolute_seconds: int
    #: Whether a refresh token is taken only once the access token has ended. Nobody asks ahead of
    #: that then: a credential is handed out until its end, whatever validity is asked for, and is
    #: renewed just after it. Default false.
    refresh_after_end: bool
    #: How long an unused refresh token lives, in seconds; 0: not known.
    refresh_idle_seconds: int
    #: What happens to a refresh token when it is used.
    rotation: Literal["none", "reusable", "grace", "strict", "unknown"]


class DefinitionLookUp(TypedDict):
    """A text that is read from an answer of the API. What comes of it is shown and decides
    nothing, and without it everything goes on."""

    #: The text in the answer.
    pointer: str
    #: The address that is asked with GET. It must be at one of `api.origins`.
    url: str


class _DefinitionMintClientCredentialsRequired(TypedDict):
    kind: Literal["client_credentials"]
    #: Its scope (RFC 6749 §4.4.2).
    scope: str


class DefinitionMintClientCredentials(_DefinitionMintClientCredentialsRequired, total=False):
    """The client credentials grant (RFC 6749 §4.4)."""

    #: The claim of the token that lists the roles that were granted, for providers whose answer
    #: does not say what it grants and whose token is a JWT. They are shown and compared as scopes;
    #: what the credential may do, the API decides. Absent: the token is opaque.
    roles_claim: str


class _DefinitionMintJwtBearerRequired(TypedDict):
    kind: Literal["jwt_bearer"]


class DefinitionMintJwtBearer(_DefinitionMintJwtBearerRequired, total=False):
    """An assertion that a key of the application or of its service account signs is the grant (RFC
    7523 §2.1)."""

    #: For whom the assertion is; absent: the token endpoint.
    audience: str
    #: Whether the client proves itself besides. RFC 7523 §3.1 leaves it to the provider.
    authenticates_client: bool
    #: How an RSA key signs.
    rsa_algorithm: Literal["RS256", "PS256"]
    #: Where the scopes stand.
    scope_in: Literal["request", "assertion"]
    #: The scopes. Empty: those that the config names for installations (`botScopes`).
    scopes: list[str]
    #: In whose name the credential acts (RFC 7523 §3, `sub`), such as a person who has been
    #: delegated to a service account; absent: the issuer's own.
    subject: str


class _DefinitionMintAppJwtRequired(TypedDict):
    kind: Literal["app_jwt"]
    #: The token in the answer.
    token: str
    #: The address that is asked with POST, with the installation in its path. It must be at one of
    #: `api.origins`.
    url: str


class DefinitionMintAppJwt(_DefinitionMintAppJwtRequired, total=False):
    """An assertion that the app's key signs is the bearer token of a request to an address of the
    API, which answers with a token."""

    #: Statuses of a JSON answer that say that the installation is over, such as 404. Empty: no
    #: status says so.
    ended: list[int]
    #: When it ends, as RFC 3339 says: `2026-01-05T11:11:12Z`. Absent: the answer does not say.
    expires_at: str
    #: Further fixed headers, such as the version of the API. None that carries a credential or
    #: frames the message.
    headers: dict[str, str]
    #: How an RSA key signs.
    rsa_algorithm: Literal["RS256", "PS256"]


#: How a credential is minted with what the application itself holds.
DefinitionMint = Union[
    "DefinitionMintClientCredentials",
    "DefinitionMintJwtBearer",
    "DefinitionMintAppJwt",
]


class OAuthDefinition(TypedDict, total=False):
    """The OAuth part of a provider."""

    #: How a request says which account is meant.
    account_choice: DefinitionAccountChoice
    #: Scopes added to every user request.
    always_scopes: list[str]
    #: RFC 6749 §3.1. Absent where nobody signs in, as the app's own credential is minted, and where
    #: `discovery` finds it.
    authorization_endpoint: str
    #: Further fixed parameters of the authorization request.
    authorization_parameters: dict[str, str]
    #: Whether authorization and token requests take the parameter `claims` (OpenID Connect Core
    #: §5.5), so that the claims challenge of an API can be passed on.
    claims_parameter: bool
    #: How a client with a key of its own proves itself (RFC 7523 §2.2). Absent: a secret is the
    #: only way, unless `client_authentication` says `private_key_jwt`.
    client_assertion: DefinitionClientAssertion
    #: How the client proves itself at the token endpoint (RFC 6749 §2.3).
    client_authentication: Literal["client_secret_basic", "client_secret_basic_raw", "client_secret_post", "private_key_jwt", "none"]
    #: The parameter of the callback that holds the code. Absent: `code` (RFC 6749 §4.1.2).
    code_parameter: str
    #: Where the credentials stand in the answer to a code. Empty: there is one, as RFC 6749 §5.1
    #: says.
    credentials: list[DefinitionAnswerCredential]
    #: How the device flow deviates from RFC 8628.
    device: DefinitionDeviceFlow
    #: RFC 8628 §3.1. Absent where the provider has no device flow, and where `discovery` finds it.
    device_authorization_endpoint: str
    #: How the issuer publishes its endpoints: those that the definition does not name are looked up
    #: there.
    discovery: DefinitionDiscovery
    #: A further exchange, for providers whose answer to a code is a token that ends soon: it is
    #: exchanged at once for the one that is kept. Where that fails the sign-in fails, and nothing
    #: is stored.
    further_exchange: DefinitionTokenExchange
    #: The issuer, compared byte for byte with `iss` (RFC 9207 §2.4). Absent: the one that the ID
    #: token must name.
    issuer: str
    #: Values that only the sign-in tells, and that addresses need: the host of an instance, the id
    #: of a company.
    kept: list[DefinitionKeptValue]
    #: Other names for parameters of authorization and token requests: `client_id = "client_key"`.
    parameter_names: DefinitionParameterNames
    #: Whether PKCE is sent (RFC 7636). Always S256; off only with a recorded reason.
    pkce: DefinitionPkce
    #: Whether a client may be public besides (RFC 6749 §2.1): a native app that has no secret and
    #: sends only its `client_id`.
    public_clients: bool
    #: Where refreshes go (RFC 6749 §6), for providers that have another address for them. Absent:
    #: to `token_endpoint`.
    refresh_endpoint: str
    #: Whether a refresh names its scopes (RFC 6749 §6). They are always those already granted or
    #: asked for.
    refresh_sends_scope: bool
    #: Parameters of the authorization request with which the provider gives a refresh token, such
    #: as `prompt = "consent"`. A person's sign-in sends them unless a refresh token is stored that
    #: can be kept; where none comes all the same, the sign-in fails. Whoever wants them at every
    #: sign-in names them in `authorization_parameters`. Empty: it is not known whether the provider
    #: gives one.
    refresh_token_parameters: dict[str, str]
    #: How access tokens are renewed, for providers that give no refresh tokens and take the access
    #: token itself. A refresh token that comes all the same is not kept.
    renewal_by_access_token: DefinitionRenewalByAccessToken
    #: Whether an authorization response without `iss` is refused: the provider announces
    #: `authorization_response_iss_parameter_supported` (RFC 9207 §3).
    requires_iss: bool
    #: What stands between two scopes in the request; a space after RFC 6749 §3.3.
    scope_separator: Literal[" ", ",", ";", "+", "|"]
    #: RFC 6749 §3.2. Absent where `discovery` finds it.
    token_endpoint: str
    #: How token requests are written, where that is not as RFC 6749 says.
    token_request: DefinitionTokenRequest
    #: How token answers are read, where they are not as RFC 6749 says.
    token_response: DefinitionTokenResponse


class _DefinitionOAuth1Required(TypedDict):
    #: Where people sign in (RFC 5849 §2.2).
    authorization_endpoint: str
    #: Where temporary credentials are asked for (RFC 5849 §2.1); many providers call them a request
    #: token.
    temporary_credentials_endpoint: str
    #: Where token credentials are asked for (RFC 5849 §2.3); many providers call them an access
    #: token.
    token_endpoint: str


class DefinitionOAuth1(_DefinitionOAuth1Required, total=False):
    """OAuth 1.0a (RFC 5849): people sign in, and each request is signed with the client's secret
    and the person's. There is no refresh."""

    #: Further fixed parameters of the address where people sign in.
    authorization_parameters: dict[str, str]
    #: The parameter of that answer with the name shown to people. Never used to decide anything.
    display_parameter: str
    #: The method of the requests for temporary credentials and for token credentials.
    method: Literal["post", "get"]
    #: The parameter of the answer with token credentials which names the person. Absent: it names
    #: none.
    person_parameter: str
    #: The protection realm that stands in the header (RFC 5849 §3.5.1). Absent: none does.
    realm: str
    #: The parameter of that address which names the scopes. Absent: the provider has none.
    scope_parameter: str
    #: What stands between two scopes.
    scope_separator: Literal[" ", ",", ";", "+", "|"]
    #: How requests are signed (RFC 5849 §3.4).
    signature_method: Literal["HMAC-SHA1", "HMAC-SHA256", "PLAINTEXT"]
    #: The method of the request for temporary credentials alone, where it is another one. Absent:
    #: `method`.
    temporary_credentials_method: Literal["post", "get"]


class DefinitionOrigins(TypedDict):
    """Named origins with one set of values per cloud."""

    #: The set used when the config does not choose.
    default: str
    #: The name of the config variable that chooses the set, such as `cloud`. It is declared here
    #: and not in `variables`: its values are the names of the sets, and a browser never chooses it.
    select: str
    #: Set name → origin name → `https://host`, without path.
    sets: dict[str, dict[str, str]]


class DefinitionParameterNames(TypedDict, total=False):
    """Other names that a provider has for parameters of authorization and token requests. Each
    request has those of its own flow."""

    #: For `client_id` (RFC 6749 §2.2).
    client_id: str
    #: For `client_secret` (RFC 6749 §2.3.1).
    client_secret: str
    #: For `code` (RFC 6749 §4.1.3).
    code: str
    #: For `code_verifier` (RFC 7636 §4.5).
    code_verifier: str
    #: For `grant_type` (RFC 6749 §4.1.3).
    grant_type: str
    #: For `redirect_uri` (RFC 6749 §3.1.2).
    redirect_uri: str
    #: For `refresh_token` (RFC 6749 §6).
    refresh_token: str
    #: For `response_type` (RFC 6749 §3.1.1).
    response_type: str
    #: For `scope` (RFC 6749 §3.3).
    scope: str


class DefinitionPkceDetailOff(TypedDict):
    #: Why.
    reason: str


class DefinitionPkceDetail(TypedDict):
    """Never, because the provider fails with it. The reason is recorded; `state` stays on."""

    off: DefinitionPkceDetailOff


#: Whether PKCE is sent.
DefinitionPkce = Union[
    Literal["s256"],
    "DefinitionPkceDetail",
]


class DefinitionPlacement(TypedDict, total=False):
    """The header that carries a credential; for keys of providers that take no header, the query
    of the address."""

    #: Which stored fields are user name and password of the scheme Basic (RFC 7617).
    basic: DefinitionBasic
    #: The header's name.
    header: str
    #: What stands before the credential in the header's value. Default: `Bearer ` in
    #: `Authorization`, nothing in any other header.
    prefix: str
    #: Parameters of the query that carry stored fields: `{ api_key = "value" }`. Only for keys of a
    #: provider that takes them nowhere else: servers and proxies write addresses into their logs.
    #: Tokens stay in the header.
    query: dict[str, str]
    #: How fields that somebody has stored make the header's value: `Token {id}:{key}`. A key of one
    #: text is the field `value`.
    template: str


class _DefinitionProbeRequired(TypedDict):
    #: The address that is asked with the credential.
    url: str


class DefinitionProbe(_DefinitionProbeRequired, total=False):
    """A cheap request without side effects."""

    #: Statuses that show a live credential; default 200.
    live: list[int]
    #: What the JSON of such an answer must hold besides, for providers that answer errors with
    #: status 200. Without it the answer tells nothing.
    live_when: DefinitionJsonCondition
    #: The method.
    method: Literal["get", "head", "post"]
    #: What in the JSON of such an answer shows that the credential is rejected, like status 401.
    rejected_when: DefinitionJsonCondition


class _DefinitionRenewalByAccessTokenRequired(TypedDict):
    #: The request.
    exchange: DefinitionTokenExchange


class DefinitionRenewalByAccessToken(_DefinitionRenewalByAccessTokenRequired, total=False):
    """How an access token is renewed by itself: it is presented while it lives, and its successor
    has another end. One that has ended, or that the provider has taken back, nothing renews."""

    #: A younger token is not presented: the provider would refuse it. In seconds since its request;
    #: 0: there is no such rule.
    minimum_age_seconds: int


class _DefinitionRevocationRequired(TypedDict):
    #: What ends at the provider with a token.
    scope: Literal["token", "grant", "account"]


class DefinitionRevocation(_DefinitionRevocationRequired, total=False):
    """How tokens are revoked at the provider when the application deletes what they belong to. As
    it stands it is RFC 7009: a POST of the form parameters `token` and `token_type_hint`, with
    the client authentication of the token endpoint."""

    #: How the client proves itself.
    client: Literal["as_at_token_endpoint", "basic", "post", "id_only", "nothing"]
    #: The page of the provider's documentation that says so. Every file of the catalogue names one.
    docs: str
    #: Statuses that say that the token is revoked; default 200 and 204.
    done: list[int]
    #: What the JSON of such an answer must hold besides, for providers that answer errors with
    #: status 200.
    done_when: DefinitionJsonCondition
    #: The address; `{client_id}` stands in its path for the id of the client. Absent where
    #: `oauth.discovery` finds it (`revocation_endpoint` of RFC 8414 §2).
    endpoint: str
    #: Other statuses that say that there is nothing to revoke any more.
    gone: list[int]
    #: What in the JSON of any answer says so. The codes `invalid_token` and `invalid_grant` of RFC
    #: 6749 §5.2 and RFC 6750 §3.1 always do (RFC 7009 §2.2).
    gone_when: DefinitionJsonCondition
    #: Further headers, such as the version of the API; `{client_id}` stands for the client's
    #: identifier. None that carries a credential or frames the message.
    headers: dict[str, str]
    #: The method.
    method: Literal["post", "get", "delete"]
    #: Whether the token of an installation that is minted is revoked too. Default: it ends by
    #: itself, soon.
    minted: bool
    #: What `client_id` and `client_secret` are called here, where `oauth.parameter_names` does not
    #: say it.
    parameter_names: DefinitionParameterNames
    #: Where the token stands in the request.
    token_in: DefinitionTokenIn
    #: Whether the form says which kind of token it is (RFC 7009 §2.1, `token_type_hint`).
    token_type_hint: bool
    #: Which tokens are revoked, in this order.
    tokens: list[Literal["refresh", "access"]]


class _DefinitionRoleProbeRequired(TypedDict):
    #: Statuses that prove the role.
    proves: list[int]
    #: The address; may use `{person}`.
    url: str
    #: Statuses that mean "not yet".
    waits: list[int]


class DefinitionRoleProbe(_DefinitionRoleProbeRequired, total=False):
    """A request that shows whether an application role works."""

    #: Used when an expected role starts with this text; empty: always.
    when_role: str


class DefinitionScope(TypedDict, total=False):
    """A scope and what it means to a person."""

    #: In our own words. Empty: nobody has described it yet.
    description: str
    #: Personal accounts cannot have it.
    organisations_only: bool


class DefinitionScopeComparison(TypedDict, total=False):
    """How granted scopes are compared with those asked for."""

    #: Compare without regard to ASCII case.
    ignore_case: bool
    #: Granted scopes and those that each includes: some answers name the larger one only, or a
    #: scope in another form.
    implied: dict[str, list[str]]
    #: Prefixes that mean nothing, such as the resource's URL.
    strip_prefixes: list[str]
    #: Scopes that answers leave out although they were granted.
    unreported: list[str]


class _DefinitionTokenExchangeRequired(TypedDict):
    #: Where it goes.
    endpoint: str
    #: The value of the parameter `grant_type`.
    grant: str


class DefinitionTokenExchange(_DefinitionTokenExchangeRequired, total=False):
    """A request that presents an access token and is answered with another one, as RFC 6749 §5.1
    writes answers."""

    #: What of the client goes along. Empty: nothing, as whoever holds the token may renew it.
    client: list[Literal["client_id", "client_secret"]]
    #: The method. With `get` the token and what the client proves itself with stand in the address,
    #: which servers write into logs.
    method: Literal["post", "get"]
    #: The parameter that carries the access token.
    token_parameter: str


class DefinitionTokenInForm(TypedDict):
    """In the parameter of this name of a form."""

    form: str


class DefinitionTokenInJson(TypedDict):
    """In the member of this name of a JSON object."""

    json: str


class DefinitionTokenInQuery(TypedDict):
    """In the parameter of this name of the query. Servers write addresses into their logs."""

    query: str


#: Where the token stands in a revocation.
DefinitionTokenIn = Union[
    "DefinitionTokenInForm",
    "DefinitionTokenInJson",
    "DefinitionTokenInQuery",
    Literal["bearer"],
]


class DefinitionTokenRequest(TypedDict, total=False):
    """How token requests are written."""

    #: How the parameters are encoded.
    encoding: Literal["form", "json"]
    #: Further headers, such as the version of the API; `{client_id}` stands for the client's
    #: identifier. None that carries a credential or frames the message.
    headers: dict[str, str]
    #: The method.
    method: Literal["post", "get"]
    #: Other names for parameters of token requests alone; they win over those of
    #: `oauth.parameter_names`.
    parameter_names: DefinitionParameterNames
    #: Further fixed parameters, such as `audience`. None that the flow itself sets.
    parameters: dict[str, str]
    #: Those of refreshes alone; where `parameters` has the same name, this value is sent.
    refresh_parameters: dict[str, str]


class DefinitionTokenResponse(TypedDict, total=False):
    """How token answers are read."""

    #: How they are written.
    encoding: Literal["json", "form"]
    #: What ends a grant when its refresh token is presented, besides `invalid_grant` (RFC 6749
    #: §5.2), and `invalid_token` under 400 or 401 (RFC 6750 §3.1). Default, in `/error`,
    #: `/error/code`, `/error_code`, `/errorCode`, `/code`, `/status`, `/errors/0`,
    #: `/errors/0/code`, `/errors/0/errorType` and `/data/error`: `bad_`, `invalid_`, `expired_`,
    #: `revoked_`, `inactive_`, `unknown_` and `reused_refresh_token`; `refresh_token_` with
    #: `invalid`, `invalidated`, `expired`, `revoked`, `inactive`, `not_found`, `reused` or
    #: `already_used` behind it; `token_invalidated`; and `invalid_grant` also in the other places.
    #: There a description may stand behind a word, and it may be in capitals.
    ends_grant: list[DefinitionGrantEnd]
    #: Whole answers under 400 and 401 that end a grant when its refresh token is presented, for
    #: providers that say so in a plain text: each the text as it is, without spaces around it. A
    #: part of an answer is never compared.
    ends_grant_texts: list[str]
    #: Further names for `token_type = "Bearer"` (RFC 6749 §7.1), compared without regard to case;
    #: an empty one stands for an empty one. None that means a token bound to a key.
    token_types: list[str]
    #: The object of a successful answer in which the members of RFC 6749 §5.1 stand, for providers
    #: that put them inside of another one. The pointers of `oauth.credentials` and `oauth.kept`
    #: begin there too. An answer that has no access token there is read as it is.
    wrapped_in: str


class _DefinitionVariableOneOfRequired(TypedDict):
    kind: Literal["one_of"]
    #: The allowed values.
    values: list[str]


class DefinitionVariableOneOf(_DefinitionVariableOneOfRequired, total=False):
    """One of the listed values."""

    #: The value when none is given.
    default: str
    #: Whether the browser may choose it.
    from_user: bool
    #: One label of a host name before each of these is allowed besides: with `.my` it is `acme.my`,
    #: so `{login}.example.com` may be a customer's own `acme.my.example.com`.
    or_label_before: list[str]
    #: Whether a GUID in its 36-character lower-case form is allowed besides, such as a Microsoft
    #: tenant id.
    or_uuid: bool


class _DefinitionVariableUuidRequired(TypedDict):
    kind: Literal["uuid"]


class DefinitionVariableUuid(_DefinitionVariableUuidRequired, total=False):
    """A GUID in its 36-character lower-case form, such as a Microsoft tenant id."""

    #: Whether the browser may choose it.
    from_user: bool


class _DefinitionVariableDnsLabelRequired(TypedDict):
    kind: Literal["dns_label"]


class DefinitionVariableDnsLabel(_DefinitionVariableDnsLabelRequired, total=False):
    """One DNS label: `[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?`, such as the shop in
    `{shop}.example.com`."""

    #: Whether the browser may choose it.
    from_user: bool


class _DefinitionVariableHostRequired(TypedDict):
    kind: Literal["host"]


class DefinitionVariableHost(_DefinitionVariableHostRequired, total=False):
    """A whole host name, which must be one of `hosts` or end in one of `suffixes` (each starting
    with a dot)."""

    #: Whether the browser may choose it.
    from_user: bool
    #: Exact hosts.
    hosts: list[str]
    #: Suffixes with their leading dot.
    suffixes: list[str]


class _DefinitionVariableEmailAddressRequired(TypedDict):
    kind: Literal["email_address"]


class DefinitionVariableEmailAddress(_DefinitionVariableEmailAddressRequired, total=False):
    """An e-mail address in lower case, such as that of a person in whose name a service account
    acts. Never in a host."""

    #: Whether the browser may choose it.
    from_user: bool


class _DefinitionVariablePathSegmentRequired(TypedDict):
    kind: Literal["path_segment"]


class DefinitionVariablePathSegment(_DefinitionVariablePathSegmentRequired, total=False):
    """One path segment of unreserved characters (RFC 3986 §2.3), 1 to 128, not `.` or `..`."""

    #: Whether the browser may choose it.
    from_user: bool


class DefinitionVariableSecret(TypedDict):
    """A secret of the application's, such as a key that its API wants in a header of each request:
    1 to 512 visible ASCII characters. The config gives it and nobody else; it stands in
    `api.further_headers` only, and is neither shown nor stored."""

    kind: Literal["secret"]


#: A variable of a template. Each kind has one grammar; there is no free text in an address.
DefinitionVariable = Union[
    "DefinitionVariableOneOf",
    "DefinitionVariableUuid",
    "DefinitionVariableDnsLabel",
    "DefinitionVariableHost",
    "DefinitionVariableEmailAddress",
    "DefinitionVariablePathSegment",
    "DefinitionVariableSecret",
]


class DefinitionWords(TypedDict, total=False):
    """Words of the provider for messages to people. Messages fall back to the provider's name."""

    #: What it calls a customer organisation: `Microsoft tenant`.
    organisation: str
    #: What it calls the id of one: `Microsoft tenant GUID`. People confuse it with the
    #: application's tenant id.
    organisation_id: str
    #: What to do when it rejects the client secret.
    rejected_client: str
    #: Who runs it, where that is not its name: `Microsoft`.
    vendor: str
