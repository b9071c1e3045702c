// A usable credential that does not print.

import { inspect, type InspectOptions } from 'node:util';
import { fromNative, RequestError, wrongArgumentError } from './errors';
import type { CredentialSource, CredentialType } from './generated/types';
import type { CredentialFields } from './native';

/** A request to be signed. */
export interface SignableRequest {
  /** The method; default `GET`. */
  method?: string;
  /** The whole address, with its query. */
  url: string | URL;
  /** The content, where it is a form (`application/x-www-form-urlencoded`), as it is sent. Any other content is not signed. */
  form?: string | URLSearchParams | Record<string, string>;
}

const REDACTED = '[redacted]';

/**
 * A usable credential. It was valid when it was handed out.
 *
 * The secret is reached by `credential`, `fields`, `headers()` and `sign()` only: it does not appear in `console.log`, `JSON.stringify`,
 * templates or structured clones.
 */
export class Credential {
  readonly #value: string;
  readonly #fields: Readonly<Record<string, string>>;
  readonly #header: string | undefined;
  readonly #prefix: string | undefined;
  readonly #headerValue: string | undefined;
  readonly #further: Readonly<Record<string, string>>;
  readonly #query: Readonly<Record<string, string>> | undefined;
  readonly #unsent: string | undefined;
  readonly #signer: CredentialFields['signer'];
  readonly #expiresAtMs: number | undefined;

  /** What it is. */
  readonly credentialType: CredentialType;
  /** Granted scopes. Frozen. */
  readonly scopes: readonly string[];
  /** Where it came from. */
  readonly source: CredentialSource;
  /** Whether this call waited for a refresh. */
  readonly refreshed: boolean;
  /** Whether something failed lately although the credential works. */
  readonly degraded: boolean;
  /** Whether it can no longer be renewed although it still works. */
  readonly needsReauth: boolean;
  /** Counts the secrets of the grant. */
  readonly generation: number;
  /** The origins of the provider's API, `scheme://host[:port]`: where the credential may be sent. Frozen. */
  readonly apiOrigins: readonly string[];
  /** The connection, where `source` is `connection`. */
  declare readonly connectionId?: string;
  /** The installation, where `source` is `installation`. */
  declare readonly installationId?: string;

  /** @internal */
  constructor(fields: CredentialFields) {
    this.#value = fields.value;
    this.#fields = Object.freeze({ ...fields.fields });
    this.#header = fields.headerName;
    this.#prefix = fields.headerPrefix;
    this.#headerValue = fields.headerValue;
    this.#further = fields.furtherHeaders;
    this.#query = fields.query;
    this.#unsent = fields.unsent;
    this.#signer = fields.signer;
    this.#expiresAtMs = fields.expiresAtMs;
    this.credentialType = fields.credentialType as CredentialType;
    this.scopes = Object.freeze(fields.scopes);
    this.source = fields.source as CredentialSource;
    this.refreshed = fields.refreshed;
    this.degraded = fields.degraded;
    this.needsReauth = fields.needsReauth;
    this.generation = fields.generation;
    this.apiOrigins = Object.freeze(fields.apiOrigins);
    const name = fields.source === 'installation' ? 'installationId' : 'connectionId';
    Object.defineProperty(this, name, { value: fields.grantId, enumerable: true });
    // One object answers many callers, so none of them may change it.
    Object.freeze(this);
  }

  /** The secret itself. Of several fields, a JSON object of their names and values: see `fields`. */
  get credential(): string {
    return this.#value;
  }

  /** The fields that were stored, by name; a key of one text is the field `value`. Empty for an OAuth token. Frozen. */
  get fields(): Readonly<Record<string, string>> {
    return this.#fields;
  }

  /** When it ends. Absent if it does not say. A new object at each read. */
  get expiresAt(): Date | undefined {
    return this.#expiresAtMs === undefined ? undefined : new Date(this.#expiresAtMs);
  }

  /**
   * The header with which this provider wants the credential. Those that name the application or the organisation are with it, where the
   * provider wants them.
   * @throws RequestError `invalid_request` - it has none: a webhook's secret, several fields of which the definition does not say how
   * they make a header, a key that its provider takes in the address only, where `fetch` puts it, or a token that signs each request: see
   * `sign()`.
   */
  headers(): Record<string, string> {
    if (this.#header === undefined) throw fromNative(new Error(this.#unsent));
    return { [this.#header]: this.#headerValue ?? (this.#prefix ?? '') + this.#value, ...this.#further };
  }

  /**
   * The header that signs one request, of OAuth 1.0a (RFC 5849): with its own time and random number, so it is good once.
   *
   * The request is sent with exactly this method, address and form. `fetch` signs by itself, after a redirect anew.
   * @throws RequestError `invalid_request` - the credential signs nothing and has `headers()`; the address is at none of `apiOrigins`.
   * @example
   * const headers = credential.sign({ url: 'https://api.trello.com/1/members/me' });
   */
  sign(request: SignableRequest): Record<string, string> {
    const { method = 'GET', url, form = '' } = (request ?? {}) as SignableRequest;
    if (typeof method !== 'string' || !(typeof url === 'string' || url instanceof URL)) {
      throw wrongArgumentError(RequestError, 'sign takes { method, url, form }.');
    }
    if (this.#signer === undefined) {
      const hint = 'Send its headers().';
      throw new RequestError({ code: 'invalid_request', message: `This credential signs nothing: it is sent as it is. ${hint}`, hint });
    }
    const content = typeof form === 'string' ? form : new URLSearchParams(form).toString();
    try {
      return { Authorization: this.#signer.sign(method, String(url), content), ...this.#further };
    } catch (error) {
      throw fromNative(error);
    }
  }

  /** Whether each request is signed with it. @internal */
  signs(): boolean {
    return this.#signer !== undefined;
  }

  /** The parameters of the address that carry it, where no header does. @internal */
  inAddress(): Readonly<Record<string, string>> | undefined {
    return this.#query;
  }

  /** Everything but the secret. */
  toJSON(): Record<string, unknown> {
    return Object.assign({ credential: REDACTED, expiresAt: this.expiresAt }, this as object);
  }

  toString(): string {
    return REDACTED;
  }

  /** @internal */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `Credential ${inspect(this.toJSON(), options)}`;
  }
}
