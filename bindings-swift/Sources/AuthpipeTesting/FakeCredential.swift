import Authpipe
import Foundation

/// A `Credential` for tests of code that takes one: of the real type, so it does not print either.
///
/// A token or a key is sent as `Authorization: Bearer …`, a webhook's secret is sent nowhere. `grantID` is the id of its connection or installation.
public func fakeCredential(
    _ value: String = "fake-credential", kind: Credential.Kind = .oauthToken, expiresAt: Date? = nil, scopes: [String] = [],
    source: Credential.Source = .connection, refreshed: Bool = false, degraded: Bool = false, needsReauth: Bool = false, generation: UInt64 = 1,
    apiOrigins: [String] = [], grantID: Connection.ID? = nil
) -> Credential {
    Credential(
        madeUp: value, kind: kind, expiresAt: expiresAt, scopes: scopes, source: source, refreshed: refreshed, degraded: degraded,
        needsReauth: needsReauth, generation: generation, apiOrigins: apiOrigins, grantID: grantID)
}
