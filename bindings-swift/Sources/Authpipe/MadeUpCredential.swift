import Foundation
internal import AuthpipeNative

extension Credential {
    /// One that no vault holds: the module for tests makes them.
    package init(
        madeUp value: String, kind: Kind, expiresAt: Date?, scopes: [String], source: Source, refreshed: Bool, degraded: Bool, needsReauth: Bool,
        generation: UInt64, apiOrigins: [String], grantID: Connection.ID?
    ) {
        let isSent = kind != .webhookSecret
        let unsent = ["The secret of a webhook is sent to nobody, so it has no headers.", "Check the provider's signatures with it."]
        self.init(
            CoreCredential(
                value: value, fields: kind == .oauthToken ? [:] : ["value": value], headerName: isSent ? "Authorization" : nil,
                headerPrefix: isSent ? "Bearer " : nil, headerValue: nil, furtherHeaders: [:], credentialType: kind.rawValue,
                expiresAtMs: expiresAt?.sinceEpoch, scopes: scopes, source: source.rawValue, refreshed: refreshed, degraded: degraded,
                needsReauth: needsReauth, generation: generation,
                grantId: grantID?.rawValue ?? (source == .installation ? "ins_fake" : "con_fake"), apiOrigins: apiOrigins, query: [:],
                unsent: isSent ? nil : unsent, signer: nil))
    }
}
