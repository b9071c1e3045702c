// A process in Swift on one of the hosts of `cargo xtask test hosts`: what `tests/torture/hosts/worker.mjs` does in Node. For tests: it
// prints credentials.

import Authpipe
import Foundation

struct HostOptions: Decodable {
    let vault: String
    let key: String
    let provider: String
    let tenant: String
    let clientID: String
    let clientSecret: String
    let scopes: [String]
    let background: Bool

    enum CodingKeys: String, CodingKey {
        case vault, key, provider, tenant, scopes, background
        case clientID = "client_id"
        case clientSecret = "client_secret"
    }
}

@main
struct HostWorker {
    let authpipe: AuthpipeClient
    let options: HostOptions

    @MainActor
    static func main() async throws {
        #if os(macOS) || os(Linux)
        let text = Data(ProcessInfo.processInfo.environment["TORTURE_OPTIONS"]!.utf8)
        let options = try JSONDecoder().decode(HostOptions.self, from: text)
        let parsed = try JSONSerialization.jsonObject(with: text) as! [String: Any]
        var provider = Provider(
            ProviderID(rawValue: options.provider), clientID: options.clientID, clientSecret: options.clientSecret, scopes: options.scopes)
        provider.definition = try JSONSerialization.data(withJSONObject: parsed["definition"]!)
        let configuration = Configuration(
            vault: .address(options.vault), key: .text(options.key), providers: [provider], environment: "development", mode: .development,
            background: options.background, baseURL: URL(string: "http://localhost:3000/api/authpipe"))
        let worker = HostWorker(authpipe: try AuthpipeClient(configuration), options: options)
        try await worker.authpipe.ready()
        say("ready")
        var asked: [Task<Void, Never>] = []
        while let line = readLine(), line != "close" {
            let words = line.split(separator: " ").map(String.init)
            // Not awaited: callers run beside each other.
            asked.append(Task.detached { await worker.ask(words[1], forceRefresh: words[0] == "get") })
        }
        for task in asked { await task.value }
        try await worker.authpipe.close()
        say("closed")
        #endif
    }

    func ask(_ user: String, forceRefresh: Bool) async {
        let owner = Owner(tenantID: options.tenant, userID: "user_\(user)")
        let subject = Subject(ProviderID(rawValue: options.provider), of: owner)
        do {
            let found = try await authpipe.credential(for: subject, options: CredentialOptions(forceRefresh: forceRefresh))
            HostWorker.say("served \(user) \(found.generation) \(found.value)\(found.degraded ? " degraded" : "")")
        } catch let error as AuthpipeError {
            HostWorker.say("refused \(user) \(error.code.rawValue)")
        } catch {
            HostWorker.say("refused \(user) \(error)")
        }
    }

    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
