/** The `authStrategy` and `auth` of Octokit's constructors. */
export interface OctokitAuth {
    authStrategy: (options?: unknown) => OctokitAuthentication;
    auth: Record<string, never>;
}
/** What Octokit asks of an authentication strategy. */
export interface OctokitAuthentication {
    (): Promise<{
        type: 'token';
        tokenType: 'oauth';
        token: string;
    }>;
    hook(request: any, route: any, parameters?: any): Promise<any>;
}
/** An access token, as the clients of `@azure/core-auth` take it. */
export interface AccessTokenLike {
    token: string;
    /** In milliseconds since 1970. */
    expiresOnTimestamp: number;
    tokenType: 'Bearer';
}
/** What clients of `@azure/core-auth` ask for their tokens: a `TokenCredential` by its shape. */
export interface TokenCredentialLike {
    getToken(scopes: string | string[], options?: {
        abortSignal?: unknown;
        claims?: string;
    }): Promise<AccessTokenLike>;
}
