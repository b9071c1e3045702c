// A SwiftUI app that connects OneDrive on the device. It needs iOS 17 for `ContentUnavailableView`; the library needs 16.4.
// Source only: put it into an Xcode project that depends on this package, give the app the URL scheme
// `msauth.com.acme.notes`, and register `msauth.com.acme.notes://auth` at the provider.

import Authpipe
import AuthenticationServices
import SwiftUI

@main
struct NotesApp: App {
    @State private var authpipe = NotesApp.open()
    @Environment(\.scenePhase) private var phase

    var body: some Scene {
        WindowGroup {
            switch authpipe {
            case .success(let authpipe): DriveView(authpipe: authpipe)
            case .failure(let error): Text(error.localizedDescription)
            }
        }
        .onChange(of: phase) { _, phase in
            switch (phase, authpipe) {
            // Before the system suspends the app, every lock of the vault is let go.
            case (.background, .success(let authpipe)): authpipe.suspendInBackgroundTask()
            case (.active, .success(let authpipe)): authpipe.resume()
            // What did not work when the app was started, say before the first unlock, may work now.
            case (.active, .failure): authpipe = NotesApp.open()
            default: break
            }
        }
    }

    private static func open() -> Result<AuthpipeClient, any Error> {
        Result {
            try AuthpipeClient(
                Configuration(
                    vault: .applicationSupport(), key: .keychain(service: "com.acme.notes"),
                    providers: [
                        .microsoftOneDrive(clientID: "your application (client) id", redirectURI: "msauth.com.acme.notes://auth")
                    ]))
        }
    }
}

struct DriveView: View {
    let authpipe: AuthpipeClient
    @Environment(\.webAuthenticationSession) private var web
    @State private var names: [String] = []
    @State private var failure: String?

    var body: some View {
        List(names, id: \.self) { Text($0) }
            .toolbar { Button("Connect OneDrive") { Task { await connect() } } }
            .overlay {
                if let failure {
                    ContentUnavailableView("Couldn’t connect", systemImage: "cloud", description: Text(failure))
                }
            }
    }

    private func connect() async {
        do {
            _ = try await authpipe.connect(.microsoftOneDrive) { url, callback in
                try await web.authenticate(using: url, callbackURLScheme: callback.scheme)
            }
            let url = URL(string: "https://graph.microsoft.com/v1.0/me/drive/root/children")!
            let (data, _) = try await authpipe.data(for: URLRequest(url: url), as: .device(.microsoftOneDrive))
            names = try JSONDecoder().decode(Page.self, from: data).value.map(\.name)
            failure = nil
        } catch let error as AuthpipeError where error.code == .cancelled {
            return
        } catch {
            failure = error.localizedDescription
        }
    }

    private struct Page: Decodable {
        struct Item: Decodable { let name: String }
        let value: [Item]
    }
}
