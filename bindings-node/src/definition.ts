// A provider given in code: the same fields as a file of the catalogue, so the names are the catalogue's own (snake_case).

/**
 * What a provider is. Unknown fields are refused, so that a misspelt security setting cannot be ignored.
 *
 * Templates are URLs with `{name}` placeholders for variables.
 */
export interface ProviderDefinition {
  /** The slug; left out, the config's id is taken. */
  id?: string;
  /** The name shown to people, such as `OneDrive`. */
  name: string;
  /** Words of the provider for messages to people. */
  words?: { vendor?: string; organisation?: string; organisation_id?: string; rejected_client?: string };
  /** A category of the catalogue, such as `storage`. */
  category?: string;
  /** The provider's documentation. */
  docs?: string;
  /** What can be connected. */
  auth: Array<'user' | 'installation' | 'api_key'>;
  /** Named origins, one set of values per cloud. */
  origins?: { select: string; default: string; sets: Record<string, Record<string, string>> };
  /** Variables that templates may use, each with a grammar. */
  variables?: Record<string, DefinitionVariable>;
  /** The authorization code flow and the token endpoint. */
  oauth?: OAuthDefinition;
  /** How an ID token identifies the account. */
  id_token?: IdTokenDefinition;
  /** How the app is installed into an organisation. */
  install?: Record<string, unknown> & { kind: 'sign_in_then_consent' };
  /** Scopes a user may be asked for, with a description for people. */
  scopes?: Record<string, { description: string; organisations_only?: boolean }>;
  /** How granted scopes are compared with those asked for. */
  scope_comparison?: { ignore_case?: boolean; strip_prefixes?: string[]; unreported?: string[] };
  /** How long grants live and how refresh tokens rotate. */
  lifetime?: {
    rotation?: 'none' | 'reusable' | 'grace' | 'strict' | 'unknown';
    grace_seconds?: number;
    /**
     * The lifetime of an access token when the answer does not say. Absent: an hour where there is a refresh token; without one,
     * until the provider rejects it.
     */
    access_seconds?: number;
    refresh_idle_seconds?: number;
  };
  /** Where the credential may be sent, and in which header. */
  api?: { origins?: string[]; placement?: { header?: string; prefix?: string }; headers?: Record<string, string> };
  /** The cheap request without side effects that tells a live credential from a dead one. */
  probe?: {
    url: string;
    method?: 'get' | 'head' | 'post';
    live?: number[];
    live_when?: JsonCondition;
    rejected_when?: JsonCondition;
  };
  /** Sentences for the operator: how to register the application. */
  setup?: string[];
}

/** A place in a JSON answer and what may stand there. */
export interface JsonCondition {
  /** The place, as a JSON pointer (RFC 6901): `/ok`. */
  pointer: string;
  /** The values that may stand there. */
  values: Array<boolean | number | string>;
}

/** A variable of a template. */
export type DefinitionVariable = { from_user?: boolean } & (
  | { kind: 'one_of'; values: string[]; default?: string; or_uuid?: boolean }
  | { kind: 'uuid' }
  | { kind: 'dns_label' }
  | { kind: 'host'; hosts?: string[]; suffixes?: string[] }
  | { kind: 'path_segment' }
);

/** The OAuth part of a provider. */
export interface OAuthDefinition {
  /** The issuer, compared byte for byte (RFC 9207 §2.4). Absent: the one that the ID token must name. */
  issuer?: string;
  /** RFC 6749 §3.1. Absent where nobody signs in. */
  authorization_endpoint?: string;
  /** RFC 6749 §3.2. */
  token_endpoint: string;
  /** How token requests are written, where that is not as RFC 6749 says. */
  token_request?: { encoding?: 'form' | 'json'; headers?: Record<string, string> };
  /** Whether an authorization response without `iss` is refused (RFC 9207 §3). */
  requires_iss?: boolean;
  /** How the client proves itself at the token endpoint (RFC 6749 §2.3); default `client_secret_basic`. */
  client_authentication?: 'client_secret_basic' | 'client_secret_post' | 'none';
  /** Whether a client may be public besides: a native app without a secret (RFC 6749 §2.1). */
  public_clients?: boolean;
  /** PKCE is always sent, with S256 (RFC 7636), unless the provider fails with it. */
  pkce?: 's256' | { off: { reason: string } };
  /** What stands between two scopes in the request; default a space. */
  scope_separator?: string;
  /** Scopes added to every user request. */
  always_scopes?: string[];
  /** Further fixed parameters of the authorization request. */
  authorization_parameters?: Record<string, string>;
  /** Whether a refresh names its scopes (RFC 6749 §6). */
  refresh_sends_scope?: boolean;
  /** Whether authorization and token requests take the parameter `claims` (OpenID Connect Core §5.5). */
  claims_parameter?: boolean;
}

/** How an ID token identifies the account (OpenID Connect Core §3.1.3.7). */
export interface IdTokenDefinition {
  /** The issuer that the token must name. */
  issuer: string;
  /** The key set (RFC 7517). */
  jwks_uri: string;
  /** Algorithms that are accepted; `none` never is. */
  algorithms: string[];
  /** The claim that names the organisation. */
  organisation_claim?: string;
  /** The claim that names the person. */
  person_claim: string;
  /** The claim shown to people. */
  display_claim?: string;
  /** The organisation value that marks a personal account. */
  personal_organisation?: string;
  /** The variable of the endpoints that takes the organisation once it is known. */
  organisation_variable?: string;
  /** The variable whose value stands there until then: who may sign in. */
  audience_variable?: string;
  /** Its value that lets personal accounts in and no others. */
  personal_audience?: string;
}
