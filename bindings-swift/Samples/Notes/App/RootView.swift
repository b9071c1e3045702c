import Authpipe
import AuthenticationServices
import SwiftUI

#if canImport(NotesKit)
import NotesKit
#endif

struct RootView: View {
    @Bindable var model: NotesModel
    @Environment(\.webAuthenticationSession) private var web
    @State private var isConfirmingStart = false

    var body: some View {
        NavigationStack {
            content
                .navigationTitle("Notes")
                .toolbar {
                    if model.phase == .open {
                        Button("Connect OneDrive", systemImage: "plus") { Task { await model.connect(present) } }
                    }
                }
        }
        .task { await model.launch() }
        .alert(model.failure?.title ?? "", isPresented: isFailureShown, presenting: model.failure) { _ in
            Button("OK") {}
        } message: { failure in
            Text(failure.advice)
        }
    }

    @ViewBuilder
    private var content: some View {
        switch model.phase {
        case .opening:
            ProgressView()
        case .closed(let failure):
            ContentUnavailableView {
                Label(failure.title, systemImage: "lock")
            } description: {
                Text(failure.advice)
            } actions: {
                if failure.wayOn == .startOver {
                    Button("Start over", role: .destructive) { isConfirmingStart = true }
                } else {
                    Button("Try again") { Task { await model.launch() } }
                }
            }
            .confirmationDialog("Your accounts have to be connected again.", isPresented: $isConfirmingStart, titleVisibility: .visible) {
                Button("Start over", role: .destructive) { Task { await model.startOver() } }
            }
        case .open where model.accounts.isEmpty:
            ContentUnavailableView {
                Label("No account", systemImage: "cloud")
            } actions: {
                Button("Connect OneDrive") { Task { await model.connect(present) } }
            }
        case .open:
            List(model.accounts) { account in
                AccountSection(account: account, model: model, present: present)
            }
            .refreshable { await model.reload() }
        }
    }

    private var isFailureShown: Binding<Bool> {
        Binding(get: { model.failure != nil }, set: { if !$0 { model.failure = nil } })
    }

    private func present(_ url: URL, _ callback: AwaitedCallback) async throws -> URL {
        switch callback {
        case .https(let host, let path):
            guard #available(iOS 17.4, macOS 14.4, *) else { throw AuthpipeError.cancelled() }
            return try await web.authenticate(using: url, callback: .https(host: host, path: path), additionalHeaderFields: [:])
        case .scheme, .loopback:
            return try await web.authenticate(using: url, callbackURLScheme: callback.scheme)
        }
    }
}

/// One account: its files, or what to do to have them.
struct AccountSection: View {
    let account: Account
    let model: NotesModel
    let present: NotesModel.Present

    var body: some View {
        Section {
            if account.needsSignIn {
                Button("Sign in again") { Task { await model.signInAgain(account, present) } }
            } else if let failure = account.failure {
                VStack(alignment: .leading) {
                    Text(failure.title)
                    Text(failure.advice).foregroundStyle(.secondary)
                }
                Button("Try again") { Task { await model.reload() } }
            }
            ForEach(account.files, id: \.self) { Text($0) }
        } header: {
            HStack {
                Text(account.name)
                Spacer()
                Button("Sign out", role: .destructive) { Task { await model.signOut(account) } }
            }
        }
    }
}
