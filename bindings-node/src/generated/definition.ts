// Generated from bindings-common by `cargo xtask types`. Do not edit.
// A provider given in code has the fields of a file of the catalogue, so the names are the catalogue's own (snake_case).

/**
 * A provider: one TOML file of the catalogue, or the same fields given in code. Unknown fields are refused, so that a misspelt
 * security setting cannot be ignored.
 */
export interface ProviderDefinition {
  /** What can be connected. */
  auth: Array<'user' | 'installation' | 'api_key'>;
  /** The name shown to people, such as `OneDrive`. */
  name: string;
  /** Where the credential may be sent, and how. */
  api?: DefinitionApi;
  /** A category of the catalogue, such as `storage`. */
  category?: string;
  /** What of the provider's errors may be shown to the developer, besides what is safe of every provider. */
  diagnosis?: DefinitionDiagnosis;
  /** The provider's documentation. */
  docs?: string;
  /** Where the facts come from, and when they were last checked. */
  facts?: DefinitionFacts;
  /** The slug, `[a-z0-9-]{1,64}`; in code it may be left out, then the config's id is taken. */
  id?: string;
  /** How an ID token identifies the account. Absent: the provider gives none, or none is asked for. */
  id_token?: IdTokenDefinition;
  /**
   * Where the API tells who has signed in, for providers without ID tokens. Absent: nobody asks, and only the answer to the code
   * may name the account (`oauth.credentials`).
   */
  identity?: DefinitionIdentity;
  /** How the app is installed into an organisation. */
  install?: DefinitionInstall;
  /**
   * The same for a key: it is tried with it before it is stored, and checked with it afterwards. Needed where people sign in too,
   * and where keys open another address.
   */
  key_probe?: DefinitionProbe;
  /** How long grants live and how refresh tokens rotate. */
  lifetime?: DefinitionLifetime;
  /** The authorization code flow and the token endpoint. */
  oauth?: OAuthDefinition;
  /** OAuth 1.0a (RFC 5849), in the place of `oauth`: for providers that take signed requests and have nothing else. */
  oauth1?: DefinitionOAuth1;
  /** Named origins, one set of values per cloud. Issuers, key sets and API hosts derive from them. */
  origins?: DefinitionOrigins;
  /**
   * The cheap request without side effects that tells a live user credential from a dead one. Where `auth` is `api_key` alone, it
   * is the keys' too.
   */
  probe?: DefinitionProbe;
  /**
   * How the provider is asked to revoke tokens when what they belong to is deleted. Absent: it is not asked, unless
   * `oauth.discovery` finds where.
   */
  revocation?: DefinitionRevocation;
  /** How granted scopes are compared with those asked for. */
  scope_comparison?: DefinitionScopeComparison;
  /** Scopes a user may be asked for, with a description for people. */
  scopes?: Record<string, DefinitionScope>;
  /** Sentences for the operator: how to register the application. Empty: the steps that are the same everywhere are enough. */
  setup?: Array<string>;
  /** Variables that templates may use, each with a grammar. */
  variables?: Record<string, DefinitionVariable>;
  /** Words of the provider for messages to people. */
  words?: DefinitionWords;
}

/**
 * How the provider lets a request say which account is meant. Without it, a browser that is signed in there goes on with whatever
 * account that is.
 */
export interface DefinitionAccountChoice {
  /**
   * Parameters of the authorization request with which the provider asks which account it is to be, such as `prompt =
   * "select_account"`. They stand instead of those of `authorization_parameters` that have the same name: a provider that needs
   * both values is given both. Empty: it cannot be asked to.
   */
  choose?: Record<string, string>;
  /** What the provider takes for a hint of an account that was connected before. */
  hint?: 'display' | 'person' | 'none';
  /**
   * The parameter that names the expected account, such as `login_hint` (OpenID Connect Core §3.1.2.1). Absent: there is none.
   */
  hint_parameter?: string;
  /**
   * The values that the provider knows of the parameter `prompt` (OpenID Connect Core §3.1.2.1). Callers may ask for these and no
   * others.
   */
  prompts?: Array<string>;
  /** Those of `prompts` beside which the provider takes no hint. */
  prompts_without_hint?: Array<string>;
}

/**
 * Where a credential stands in the answer of the token endpoint to a code, and whose it is. One answer may hold several, and one
 * sign-in stores all of them. Where a definition lists none, the answer holds one, as RFC 6749 §5.1 says. The answer to a refresh
 * holds one: at its top or, where nothing stands there, at the same place.
 */
export interface DefinitionAnswerCredential {
  /** The access token. Nothing there: the answer does not hold this credential. */
  access_token: string;
  /** Whose it is. */
  subject: 'installation' | 'user';
  /** The name shown to people. */
  display?: string;
  /** The lifetime of the access token, in seconds. */
  expires_in?: string;
  /** The provider's organisation: the first place that holds one. An installation belongs to one. */
  organisation?: Array<string>;
  /** The provider's person. */
  person?: string;
  /**
   * The person is what stands before this in the text at `person`, for providers whose tokens begin with it; where it does not
   * stand there, or nothing before it, nobody is named. Needed where `person` is the place of a token, of which nothing else is
   * kept.
   */
  person_before?: string;
  /** The refresh token. */
  refresh_token?: string;
  /** The granted scopes. */
  scope?: string;
  /** The parameter of the authorization request that names its scopes. */
  scope_parameter?: string;
}

/** Where a credential may be sent, and how. */
export interface DefinitionApi {
  /**
   * Headers that name the application or the organisation in each request, beside the credential: `{ client-id = "{client_id}"
   * }`. In braces stand `client_id`, `client_secret` and variables; a header whose variable has no value is left out. A
   * credential's headers hold them, and probes send them. Whoever gets a credential's headers has the client's secret where one
   * of them holds it.
   */
  further_headers?: Record<string, string>;
  /**
   * Further fixed headers that the API wants, such as its version; probes send them. None that carries a credential or frames the
   * message.
   */
  headers?: Record<string, string>;
  /** Origins that may receive the credential. */
  origins?: Array<string>;
  /** Where in a request it stands. */
  placement?: DefinitionPlacement;
}

/** Which stored fields are user name and password of the scheme Basic. */
export interface DefinitionBasic {
  /** The field that is the password; without one it is empty, as where a key is the user name. One of the two is given. */
  password?: string;
  /**
   * The field that is the user name; without one it is empty, as where a key is the password. A key of one text is the field
   * `value`.
   */
  username?: string;
}

/** How a client with a key of its own proves itself (RFC 7523 §2.2). */
export interface DefinitionClientAssertion {
  /** For whom the assertion is; absent: the token endpoint. */
  audience?: string;
  /** Whether the provider takes a token that another issuer has signed for the client, such as the platform on which it runs. */
  federated?: boolean;
  /** Whether the provider knows a key by its certificate, which must then be given with it. */
  needs_certificate?: boolean;
  /** How an RSA key signs. A key of the curve P-256 always signs with ES256. */
  rsa_algorithm?: 'RS256' | 'PS256';
}

/** The page on which an administrator consents for the organisation. */
export interface DefinitionConsent {
  /** The parameter of the answer that names the organisation. It is unsigned and proves nothing; it must only agree. */
  organisation_parameter: string;
  /** The `scope` parameter. */
  scope: string;
  /** The page. */
  url: string;
}

/**
 * How a provider's device flow deviates from RFC 8628. Where it does not, `device_authorization_endpoint` is all there is to say.
 */
export interface DefinitionDeviceFlow {
  /** Where the client proves itself. */
  client_proof?: 'always' | 'polls' | 'never';
  /** Where an answer to a poll names what is wrong. Absent: at `/error` (RFC 6749 §5.2). */
  error_pointer?: string;
  /** Further fixed parameters of the device authorization request, such as `audience`. None that the flow itself sets. */
  parameters?: Record<string, string>;
  /** Whether each poll names the scopes once more. */
  polls_with_scope?: boolean;
  /** The parameter that holds the scopes. Absent: `scope` (RFC 8628 §3.1). */
  scope_parameter?: string;
  /** The member of the answer that holds the page's address. Absent: `verification_uri` (RFC 8628 §3.2). */
  verification_member?: string;
  /** Words of the provider's own for what RFC 8628 §3.5 has codes for. */
  words?: DefinitionDeviceWords;
}

/** Words of a provider's own, each compared byte for byte, in the answer to a poll. */
export interface DefinitionDeviceWords {
  /** For `access_denied`. */
  denied?: Array<string>;
  /** For `expired_token`. */
  expired?: Array<string>;
  /** For `authorization_pending`. */
  pending?: Array<string>;
}

/** Which of the provider's own texts are safe to keep, and where it names the id of a request. */
export interface DefinitionDiagnosis {
  /**
   * Headers that name the id of a request, in lower case. Without them it is one whose name ends in `request-id`,
   * `correlation-id` or `trace-id`.
   */
  request_id_headers?: Array<string>;
  /**
   * Members of an error whose values are the provider's own fixed words, and never hold what somebody sent. Without them, an
   * error code that is not registered is `other`, and texts are dropped.
   */
  safe_members?: Array<'error' | 'error_description' | 'error_uri'>;
}

/**
 * How an issuer publishes its endpoints, for definitions that name the issuer only. The document must name this issuer, byte for
 * byte (RFC 8414 §3.3), and endpoints at its own origin or at one of `hosts`. It is kept for a day; a grant that was made keeps
 * the token endpoint that it was made with.
 */
export interface DefinitionDiscovery {
  /** Where the document is. */
  kind: 'openid' | 'oauth';
  /** Hosts besides the issuer's own that endpoints may have: whole ones, or a suffix with its dot, such as `.acme.example`. */
  hosts?: Array<string>;
  /** Endpoints that are published and are not to be used: as if the issuer had none of them. */
  leaves_out?: Array<'revocation_endpoint' | 'device_authorization_endpoint'>;
}

/** Where the facts of a definition come from. Every file of the catalogue says so; a definition given in code need not. */
export interface DefinitionFacts {
  /** Against what. */
  against?: 'provider' | 'documentation' | 'agreeing_projects' | 'one_project' | 'nothing';
  /** The day on which the definition was last held against `against`, such as `2026-11-30`. */
  checked?: string;
  /** Pages or files, each with its whole address, in which the facts can be read. */
  sources?: Array<string>;
  /** Whether that was enough to rely on: false where one project alone says so, which is a lead and no more. */
  verified?: boolean;
}

/** An answer to a refresh that says: this grant is over. */
export interface DefinitionGrantEnd {
  /** Where in the answer. */
  pointer: string;
  /** The values that may stand there. */
  values: Array<boolean | number | string>;
  /**
   * The statuses under which it is believed. Empty: all of 2xx and 4xx but 408 and 429, which say that somebody was slow or asks
   * for a pause.
   */
  status?: Array<number>;
}

/** How an ID token identifies the account (OpenID Connect Core §3.1.3.7). */
export interface IdTokenDefinition {
  /** Algorithms that are accepted: `RS256` and its like, `EdDSA`, `Ed25519`; `none` never is. */
  algorithms: Array<'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'EdDSA' | 'Ed25519'>;
  /** The issuer that the token must name. The placeholder `{organisation}` stands for the token's own organisation claim. */
  issuer: string;
  /** The claim that names the person; unique within the organisation, or within the issuer. */
  person_claim: string;
  /** The variable whose value stands there until then: who may sign in. */
  audience_variable?: string;
  /** The claim shown to people as the account's name. Never used to decide anything. */
  display_claim?: string;
  /** The key set (RFC 7517). Absent where `oauth.discovery` finds it. */
  jwks_uri?: string;
  /** The claim that names the organisation, if the provider has organisations. */
  organisation_claim?: string;
  /** The variable of the endpoints that takes the organisation once it is known. */
  organisation_variable?: string;
  /** Its value that lets personal accounts in and no others. */
  personal_audience?: string;
  /** The organisation value that marks a personal account. */
  personal_organisation?: string;
}

/**
 * Who has signed in, as the API says to whoever asks with the new access token: a userinfo endpoint (OpenID Connect Core §5.3),
 * or what a provider has in its place. A sign-in whose account cannot be found fails.
 */
export interface DefinitionIdentity {
  /** The provider's person; unique within the organisation, or at the provider. */
  person: string;
  /** The address that is asked with GET. It must be at one of `api.origins`. */
  url: string;
  /** The name shown to people. Never used to decide anything. */
  display?: string;
  /** The provider's organisation: the first place that holds one. */
  organisation?: Array<string>;
}

/** How the app is installed into an organisation. */
export type DefinitionInstall =
  /** The administrator signs in, which proves organisation and person; then consents for that organisation. */
  | {
      /** The claim of the ID token that lists what proves an administrator. */
      admin_claim: string;
      /** One of these values in that claim is the proof. */
      admin_values: Array<string>;
      /** The consent page. */
      consent: DefinitionConsent;
      /** How the installation's credential is minted. */
      credential: DefinitionMint;
      kind: 'sign_in_then_consent';
      /** Requests that show whether the consented permissions work. */
      probes: Array<DefinitionRoleProbe>;
      /** Scopes of the sign-in. */
      sign_in_scopes: Array<string>;
      /** The roles expected when the config names none. */
      default_roles?: Array<string>;
      /**
       * Where the organisation's name is asked for, with the sign-in of whoever installs. Absent: nobody asks, and its id is
       * shown.
       */
      organisation_name?: DefinitionLookUp;
      /** Values of variables for the sign-in, such as `authority = "organizations"`. */
      sign_in_variables?: Record<string, string>;
    }
  /**
   * Whoever may install the app approves that on the authorization page, and the answer to the code holds the installation's
   * credential (`oauth.credentials`), perhaps with the person's beside it.
   */
  | {
      kind: 'by_answer';
      /** The scopes that the installation asks for when the config names none. */
      default_scopes?: Array<string>;
      /**
       * The provider's organisation where the answer does not name it: of variables that were chosen before, and at whose address
       * the code was redeemed: `{shop}`.
       */
      organisation?: string;
      /** The request that tells whether the installation's credential lives. */
      probe?: DefinitionProbe;
    }
  /**
   * Whoever may install the app does so on a page of the provider's, which sends the browser back with a code of that person and
   * the installation's id. The credential is minted for that installation.
   */
  | {
      /** How the installation's credential is minted. */
      credential: DefinitionMint;
      kind: 'by_page';
      /** The parameter of the answer that names the installation. Anybody can change it, so it must be listed at `proof`. */
      parameter: string;
      /** Where the API lists the installations of whoever has signed in. */
      proof: DefinitionInstallationList;
      /**
       * The page. The parameter `state` is added, and comes back with the answer; the page takes no other, so no challenge (RFC
       * 7636) either.
       */
      url: string;
      /** The variable that takes it, for the address at which the credential is minted. */
      variable: string;
      /** The request that tells whether the credential lives. */
      probe?: DefinitionProbe;
    }
  /**
   * No browser has a part in it: an administrator has let the app in at the provider, and the application names the organisation.
   * That it works is shown by minting the credential.
   */
  | {
      /** How its credential is minted. */
      credential: DefinitionMint;
      kind: 'by_mint';
      /** The provider's organisation, of variables that the application gives: `{domain}`. It belongs to one tenant. */
      organisation: string;
      /** The request that tells whether the credential lives. */
      probe?: DefinitionProbe;
    };

/** A list of the installations that a person may use, asked for with that person's token. */
export interface DefinitionInstallationList {
  /** An installation's id, in an item. */
  id: string;
  /** The list in the answer. */
  items: string;
  /** The organisation that it belongs to, in an item. */
  organisation: string;
  /** The address that is asked with GET. It must be at one of `api.origins`. One page of it is read. */
  url: string;
  /** The organisation's name, in an item. Shown to people. */
  display?: string;
}

/** A place in a JSON answer and what may stand there. */
export interface DefinitionJsonCondition {
  /** The place, as a JSON pointer (RFC 6901): `/ok`. */
  pointer: string;
  /** The values that may stand there. */
  values: Array<boolean | number | string>;
}

/**
 * A value that only a sign-in tells, and that is kept with what it brings: the host of the customer's own instance, the id of a
 * company or a site. It becomes a variable, which may stand in `api.origins`, in probes and in `identity.url`, and in no address
 * to which a code or a refresh token goes. What does not fit the variable's grammar fails the sign-in. Where the answer to a
 * refresh tells another one that fits, that one is kept from then on. It comes from one of three places: a parameter of the
 * callback (`parameter`), the answer to the code (`pointer` alone), or the answer of the API to a request with the new access
 * token (`url` with `pointer`).
 */
export interface DefinitionKeptValue {
  /**
   * The variable that takes it. One of the kind `host` takes `https://` before the host too, as some answers have it; what stands
   * behind the host must be nothing.
   */
  variable: string;
  /** Further variables, and where in the same entry of `items` their values stand. */
  also?: Record<string, string>;
  /**
   * The list in the answer of `url`, of which one entry is meant; an empty pointer is the whole answer. It is the only one that
   * fits; of several, the one whose value the variable has already, from the config or from whoever signs in (such a variable may
   * be `from_user`). Else the sign-in fails, and the error names the values.
   */
  items?: string;
  /**
   * Whether the sign-in goes on without it where `items` has none that fits, or several of which none is chosen. It stands in no
   * address then, and a header of `api.further_headers` that needs it is left out.
   */
  optional?: boolean;
  /** Whether it is the id of the provider's organisation: the account's, where nothing else names one. */
  organisation?: boolean;
  /**
   * The parameter of the callback that holds it. A callback is unsigned: where the value decides whose data is read, the API must
   * hold it against the access token.
   */
  parameter?: string;
  /**
   * The place of it in the answer: in that of `url` where there is one, else in the answer to the code. With `items` it begins at
   * one of them.
   */
  pointer?: string;
  /** The address that is asked with GET, once the code is redeemed. It must be at one of `api.origins`. */
  url?: string;
  /**
   * Which entries of `items` fit: those that hold one of the values there. Where none does, a single entry fits all the same.
   */
  where?: DefinitionJsonCondition;
}

/** How long grants live. */
export interface DefinitionLifetime {
  /**
   * The lifetime of an access token when the answer does not say, in seconds. Absent: an hour where there is a refresh token;
   * without one, until the provider rejects it.
   */
  access_seconds?: number;
  /** For `rotation = "grace"`: how long the old one stays valid, in seconds. */
  grace_seconds?: number;
  /** How long after a sign-in the provider ends the grant, however often it is refreshed, in seconds; 0: never, or not known. */
  refresh_absolute_seconds?: number;
  /**
   * Whether a refresh token is taken only once the access token has ended. Nobody asks ahead of that then: a credential is handed
   * out until its end, whatever validity is asked for, and is renewed just after it. Default false.
   */
  refresh_after_end?: boolean;
  /** How long an unused refresh token lives, in seconds; 0: not known. */
  refresh_idle_seconds?: number;
  /** What happens to a refresh token when it is used. */
  rotation?: 'none' | 'reusable' | 'grace' | 'strict' | 'unknown';
}

/**
 * A text that is read from an answer of the API. What comes of it is shown and decides nothing, and without it everything goes
 * on.
 */
export interface DefinitionLookUp {
  /** The text in the answer. */
  pointer: string;
  /** The address that is asked with GET. It must be at one of `api.origins`. */
  url: string;
}

/** How a credential is minted with what the application itself holds. */
export type DefinitionMint =
  /** The client credentials grant (RFC 6749 §4.4). */
  | {
      kind: 'client_credentials';
      /** Its scope (RFC 6749 §4.4.2). */
      scope: string;
      /**
       * The claim of the token that lists the roles that were granted, for providers whose answer does not say what it grants and
       * whose token is a JWT. They are shown and compared as scopes; what the credential may do, the API decides. Absent: the
       * token is opaque.
       */
      roles_claim?: string;
    }
  /** An assertion that a key of the application or of its service account signs is the grant (RFC 7523 §2.1). */
  | {
      kind: 'jwt_bearer';
      /** For whom the assertion is; absent: the token endpoint. */
      audience?: string;
      /** Whether the client proves itself besides. RFC 7523 §3.1 leaves it to the provider. */
      authenticates_client?: boolean;
      /** How an RSA key signs. */
      rsa_algorithm?: 'RS256' | 'PS256';
      /** Where the scopes stand. */
      scope_in?: 'request' | 'assertion';
      /** The scopes. Empty: those that the config names for installations (`botScopes`). */
      scopes?: Array<string>;
      /**
       * In whose name the credential acts (RFC 7523 §3, `sub`), such as a person who has been delegated to a service account;
       * absent: the issuer's own.
       */
      subject?: string;
    }
  /**
   * An assertion that the app's key signs is the bearer token of a request to an address of the API, which answers with a token.
   */
  | {
      kind: 'app_jwt';
      /** The token in the answer. */
      token: string;
      /** The address that is asked with POST, with the installation in its path. It must be at one of `api.origins`. */
      url: string;
      /** Statuses of a JSON answer that say that the installation is over, such as 404. Empty: no status says so. */
      ended?: Array<number>;
      /** When it ends, as RFC 3339 says: `2026-01-05T11:11:12Z`. Absent: the answer does not say. */
      expires_at?: string;
      /** Further fixed headers, such as the version of the API. None that carries a credential or frames the message. */
      headers?: Record<string, string>;
      /** How an RSA key signs. */
      rsa_algorithm?: 'RS256' | 'PS256';
    };

/** The OAuth part of a provider. */
export interface OAuthDefinition {
  /** How a request says which account is meant. */
  account_choice?: DefinitionAccountChoice;
  /** Scopes added to every user request. */
  always_scopes?: Array<string>;
  /** RFC 6749 §3.1. Absent where nobody signs in, as the app's own credential is minted, and where `discovery` finds it. */
  authorization_endpoint?: string;
  /** Further fixed parameters of the authorization request. */
  authorization_parameters?: Record<string, string>;
  /**
   * Whether authorization and token requests take the parameter `claims` (OpenID Connect Core §5.5), so that the claims challenge
   * of an API can be passed on.
   */
  claims_parameter?: boolean;
  /**
   * How a client with a key of its own proves itself (RFC 7523 §2.2). Absent: a secret is the only way, unless
   * `client_authentication` says `private_key_jwt`.
   */
  client_assertion?: DefinitionClientAssertion;
  /** How the client proves itself at the token endpoint (RFC 6749 §2.3). */
  client_authentication?: 'client_secret_basic' | 'client_secret_basic_raw' | 'client_secret_post' | 'private_key_jwt' | 'none';
  /** The parameter of the callback that holds the code. Absent: `code` (RFC 6749 §4.1.2). */
  code_parameter?: string;
  /** Where the credentials stand in the answer to a code. Empty: there is one, as RFC 6749 §5.1 says. */
  credentials?: Array<DefinitionAnswerCredential>;
  /** How the device flow deviates from RFC 8628. */
  device?: DefinitionDeviceFlow;
  /** RFC 8628 §3.1. Absent where the provider has no device flow, and where `discovery` finds it. */
  device_authorization_endpoint?: string;
  /** How the issuer publishes its endpoints: those that the definition does not name are looked up there. */
  discovery?: DefinitionDiscovery;
  /**
   * A further exchange, for providers whose answer to a code is a token that ends soon: it is exchanged at once for the one that
   * is kept. Where that fails the sign-in fails, and nothing is stored.
   */
  further_exchange?: DefinitionTokenExchange;
  /** The issuer, compared byte for byte with `iss` (RFC 9207 §2.4). Absent: the one that the ID token must name. */
  issuer?: string;
  /** Values that only the sign-in tells, and that addresses need: the host of an instance, the id of a company. */
  kept?: Array<DefinitionKeptValue>;
  /** Other names for parameters of authorization and token requests: `client_id = "client_key"`. */
  parameter_names?: DefinitionParameterNames;
  /** Whether PKCE is sent (RFC 7636). Always S256; off only with a recorded reason. */
  pkce?: DefinitionPkce;
  /** Whether a client may be public besides (RFC 6749 §2.1): a native app that has no secret and sends only its `client_id`. */
  public_clients?: boolean;
  /** Where refreshes go (RFC 6749 §6), for providers that have another address for them. Absent: to `token_endpoint`. */
  refresh_endpoint?: string;
  /** Whether a refresh names its scopes (RFC 6749 §6). They are always those already granted or asked for. */
  refresh_sends_scope?: boolean;
  /**
   * Parameters of the authorization request with which the provider gives a refresh token, such as `prompt = "consent"`. A
   * person's sign-in sends them unless a refresh token is stored that can be kept; where none comes all the same, the sign-in
   * fails. Whoever wants them at every sign-in names them in `authorization_parameters`. Empty: it is not known whether the
   * provider gives one.
   */
  refresh_token_parameters?: Record<string, string>;
  /**
   * How access tokens are renewed, for providers that give no refresh tokens and take the access token itself. A refresh token
   * that comes all the same is not kept.
   */
  renewal_by_access_token?: DefinitionRenewalByAccessToken;
  /**
   * Whether an authorization response without `iss` is refused: the provider announces
   * `authorization_response_iss_parameter_supported` (RFC 9207 §3).
   */
  requires_iss?: boolean;
  /** What stands between two scopes in the request; a space after RFC 6749 §3.3. */
  scope_separator?: ' ' | ',' | ';' | '+' | '|';
  /** RFC 6749 §3.2. Absent where `discovery` finds it. */
  token_endpoint?: string;
  /** How token requests are written, where that is not as RFC 6749 says. */
  token_request?: DefinitionTokenRequest;
  /** How token answers are read, where they are not as RFC 6749 says. */
  token_response?: DefinitionTokenResponse;
}

/**
 * OAuth 1.0a (RFC 5849): people sign in, and each request is signed with the client's secret and the person's. There is no
 * refresh.
 */
export interface DefinitionOAuth1 {
  /** Where people sign in (RFC 5849 §2.2). */
  authorization_endpoint: string;
  /** Where temporary credentials are asked for (RFC 5849 §2.1); many providers call them a request token. */
  temporary_credentials_endpoint: string;
  /** Where token credentials are asked for (RFC 5849 §2.3); many providers call them an access token. */
  token_endpoint: string;
  /** Further fixed parameters of the address where people sign in. */
  authorization_parameters?: Record<string, string>;
  /** The parameter of that answer with the name shown to people. Never used to decide anything. */
  display_parameter?: string;
  /** The method of the requests for temporary credentials and for token credentials. */
  method?: 'post' | 'get';
  /** The parameter of the answer with token credentials which names the person. Absent: it names none. */
  person_parameter?: string;
  /** The protection realm that stands in the header (RFC 5849 §3.5.1). Absent: none does. */
  realm?: string;
  /** The parameter of that address which names the scopes. Absent: the provider has none. */
  scope_parameter?: string;
  /** What stands between two scopes. */
  scope_separator?: ' ' | ',' | ';' | '+' | '|';
  /** How requests are signed (RFC 5849 §3.4). */
  signature_method?: 'HMAC-SHA1' | 'HMAC-SHA256' | 'PLAINTEXT';
  /** The method of the request for temporary credentials alone, where it is another one. Absent: `method`. */
  temporary_credentials_method?: 'post' | 'get';
}

/** Named origins with one set of values per cloud. */
export interface DefinitionOrigins {
  /** The set used when the config does not choose. */
  default: string;
  /**
   * The name of the config variable that chooses the set, such as `cloud`. It is declared here and not in `variables`: its values
   * are the names of the sets, and a browser never chooses it.
   */
  select: string;
  /** Set name → origin name → `https://host`, without path. */
  sets: Record<string, Record<string, string>>;
}

/**
 * Other names that a provider has for parameters of authorization and token requests. Each request has those of its own flow.
 */
export interface DefinitionParameterNames {
  /** For `client_id` (RFC 6749 §2.2). */
  client_id?: string;
  /** For `client_secret` (RFC 6749 §2.3.1). */
  client_secret?: string;
  /** For `code` (RFC 6749 §4.1.3). */
  code?: string;
  /** For `code_verifier` (RFC 7636 §4.5). */
  code_verifier?: string;
  /** For `grant_type` (RFC 6749 §4.1.3). */
  grant_type?: string;
  /** For `redirect_uri` (RFC 6749 §3.1.2). */
  redirect_uri?: string;
  /** For `refresh_token` (RFC 6749 §6). */
  refresh_token?: string;
  /** For `response_type` (RFC 6749 §3.1.1). */
  response_type?: string;
  /** For `scope` (RFC 6749 §3.3). */
  scope?: string;
}

/** Whether PKCE is sent. */
export type DefinitionPkce =
  /** Always, with S256 (RFC 7636 §4.2). */
  | 's256'
  /** Never, because the provider fails with it. The reason is recorded; `state` stays on. */
  | {
      off: {
        /** Why. */
        reason: string;
      };
    };

/** The header that carries a credential; for keys of providers that take no header, the query of the address. */
export interface DefinitionPlacement {
  /** Which stored fields are user name and password of the scheme Basic (RFC 7617). */
  basic?: DefinitionBasic;
  /** The header's name. */
  header?: string;
  /**
   * What stands before the credential in the header's value. Default: `Bearer ` in `Authorization`, nothing in any other header.
   */
  prefix?: string;
  /**
   * Parameters of the query that carry stored fields: `{ api_key = "value" }`. Only for keys of a provider that takes them
   * nowhere else: servers and proxies write addresses into their logs. Tokens stay in the header.
   */
  query?: Record<string, string>;
  /** How fields that somebody has stored make the header's value: `Token {id}:{key}`. A key of one text is the field `value`. */
  template?: string;
}

/** A cheap request without side effects. */
export interface DefinitionProbe {
  /** The address that is asked with the credential. */
  url: string;
  /** Statuses that show a live credential; default 200. */
  live?: Array<number>;
  /**
   * What the JSON of such an answer must hold besides, for providers that answer errors with status 200. Without it the answer
   * tells nothing.
   */
  live_when?: DefinitionJsonCondition;
  /** The method. */
  method?: 'get' | 'head' | 'post';
  /** What in the JSON of such an answer shows that the credential is rejected, like status 401. */
  rejected_when?: DefinitionJsonCondition;
}

/**
 * How an access token is renewed by itself: it is presented while it lives, and its successor has another end. One that has
 * ended, or that the provider has taken back, nothing renews.
 */
export interface DefinitionRenewalByAccessToken {
  /** The request. */
  exchange: DefinitionTokenExchange;
  /** A younger token is not presented: the provider would refuse it. In seconds since its request; 0: there is no such rule. */
  minimum_age_seconds?: number;
}

/**
 * How tokens are revoked at the provider when the application deletes what they belong to. As it stands it is RFC 7009: a POST of
 * the form parameters `token` and `token_type_hint`, with the client authentication of the token endpoint.
 */
export interface DefinitionRevocation {
  /** What ends at the provider with a token. */
  scope: 'token' | 'grant' | 'account';
  /** How the client proves itself. */
  client?: 'as_at_token_endpoint' | 'basic' | 'post' | 'id_only' | 'nothing';
  /** The page of the provider's documentation that says so. Every file of the catalogue names one. */
  docs?: string;
  /** Statuses that say that the token is revoked; default 200 and 204. */
  done?: Array<number>;
  /** What the JSON of such an answer must hold besides, for providers that answer errors with status 200. */
  done_when?: DefinitionJsonCondition;
  /**
   * The address; `{client_id}` stands in its path for the id of the client. Absent where `oauth.discovery` finds it
   * (`revocation_endpoint` of RFC 8414 §2).
   */
  endpoint?: string;
  /** Other statuses that say that there is nothing to revoke any more. */
  gone?: Array<number>;
  /**
   * What in the JSON of any answer says so. The codes `invalid_token` and `invalid_grant` of RFC 6749 §5.2 and RFC 6750 §3.1
   * always do (RFC 7009 §2.2).
   */
  gone_when?: DefinitionJsonCondition;
  /**
   * Further headers, such as the version of the API; `{client_id}` stands for the client's identifier. None that carries a
   * credential or frames the message.
   */
  headers?: Record<string, string>;
  /** The method. */
  method?: 'post' | 'get' | 'delete';
  /** Whether the token of an installation that is minted is revoked too. Default: it ends by itself, soon. */
  minted?: boolean;
  /** What `client_id` and `client_secret` are called here, where `oauth.parameter_names` does not say it. */
  parameter_names?: DefinitionParameterNames;
  /** Where the token stands in the request. */
  token_in?: DefinitionTokenIn;
  /** Whether the form says which kind of token it is (RFC 7009 §2.1, `token_type_hint`). */
  token_type_hint?: boolean;
  /** Which tokens are revoked, in this order. */
  tokens?: Array<'refresh' | 'access'>;
}

/** A request that shows whether an application role works. */
export interface DefinitionRoleProbe {
  /** Statuses that prove the role. */
  proves: Array<number>;
  /** The address; may use `{person}`. */
  url: string;
  /** Statuses that mean "not yet". */
  waits: Array<number>;
  /** Used when an expected role starts with this text; empty: always. */
  when_role?: string;
}

/** A scope and what it means to a person. */
export interface DefinitionScope {
  /** In our own words. Empty: nobody has described it yet. */
  description?: string;
  /** Personal accounts cannot have it. */
  organisations_only?: boolean;
}

/** How granted scopes are compared with those asked for. */
export interface DefinitionScopeComparison {
  /** Compare without regard to ASCII case. */
  ignore_case?: boolean;
  /** Granted scopes and those that each includes: some answers name the larger one only, or a scope in another form. */
  implied?: Record<string, Array<string>>;
  /** Prefixes that mean nothing, such as the resource's URL. */
  strip_prefixes?: Array<string>;
  /** Scopes that answers leave out although they were granted. */
  unreported?: Array<string>;
}

/** A request that presents an access token and is answered with another one, as RFC 6749 §5.1 writes answers. */
export interface DefinitionTokenExchange {
  /** Where it goes. */
  endpoint: string;
  /** The value of the parameter `grant_type`. */
  grant: string;
  /** What of the client goes along. Empty: nothing, as whoever holds the token may renew it. */
  client?: Array<'client_id' | 'client_secret'>;
  /**
   * The method. With `get` the token and what the client proves itself with stand in the address, which servers write into logs.
   */
  method?: 'post' | 'get';
  /** The parameter that carries the access token. */
  token_parameter?: string;
}

/** Where the token stands in a revocation. */
export type DefinitionTokenIn =
  /** In the parameter of this name of a form. */
  | {
      form: string;
    }
  /** In the member of this name of a JSON object. */
  | {
      json: string;
    }
  /** In the parameter of this name of the query. Servers write addresses into their logs. */
  | {
      query: string;
    }
  /**
   * In the header `Authorization`, as a bearer token (RFC 6750 §2.1), or as `api.placement` says: it proves itself, and no client
   * does.
   */
  | 'bearer';

/** How token requests are written. */
export interface DefinitionTokenRequest {
  /** How the parameters are encoded. */
  encoding?: 'form' | 'json';
  /**
   * Further headers, such as the version of the API; `{client_id}` stands for the client's identifier. None that carries a
   * credential or frames the message.
   */
  headers?: Record<string, string>;
  /** The method. */
  method?: 'post' | 'get';
  /** Other names for parameters of token requests alone; they win over those of `oauth.parameter_names`. */
  parameter_names?: DefinitionParameterNames;
  /** Further fixed parameters, such as `audience`. None that the flow itself sets. */
  parameters?: Record<string, string>;
  /** Those of refreshes alone; where `parameters` has the same name, this value is sent. */
  refresh_parameters?: Record<string, string>;
}

/** How token answers are read. */
export interface DefinitionTokenResponse {
  /** How they are written. */
  encoding?: 'json' | 'form';
  /**
   * What ends a grant when its refresh token is presented, besides `invalid_grant` (RFC 6749 §5.2), and `invalid_token` under 400
   * or 401 (RFC 6750 §3.1). Default, in `/error`, `/error/code`, `/error_code`, `/errorCode`, `/code`, `/status`, `/errors/0`,
   * `/errors/0/code`, `/errors/0/errorType` and `/data/error`: `bad_`, `invalid_`, `expired_`, `revoked_`, `inactive_`,
   * `unknown_` and `reused_refresh_token`; `refresh_token_` with `invalid`, `invalidated`, `expired`, `revoked`, `inactive`,
   * `not_found`, `reused` or `already_used` behind it; `token_invalidated`; and `invalid_grant` also in the other places. There a
   * description may stand behind a word, and it may be in capitals.
   */
  ends_grant?: Array<DefinitionGrantEnd>;
  /**
   * Whole answers under 400 and 401 that end a grant when its refresh token is presented, for providers that say so in a plain
   * text: each the text as it is, without spaces around it. A part of an answer is never compared.
   */
  ends_grant_texts?: Array<string>;
  /**
   * Further names for `token_type = "Bearer"` (RFC 6749 §7.1), compared without regard to case; an empty one stands for an empty
   * one. None that means a token bound to a key.
   */
  token_types?: Array<string>;
  /**
   * The object of a successful answer in which the members of RFC 6749 §5.1 stand, for providers that put them inside of another
   * one. The pointers of `oauth.credentials` and `oauth.kept` begin there too. An answer that has no access token there is read
   * as it is.
   */
  wrapped_in?: string;
}

/** A variable of a template. Each kind has one grammar; there is no free text in an address. */
export type DefinitionVariable =
  /** One of the listed values. */
  | {
      kind: 'one_of';
      /** The allowed values. */
      values: Array<string>;
      /** The value when none is given. */
      default?: string;
      /** Whether the browser may choose it. */
      from_user?: boolean;
      /**
       * One label of a host name before each of these is allowed besides: with `.my` it is `acme.my`, so `{login}.example.com`
       * may be a customer's own `acme.my.example.com`.
       */
      or_label_before?: Array<string>;
      /** Whether a GUID in its 36-character lower-case form is allowed besides, such as a Microsoft tenant id. */
      or_uuid?: boolean;
    }
  /** A GUID in its 36-character lower-case form, such as a Microsoft tenant id. */
  | {
      kind: 'uuid';
      /** Whether the browser may choose it. */
      from_user?: boolean;
    }
  /** One DNS label: `[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?`, such as the shop in `{shop}.example.com`. */
  | {
      kind: 'dns_label';
      /** Whether the browser may choose it. */
      from_user?: boolean;
    }
  /** A whole host name, which must be one of `hosts` or end in one of `suffixes` (each starting with a dot). */
  | {
      kind: 'host';
      /** Whether the browser may choose it. */
      from_user?: boolean;
      /** Exact hosts. */
      hosts?: Array<string>;
      /** Suffixes with their leading dot. */
      suffixes?: Array<string>;
    }
  /** An e-mail address in lower case, such as that of a person in whose name a service account acts. Never in a host. */
  | {
      kind: 'email_address';
      /** Whether the browser may choose it. */
      from_user?: boolean;
    }
  /** One path segment of unreserved characters (RFC 3986 §2.3), 1 to 128, not `.` or `..`. */
  | {
      kind: 'path_segment';
      /** Whether the browser may choose it. */
      from_user?: boolean;
    }
  /**
   * A secret of the application's, such as a key that its API wants in a header of each request: 1 to 512 visible ASCII
   * characters. The config gives it and nobody else; it stands in `api.further_headers` only, and is neither shown nor stored.
   */
  | {
      kind: 'secret';
    };

/** Words of the provider for messages to people. Messages fall back to the provider's name. */
export interface DefinitionWords {
  /** What it calls a customer organisation: `Microsoft tenant`. */
  organisation?: string;
  /** What it calls the id of one: `Microsoft tenant GUID`. People confuse it with the application's tenant id. */
  organisation_id?: string;
  /** What to do when it rejects the client secret. */
  rejected_client?: string;
  /** Who runs it, where that is not its name: `Microsoft`. */
  vendor?: string;
}
