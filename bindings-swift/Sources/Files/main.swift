// Connects OneDrive in a browser on this machine the first time, and lists the files of its root folder.
//
//   AUTHPIPE_KEY=apk1_… MS_CLIENT_ID=… authpipe-files
//
// `authpipe-files --make-key` prints a new key. With SANDBOX_ORIGIN=http://127.0.0.1:… everything talks to the emulator instead.

import Authpipe
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

let environment = ProcessInfo.processInfo.environment

func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

if CommandLine.arguments.dropFirst().first == "--make-key" {
    print(try AuthpipeClient.makeRootKey())
    exit(0)
}
guard let clientID = environment["MS_CLIENT_ID"] else {
    say("Set MS_CLIENT_ID to the application (client) id of your registration; it needs http://localhost as a redirect URI for mobile and desktop.")
    exit(2)
}

var configuration = Configuration(
    vault: environment["AUTHPIPE_VAULT"] == nil ? .applicationSupport("files") : .environment, key: .environment,
    providers: [Provider(.microsoftOneDrive, clientID: clientID, scopes: ["Files.Read"])])
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

do {
    let authpipe = try AuthpipeClient(configuration)
    let me = Subject.device(.microsoftOneDrive)
    do {
        _ = try await authpipe.credential(for: me)
    } catch let error as AuthpipeError where error.code == .notConnected || error.code == .reauthRequired {
        _ = try await authpipe.connectInteractive(.microsoftOneDrive) { url in
            say("Open this page to sign in:")
            say(url.absoluteString)
        }
    }
    let (data, _) = try await authpipe.data(for: URLRequest(url: URL(string: graph + "/v1.0/me/drive/root/children")!), as: me)
    for item in try JSONDecoder().decode(Page.self, from: data).value {
        print(item.name)
    }
    try await authpipe.close()
} catch {
    say("\(error)")
    exit(1)
}
