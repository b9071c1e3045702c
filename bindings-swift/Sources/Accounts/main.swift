// Several OneDrive accounts of one person in a command-line tool, and the ways on when something has changed.
//
//   authpipe-accounts connect work     signs in with the browser on this machine, or signs in again
//   authpipe-accounts list             each account, and whether it works
//   authpipe-accounts files work       the files in the root folder of one
//   authpipe-accounts sign-out work    forgets one
//   authpipe-accounts start-over       deletes the vault, where its key is lost
//
// AUTHPIPE_KEY is the root key (`authpipe-files --make-key` prints a new one), MS_CLIENT_ID the application (client) id. The exit status is the
// way on: 0 done, 1 try again later, 2 wrong command, 3 connect, 4 the right key or start-over, 5 something else that its text says. With SANDBOX_ORIGIN=http://127.0.0.1:… everything
// talks to the emulator instead.

import Authpipe
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

enum WayOn: Int32 {
    case done, later, command, connect, key, wrong
}

/// Says why, in the words for a person, and ends with the way on.
func end(_ error: any Error) -> Never {
    guard let error = error as? AuthpipeError else {
        say("The service cannot be reached. Try again.")
        exit(WayOn.later.rawValue)
    }
    say([error.errorDescription, error.recoverySuggestion].compactMap { $0 }.joined(separator: " "))
    let way: WayOn =
        switch error.code {
        case .keyMismatch: .key
        case _ where error.retry == .afterReauth: .connect
        case _ where error.retry == .later: .later
        case .invalidRequest: .command
        default: .wrong
        }
    exit(way.rawValue)
}

func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

let environment = ProcessInfo.processInfo.environment
let arguments = CommandLine.arguments.dropFirst()
guard let command = arguments.first, let clientID = environment["MS_CLIENT_ID"],
    arguments.count == (["list", "start-over"].contains(command) ? 1 : 2), let label = arguments.last
else {
    say("Use: authpipe-accounts connect LABEL | list | files LABEL | sign-out LABEL | start-over, with AUTHPIPE_KEY and MS_CLIENT_ID.")
    exit(WayOn.command.rawValue)
}

var configuration = Configuration(
    vault: environment["ACCOUNTS_FILE"].map { .file(URL(fileURLWithPath: $0)) } ?? .applicationSupport("accounts"), key: .environment,
    providers: [Provider(.microsoftOneDrive, clientID: clientID, scopes: ["Files.Read"])], background: false)
var graph = "https://graph.microsoft.com"
if let sandbox = environment["SANDBOX_ORIGIN"] {
    configuration.mode = .development
    configuration.dangerOrigins = ["microsoft-onedrive": ["login": sandbox, "graph": sandbox]]
    graph = sandbox
}

struct Page: Decodable {
    struct Item: Decodable { let name: String }
    let value: [Item]
}

/// The account that is called so, if it is there.
func account(of client: AuthpipeClient) async throws -> Connection? {
    for try await connection in client.connections() where connection.label == label { return connection }
    return nil
}

do {
    if command == "start-over" {
        try AuthpipeClient.resetVault(configuration.vault)
        exit(WayOn.done.rawValue)
    }
    let client = try AuthpipeClient(configuration)
    // Whether the key is the vault's is known from here on.
    try await client.ready()
    let subject = Subject(.microsoftOneDrive, of: .device, label: label)
    switch command {
    case "connect":
        let before = try await account(of: client)
        let connection = try await client.connectInteractive(.microsoftOneDrive, label: label, renewing: before?.id) { url in
            say("Open this page to sign in:")
            say(url.absoluteString)
        }
        print(connection.label, connection.displayName ?? "")
    case "list":
        for try await connection in client.connections() { print(connection.label, connection.displayName ?? "", connection.status) }
    case "files":
        let url = URL(string: graph + "/v1.0/me/drive/root/children")!
        let (data, _) = try await client.data(for: URLRequest(url: url), as: subject)
        for item in try JSONDecoder().decode(Page.self, from: data).value { print(item.name) }
    case "sign-out":
        if let connection = try await account(of: client) { try await client.disconnect(connection.id) }
    default:
        say("\(command) is no command.")
        exit(WayOn.command.rawValue)
    }
    try await client.close()
} catch {
    end(error)
}
