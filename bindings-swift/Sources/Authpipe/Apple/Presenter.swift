#if canImport(AuthenticationServices)
import AuthenticationServices
import Foundation
internal import AuthpipeNative

/// Whether the person closed the sheet.
func isSheetClosed(_ error: any Error) -> Bool {
    (error as? ASWebAuthenticationSessionError)?.code == .canceledLogin || (error as? AuthpipeError)?.code == .cancelled
}

extension AuthpipeClient {
    /// ``connect(_:config:for:label:scopes:variables:renewing:loginHint:prompt:present:)`` with the system's own sheet, for UIKit and AppKit. In
    /// SwiftUI, give `present` a closure that uses the environment's `webAuthenticationSession`.
    ///
    /// With `ephemeral` the sheet knows no sign-in of the browser's and leaves none behind: nobody's account is taken, and the person
    /// signs in anew.
    @MainActor
    public func connect(
        _ provider: ProviderID, config: String? = nil, for owner: Owner = .device, label: String = "", scopes: [String]? = nil,
        variables: [String: String] = [:], renewing connection: Connection.ID? = nil, loginHint: String? = nil, prompt: String? = nil,
        presentingIn anchor: ASPresentationAnchor, ephemeral: Bool = false
    ) async throws -> Connection {
        let sheet = Sheet(anchor: anchor, isEphemeral: ephemeral)
        let account = AccountChoice(loginHint: loginHint, prompt: prompt)
        return try await connect(sessionParams(provider, config, owner, label, scopes, variables, connection, account)) { page, awaited in
            try await sheet.show(page, awaited)
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

    func show(_ page: URL, _ awaited: AwaitedCallback) async throws -> URL {
        try Task.checkCancellation()
        defer { session = nil }
        let outcome = Outcome<URL>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                outcome.hand(to: continuation)
                guard let session = make(page, awaited, outcome) else { return }
                session.presentationContextProvider = self
                session.prefersEphemeralWebBrowserSession = isEphemeral
                self.session = session
                if !session.start() {
                    // Whether the handler is called then too is not documented; the first result counts.
                    outcome.settle(.failure(ASWebAuthenticationSessionError(.presentationContextInvalid)))
                }
            }
        } onCancel: {
            // The session keeps itself on the screen until it is cancelled. `show` forgets it as soon as there is an outcome, so it is
            // taken before that, in one job of the main actor.
            Task { @MainActor in
                let session = self.session
                outcome.settle(.failure(CancellationError()))
                session?.cancel()
            }
        }
    }

    private func make(_ page: URL, _ awaited: AwaitedCallback, _ outcome: Outcome<URL>) -> ASWebAuthenticationSession? {
        // It is called on a queue of the system's, so it must not inherit the main actor.
        let completion: @Sendable (URL?, (any Error)?) -> Void = { callback, error in
            if let callback {
                outcome.settle(.success(callback))
            } else {
                outcome.settle(.failure(error ?? ASWebAuthenticationSessionError(.canceledLogin)))
            }
        }
        switch awaited {
        case .loopback:
            outcome.settle(
                .failure(
                    AuthpipeError(
                        .invalidRequest, "A sheet cannot receive an answer at an http address.",
                        hint: "Register a scheme of the app's own, or use connectInteractive.")))
            return nil
        case .scheme(let scheme):
            return ASWebAuthenticationSession(url: page, callbackURLScheme: scheme, completionHandler: completion)
        case .https(let host, let path):
            if #available(iOS 17.4, macOS 14.4, *) {
                return ASWebAuthenticationSession(url: page, callback: .https(host: host, path: path), completionHandler: completion)
            }
            outcome.settle(
                .failure(
                    AuthpipeError(
                        .invalidRequest, "This system's sheet cannot wait for an https address.",
                        hint: "Register a scheme of the app's own for systems before iOS 17.4 and macOS 14.4.")))
            return nil
        }
    }

    // The protocol is bound to the main actor in some SDKs only; the system asks on the main thread.
    nonisolated func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor {
        MainActor.assumeIsolated { anchor }
    }
}
#else
/// Whether the person closed the sheet.
func isSheetClosed(_ error: any Error) -> Bool {
    (error as? AuthpipeError)?.code == .cancelled
}
#endif
