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
 * @throws RequestError `invalid_request` - a member is unknown or of a wrong type.
 * @example
 * const headers = fakeCredential({ credential: 'at-1' }).headers(); // { Authorization: 'Bearer at-1' }
 */
export declare function fakeCredential(says?: FakeCredential): Credential;
