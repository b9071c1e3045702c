// A usable credential that does not print.

import { inspect, type InspectOptions } from 'node:util';
import type { CredentialSource, CredentialType } from './generated/types';
import type { CredentialFields } from './native';

const REDACTED = '[redacted]';

/**
 * A usable credential. It was valid when it was handed out.
 *
 * The secret is reached by `credential` and `headers()` only: it does not appear in `console.log`, `JSON.stringify`,
 * templates or structured clones.
 */
export class Credential {
  readonly #value: string;
  readonly #header: string;
  readonly #prefix: string;
  readonly #expiresAtMs: number | undefined;

  /** What it is. */
  readonly credentialType: CredentialType;
  /** Granted scopes; frozen. */
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
    this.#header = fields.headerName;
    this.#prefix = fields.headerPrefix;
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

  /** The secret itself. */
  get credential(): string {
    return this.#value;
  }

  /** When it ends; absent if it does not say. A new object at each read. */
  get expiresAt(): Date | undefined {
    return this.#expiresAtMs === undefined ? undefined : new Date(this.#expiresAtMs);
  }

  /** The header with which this provider wants the credential. */
  headers(): Record<string, string> {
    return { [this.#header]: this.#prefix + this.#value };
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
