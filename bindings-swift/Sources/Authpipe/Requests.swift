import Foundation
internal import AuthpipeNative

extension AuthpipeClient {
    /// After a 401: refreshes only if that generation is still current, and returns the credential to try again with.
    ///
    /// `claims` is the value of the parameter of that name in `WWW-Authenticate`, which ``readClaims(_:)`` finds.
    public func reportRejected(
        _ credential: Credential, for subject: Subject, claims: String? = nil, timeout: Duration? = nil
    ) async throws -> Credential {
        try await reportRejected(generation: credential.generation, for: subject, claims: claims, timeout: timeout)
    }

    /// The claims challenge of an API's answer: what ``reportRejected(_:for:claims:timeout:)`` takes as `claims`.
    ///
    /// `wwwAuthenticate` is the header of that name of a 401, or of a 403 with `insufficient_claims`. The result is the parameter
    /// `claims`, as the API sent it; `nil` if no challenge has one.
    public static func readClaims(_ wwwAuthenticate: String?) -> String? {
        wwwAuthenticate.flatMap { try? coreReadClaims(wwwAuthenticate: $0) }
    }

    /// The same where only the ``Credential/generation`` is known.
    public func reportRejected(
        generation: UInt64, for subject: Subject, claims: String? = nil, timeout: Duration? = nil
    ) async throws -> Credential {
        let (subject, options) = (subject.core, CoreWaitOptions(timeoutMs: timeout?.milliseconds))
        let rejection = CoreRejection(generation: generation, claims: claims)
        let renewed = try await waiting { [core] in
            try await core.reportRejected(subject: subject, rejection: rejection, options: options)
        }
        return Credential(renewed)
    }
}
