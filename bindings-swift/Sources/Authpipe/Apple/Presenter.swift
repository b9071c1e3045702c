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
        defer { session = nil }
        let outcome = Outcome<URL>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                outcome.hand(to: continuation)
                let session = ASWebAuthenticationSession(url: url, callbackURLScheme: scheme) { callback, error in
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

    func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor {
        anchor
    }
}
#endif
#else
/// Whether the person closed the sheet.
func isSheetClosed(_ error: any Error) -> Bool {
    (error as? AuthpipeError)?.code == .cancelled
}
#endif
