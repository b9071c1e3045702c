/**
 * The claims challenge of an API's answer: what `reportRejected` takes as `claims`.
 *
 * @param wwwAuthenticate the header of that name of a 401, or of a 403 with `insufficient_claims`; `null` where the answer has none
 * @returns the parameter `claims`, as the API sent it; undefined if no challenge has one
 * @throws RequestError `invalid_request` - it is no text.
 * @example
 * const claims = readClaims(response.headers.get('www-authenticate'));
 * const renewed = await authpipe.reportRejected(subject, { generation: credential.generation, claims });
 */
export declare function readClaims(wwwAuthenticate: string | null | undefined): string | undefined;
