// A SwiftUI app for iOS and macOS that connects OneDrive on the device. It needs iOS 17 or macOS 14 for Observation; the library needs less.
// Put `App` and `Model` into a multiplatform app of Xcode that depends on this package, and give it
// - the URL scheme `msauth.com.acme.notes`, and at the provider the redirect URI `msauth.com.acme.notes://auth`;
// - on iOS the background mode `fetch`, and `com.acme.notes.refresh` among `BGTaskSchedulerPermittedIdentifiers`;
// - on macOS Keychain Sharing, and in a sandbox `com.apple.security.network.client`.

import Authpipe
import SwiftUI

#if canImport(NotesKit)
import NotesKit
#endif

#if os(iOS)
import BackgroundTasks
#endif

@main
struct NotesApp: App {
    @State private var model = NotesModel {
        Configuration(
            vault: .applicationSupport(), key: .keychain(service: "com.acme.notes"),
            providers: [.microsoftOneDrive(clientID: "your application (client) id", redirectURI: "msauth.com.acme.notes://auth")])
    }
    @Environment(\.scenePhase) private var phase

    var body: some Scene {
        WindowGroup {
            RootView(model: model)
                // What the sheet did not take: the app was started again meanwhile, or the person came back by another way.
                .onOpenURL { url in Task { await model.open(url) } }
        }
        .onChange(of: phase) { _, phase in
            switch phase {
            case .active:
                model.opened?.resume()
                // What did not work when the app was started, say before the first unlock, may work now.
                Task { await model.launch() }
            case .background:
                #if os(iOS)
                // Before the system suspends the app, every lock of the vault is let go.
                model.opened?.suspendInBackgroundTask()
                scheduleRefresh()
                #endif
            default: break
            }
        }
        #if os(iOS)
        .backgroundTask(.appRefresh(refreshIdentifier)) {
            await scheduleRefresh()
            await refresh()
        }
        #endif
    }

    #if os(iOS)
    private var refreshIdentifier: String { "com.acme.notes.refresh" }

    private func scheduleRefresh() {
        let request = BGAppRefreshTaskRequest(identifier: refreshIdentifier)
        request.earliestBeginDate = Date(timeIntervalSinceNow: 8 * 60 * 60)
        try? BGTaskScheduler.shared.submit(request)
    }

    private func refresh() async {
        await model.launch()
        guard let client = model.opened else { return }
        let model = model
        try? await client.inBackgroundTask { await model.refreshInBackground() }
    }
    #endif
}
