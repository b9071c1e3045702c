import type { CredentialSource, CredentialType } from './generated/types';
/** A request to be signed. */
export interface SignableRequest {
    /** The method; default `GET`. */
    method?: string;
    /** The whole address, with its query. */
    url: string | URL;
    /** The content, where it is a form (`application/x-www-form-urlencoded`), as it is sent. Any other content is not signed. */
    form?: string | URLSearchParams | Record<string, string>;
}
/**
 * A usable credential. It was valid when it was handed out.
 *
 * The secret is reached by `credential`, `fields`, `headers()` and `sign()` only: it does not appear in `console.log`, `JSON.stringify`,
 * templates or structured clones.
 */
export declare class Credential {
    #private;
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
    readonly connectionId?: string;
    /** The installation, where `source` is `installation`. */
    readonly installationId?: string;
    /** The secret itself. Of several fields, a JSON object of their names and values: see `fields`. */
    get credential(): string;
    /** The fields that were stored, by name; a key of one text is the field `value`. Empty for an OAuth token. Frozen. */
    get fields(): Readonly<Record<string, string>>;
    /** When it ends. Absent if it does not say. A new object at each read. */
    get expiresAt(): Date | undefined;
    /**
     * The header with which this provider wants the credential. Those that name the application or the organisation are with it, where the
     * provider wants them.
     * @throws RequestError `invalid_request` - it has none: a webhook's secret, several fields of which the definition does not say how
     * they make a header, a key that its provider takes in the address only, where `fetch` puts it, or a token that signs each request: see
     * `sign()`.
     */
    headers(): Record<string, string>;
    /**
     * The header that signs one request, of OAuth 1.0a (RFC 5849): with its own time and random number, so it is good once.
     *
     * The request is sent with exactly this method, address and form. `fetch` signs by itself, after a redirect anew.
     * @throws RequestError `invalid_request` - the credential signs nothing and has `headers()`; the address is at none of `apiOrigins`.
     * @example
     * const headers = credential.sign({ url: 'https://api.trello.com/1/members/me' });
     */
    sign(request: SignableRequest): Record<string, string>;
    /** Everything but the secret. */
    toJSON(): Record<string, unknown>;
    toString(): string;
}
