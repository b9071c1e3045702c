import Authpipe
import Foundation
import Observation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What the app knows and does, without its views: this target builds on Linux, where its tests run against the sandbox.
@available(iOS 17, macOS 14, *)
@MainActor
@Observable
public final class NotesModel {
    /// Shows a sign-in and gives the URL with which it returned.
    public typealias Present = @MainActor @Sendable (_ url: URL, _ callback: AwaitedCallback) async throws -> URL

    public enum Phase: Equatable {
        case opening
        case open
        /// The vault does not open.
        case closed(Failure)
    }

    public private(set) var phase = Phase.opening
    public private(set) var accounts: [Account] = []
    /// What went wrong about a sign-in. The view sets it to `nil` when it has been read.
    public var failure: Failure?

    private let configuration: @Sendable () throws -> Configuration
    private let graph: URL
    private var client: AuthpipeClient?
    /// The launch that is under way.
    private var opening: Task<Void, Never>?

    /// `graph` is where the API is; a test has its own.
    public init(graph: URL = URL(string: "https://graph.microsoft.com/v1.0")!, configuration: @escaping @Sendable () throws -> Configuration) {
        self.graph = graph
        self.configuration = configuration
    }

    /// Opens the vault and shows what is in it. Nobody is asked to sign in. What did not work before is tried again, so it may be called
    /// whenever the app becomes active; a call while another one is opening waits for that, so that there is one client.
    public func launch() async {
        if client == nil {
            let task = opening ?? Task { await open() }
            opening = task
            await task.value
        }
        await reload()
    }

    private func open() async {
        defer { opening = nil }
        phase = .opening
        do {
            let client = try AuthpipeClient(try configuration())
            do { try await client.ready() } catch {
                try? await client.close()
                throw error
            }
            self.client = client
            phase = .open
        } catch {
            phase = .closed(Failure(error))
        }
    }

    /// Deletes a vault whose key is gone, and opens a new one.
    public func startOver() async {
        do {
            if let client {
                try await client.close()
                self.client = nil
            }
            try AuthpipeClient.resetVault(try configuration().vault)
        } catch {
            phase = .closed(Failure(error))
            return
        }
        accounts = []
        await launch()
    }

    /// Connects a further account. A person who closes the sheet is told nothing.
    public func connect(_ present: @escaping Present) async {
        let taken = Set(accounts.map(\.label))
        let label = (1...).lazy.map { $0 == 1 ? "" : "account-\($0)" }.first { !taken.contains($0) } ?? ""
        await signIn { try await $0.connect(.microsoftOneDrive, label: label, present: present) }
    }

    /// The person of an account signs in again: it stays the same account, with the same files.
    public func signInAgain(_ account: Account, _ present: @escaping Present) async {
        await signIn { try await $0.connect(.microsoftOneDrive, label: account.label, renewing: account.id, present: present) }
    }

    /// Finishes a sign-in whose answer came to the app itself, perhaps after it was started again.
    public func open(_ url: URL) async {
        if client == nil { await launch() }
        await signIn { try await $0.complete(url) }
    }

    /// Forgets an account: its credential is gone at once.
    public func signOut(_ account: Account) async {
        guard let client else { return }
        do {
            try await client.disconnect(account.id)
        } catch let error as AuthpipeError where error.code == .notConnected {
            // Somebody was faster.
        } catch {
            failure = Failure(error)
        }
        await reload()
    }

    /// Reads the accounts, and the files of those that work.
    public func reload() async {
        guard let client else { return }
        do {
            let known = Dictionary(uniqueKeysWithValues: accounts.map { ($0.id, $0.files) })
            let query = ConnectionQuery(userID: Owner.device.userID, provider: .microsoftOneDrive)
            accounts = try await client.listConnections(matching: query).data.map { connection in
                var account = Account(connection)
                account.files = known[connection.id] ?? []
                return account
            }
        } catch {
            failure = Failure(error)
            return
        }
        for account in accounts where !account.needsSignIn { await load(account) }
    }

    /// What falls due, while the app is in the background: credentials are refreshed before they end.
    public func refreshInBackground() async {
        guard let client else { return }
        // What fails is tried again by the next one.
        _ = try? await client.runMaintenance(budget: .seconds(20))
    }

    /// The client, for what only an app does: to let go of the vault before the system suspends it.
    public var opened: AuthpipeClient? { client }

    private func signIn(_ work: (AuthpipeClient) async throws -> Connection) async {
        guard let client else { return }
        do {
            _ = try await work(client)
        } catch let error as AuthpipeError where error.code == .cancelled {
            return
        } catch is CancellationError {
            return
        } catch {
            failure = Failure(error)
        }
        await reload()
    }

    private func load(_ account: Account) async {
        guard let client else { return }
        var read = account
        do {
            let url = graph.appendingPathComponent("me/drive/root/children")
            let (data, response) = try await client.data(for: URLRequest(url: url), as: account.subject)
            guard (response as? HTTPURLResponse)?.statusCode == 200 else { throw URLError(.badServerResponse) }
            read.files = try JSONDecoder().decode(Listing.self, from: data).value.map(\.name)
            read.failure = nil
        } catch {
            let failure = Failure(error)
            read.needsSignIn = failure.wayOn == .signInAgain
            read.failure = failure
        }
        // It may have been signed out meanwhile.
        if let index = accounts.firstIndex(where: { $0.id == account.id }) { accounts[index] = read }
    }

    private struct Listing: Decodable {
        struct Item: Decodable { let name: String }
        let value: [Item]
    }
}
