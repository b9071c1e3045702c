// A process beside the app on one vault, driven by lines on standard input. For tests: it prints credentials.
//   authpipe-extension <configuration as JSON>

import Authpipe
import Foundation

struct Setup: Decodable {
    let vault: String
    let key: String
    let clientID: String
    let redirectURI: String?
    let definition: String
}

let setup = try JSONDecoder().decode(Setup.self, from: Data(CommandLine.arguments[1].utf8))
let clock = TestClock()
var provider = Provider("acme", clientID: setup.clientID, redirectURI: setup.redirectURI, scopes: setup.redirectURI == nil ? [] : ["read"])
provider.definition = Data(setup.definition.utf8)
var configuration = Configuration(
    vault: .file(URL(fileURLWithPath: setup.vault)), key: .text(setup.key), providers: [provider], environment: "test", mode: .development,
    background: false)
configuration.testClock = clock
let authpipe = try AuthpipeClient(configuration)

func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

say("ready")
while let line = readLine() {
    let words = line.split(separator: " ")
    switch words.first {
    case "advance":
        clock.advance(by: .seconds(Int(words[1])!))
        say("advanced")
    case "credential":
        var options = CredentialOptions()
        if words.count > 1 { options.timeout = .milliseconds(Int(words[1])!) }
        do {
            let credential = try await authpipe.credential(for: .device("acme"), options: options)
            say("\(credential.generation) \(credential.value)")
        } catch let error as AuthpipeError {
            say("failed \(error.code)")
        }
    case "store":
        do {
            try await authpipe.store(String(words[1]), type: .apiKey, for: .device("acme"))
            say("stored")
        } catch {
            say("failed \(error)")
        }
    default:
        say("unknown")
    }
}
try await authpipe.close()
