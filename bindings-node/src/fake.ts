// A credential of a test's own making.

import { Credential } from './credential';
import { RequestError, wrongArgumentError } from './errors';
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
 * @throws RequestError `invalid_request` - a member is unknown or of a wrong type.
 * @example
 * const headers = fakeCredential({ credential: 'at-1' }).headers(); // { Authorization: 'Bearer at-1' }
 */
export function fakeCredential(says: FakeCredential = {}): Credential {
  judge(says);
  const source = says.source ?? 'connection';
  const type = says.credentialType ?? 'oauth_token';
  const value = says.credential ?? 'fake-credential';
  const isSent = type !== 'webhook_secret';
  return new Credential({
    value,
    fields: type === 'oauth_token' ? {} : { value },
    furtherHeaders: {},
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

const isText = (value: unknown): boolean => typeof value === 'string';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isOneOf =
  (...texts: string[]) =>
  (value: unknown): boolean =>
    texts.includes(value as string);

/** What each member may be, and how that is said. */
const MEMBERS: Record<keyof FakeCredential, [(value: unknown) => boolean, string]> = {
  credential: [isText, 'a text'],
  credentialType: [isOneOf('oauth_token', 'api_key', 'webhook_secret'), 'oauth_token, api_key or webhook_secret'],
  expiresAt: [(value) => value instanceof Date && !Number.isNaN(value.getTime()), 'a Date'],
  scopes: [areTexts, 'a list of texts'],
  source: [isOneOf('connection', 'installation'), 'connection or installation'],
  refreshed: [isFlag, 'true or false'],
  degraded: [isFlag, 'true or false'],
  needsReauth: [isFlag, 'true or false'],
  generation: [(value) => Number.isSafeInteger(value) && (value as number) >= 1, 'a number from 1 on'],
  apiOrigins: [areTexts, 'a list of texts'],
  grantId: [isText, 'a text'],
};

/** A test that misspells a member would otherwise try something else than its author thinks. */
function judge(says: unknown): void {
  if (typeof says !== 'object' || says === null || Array.isArray(says)) {
    throw wrongArgumentError(RequestError, 'fakeCredential takes an object of what the credential says.');
  }
  for (const [name, value] of Object.entries(says)) {
    const [fits, what] = (Object.hasOwn(MEMBERS, name) && MEMBERS[name as keyof FakeCredential]) || [];
    if (fits === undefined) throw wrongArgumentError(RequestError, `fakeCredential knows no ${JSON.stringify(name)}.`);
    if (value !== undefined && !fits(value)) throw wrongArgumentError(RequestError, `fakeCredential: ${name} must be ${what}.`);
  }
}

/** As the native part says it: see errors.ts. */
const UNSENT = `authpipe:${JSON.stringify({
  class: 'RequestError',
  causes: [],
  details: { code: 'invalid_request', message: "A webhook's secret is not sent to anybody, so it has no header." },
})}`;
