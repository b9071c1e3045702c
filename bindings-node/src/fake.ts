// A credential of a test's own making.

import { Credential } from './credential';
import type { CredentialSource, CredentialType } from './generated/types';

/** What a made-up credential says. */
export interface FakeCredential {
  /** The secret; default `fake-credential`. */
  credential?: string;
  /** What it is; default `oauth_token`. */
  credentialType?: CredentialType;
  /** When it ends; by default it does not say. */
  expiresAt?: Date;
  /** Granted scopes; default none. */
  scopes?: readonly string[];
  /** Where it came from; default `connection`. */
  source?: CredentialSource;
  /** Whether the call waited for a refresh. */
  refreshed?: boolean;
  /** Whether something failed lately although it works. */
  degraded?: boolean;
  /** Whether it can no longer be renewed although it still works. */
  needsReauth?: boolean;
  /** Counts the secrets of the grant; default 1. */
  generation?: number;
  /** Where it may be sent; default nowhere. */
  apiOrigins?: readonly string[];
  /** The id of its connection or installation. */
  grantId?: string;
}

/**
 * A `Credential` for tests of code that takes one: of the real class, so it does not print either.
 *
 * @example
 * const headers = fakeCredential({ credential: 'at-1' }).headers(); // { Authorization: 'Bearer at-1' }
 */
export function fakeCredential(says: FakeCredential = {}): Credential {
  const source = says.source ?? 'connection';
  const type = says.credentialType ?? 'oauth_token';
  const value = says.credential ?? 'fake-credential';
  const isSent = type !== 'webhook_secret';
  return new Credential({
    value,
    fields: type === 'oauth_token' ? {} : { value },
    ...(isSent ? { headerName: 'Authorization', headerPrefix: 'Bearer ' } : { unsent: UNSENT }),
    ...(says.expiresAt === undefined ? {} : { expiresAtMs: says.expiresAt.getTime() }),
    credentialType: type,
    scopes: [...(says.scopes ?? [])],
    source,
    refreshed: says.refreshed ?? false,
    degraded: says.degraded ?? false,
    needsReauth: says.needsReauth ?? false,
    generation: says.generation ?? 1,
    apiOrigins: [...(says.apiOrigins ?? [])],
    grantId: says.grantId ?? (source === 'installation' ? 'ins_fake' : 'con_fake'),
  });
}

/** As the native part says it: see errors.ts. */
const UNSENT = `authpipe:${JSON.stringify({
  class: 'RequestError',
  causes: [],
  details: { code: 'invalid_request', message: "A webhook's secret is not sent to anybody, so it has no header." },
})}`;
