#if canImport(AuthenticationServices)
import AuthenticationServices
import Foundation

/// Whether the person closed the sheet.
func isSheetClosed(_ error: any Error) -> Bool {
    (error as? ASWebAuthenticationSessionError)?.code == .canceledLogin || (error as? AuthpipeError)?.code == .cancelled
}

#if os(iOS) || os(macOS) || os(visionOS)
extension Authpipe {
    /// ``connect(_:as:scopes:renewing:present:)`` with the system's own sheet, for UIKit and AppKit. In SwiftUI, give `present` a
    /// closure that uses the environment's `webAuthenticationSession`.
    @MainActor
    public func connect(
        _ provider: ProviderID, as owner: Owner = .device, scopes: [String]? = nil, renewing connection: Connection.ID? = nil,
        presentingIn anchor: ASPresentationAnchor, prefersEphemeralSession: Bool = false
    ) async throws -> Connection {
        let sheet = Sheet(anchor: anchor, isEphemeral: prefersEphemeralSession)
        return try await connect(provider, as: owner, scopes: scopes, renewing: connection) { url, scheme in
            try await sheet.show(url, scheme)
        }
    }
}

/// The system's sheet, for one sign-in.
@MainActor
private final class Sheet: NSObject, ASWebAuthenticationPresentationContextProviding {
    private let anchor: ASPresentationAnchor
    private let isEphemeral: Bool
    private var session: ASWebAuthenticationSession?

    init(anchor: ASPresentationAnchor, isEphemeral: Bool) {
        self.anchor = anchor
        self.isEphemeral = isEphemeral
    }

    func show(_ url: URL, _ scheme: String) async throws -> URL {
        let awaited = try AwaitedCallback(url, scheme)
        if case .https = awaited {
            guard #available(iOS 17.4, macOS 14.4, visionOS 1.1, *) else {
                throw AuthpipeError(
                    .invalidRequest, "This system's sheet cannot wait for an https address.",
                    hint: "Register a scheme of the app's own for systems before iOS 17.4 and macOS 14.4.")
            }
        }
        defer { session = nil }
        let outcome = Outcome<URL>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                outcome.hand(to: continuation)
                let session = make(url, awaited) { callback, error in
                    if let callback {
                        outcome.settle(.success(callback))
                    } else {
                        outcome.settle(.failure(error ?? ASWebAuthenticationSessionError(.canceledLogin)))
                    }
                }
                session.presentationContextProvider = self
                session.prefersEphemeralWebBrowserSession = isEphemeral
                self.session = session
                if !session.start() {
                    // Whether the handler is called then too is not documented; the first result counts.
                    outcome.settle(.failure(ASWebAuthenticationSessionError(.presentationContextInvalid)))
                }
            }
        } onCancel: {
            outcome.settle(.failure(CancellationError()))
            Task { @MainActor in self.session?.cancel() }
        }
    }

    /// `completion` is called on a queue of the system's, so it must not inherit the main actor.
    private func make(_ url: URL, _ awaited: AwaitedCallback, completion: @escaping @Sendable (URL?, (any Error)?) -> Void)
        -> ASWebAuthenticationSession
    {
        switch awaited {
        case .scheme(let scheme):
            return ASWebAuthenticationSession(url: url, callbackURLScheme: scheme, completionHandler: completion)
        case .https(let host, let path):
            if #available(iOS 17.4, macOS 14.4, visionOS 1.1, *) {
                return ASWebAuthenticationSession(url: url, callback: .https(host: host, path: path), completionHandler: completion)
            }
            // Refused by `show` already.
            return ASWebAuthenticationSession(url: url, callbackURLScheme: "https", completionHandler: completion)
        }
    }

    // The protocol is bound to the main actor in some SDKs only; the system asks on the main thread.
    nonisolated func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor {
        MainActor.assumeIsolated { anchor }
    }
}
#endif
#else
/// Whether the person closed the sheet.
func isSheetClosed(_ error: any Error) -> Bool {
    (error as? AuthpipeError)?.code == .cancelled
}
#endif
