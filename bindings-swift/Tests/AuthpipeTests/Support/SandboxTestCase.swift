import Authpipe
import Foundation
import XCTest

/// A test with an emulator and a folder of its own.
class SandboxTestCase: XCTestCase {
    private var started: Sandbox?
    private var temporary: URL?
    private var opened: [AuthpipeClient] = []
    let key = try! AuthpipeClient.makeRootKey()

    var sandbox: Sandbox {
        get throws {
            if let started { return started }
            let sandbox = try Sandbox()
            started = sandbox
            return sandbox
        }
    }

    var folder: URL {
        get throws {
            if let temporary { return temporary }
            let url = FileManager.default.temporaryDirectory.appendingPathComponent("authpipe-swift-\(UUID().uuidString)", isDirectory: true)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
            temporary = url
            return url
        }
    }

    override func tearDown() async throws {
        for authpipe in opened { try await authpipe.close() }
        opened = []
        started?.stop()
        started = nil
        if let temporary { try FileManager.default.removeItem(at: temporary) }
        temporary = nil
    }

    /// Options of an app whose OneDrive is the emulator.
    func configuration() throws -> Configuration {
        var configuration = Configuration(
            vault: .file(try folder.appendingPathComponent("authpipe.db")), key: .text(key),
            providers: [.microsoftOneDrive(clientID: Sandbox.publicClientID, redirectURI: Sandbox.nativeRedirect)],
            environment: "test", mode: .development, background: false)
        configuration.publicClientsOnly = true
        configuration.dangerOrigins = ["microsoft-onedrive": try sandbox.origins]
        return configuration
    }

    func open(_ configuration: Configuration) throws -> AuthpipeClient {
        let authpipe = try AuthpipeClient(configuration)
        opened.append(authpipe)
        return authpipe
    }

    /// An app, and the person who uses it has connected OneDrive.
    @discardableResult
    func connected(_ configuration: Configuration? = nil) async throws -> (AuthpipeClient, Connection) {
        let authpipe = try open(configuration ?? self.configuration())
        return (authpipe, try await connect(authpipe))
    }

    @discardableResult
    func connect(_ authpipe: AuthpipeClient, for owner: Owner = .device, _ username: String = Sandbox.bob) async throws -> Connection {
        let sandbox = try sandbox
        return try await authpipe.connect(.microsoftOneDrive, for: owner) { url, _ in
            guard let back = URL(string: try await sandbox.signIn(url.absoluteString, username)) else { throw Problem("not a URL") }
            return back
        }
    }

    /// The error with which a call fails.
    func error<Value>(of work: () async throws -> Value, file: StaticString = #filePath, line: UInt = #line) async -> AuthpipeError? {
        do {
            _ = try await work()
            XCTFail("it does not fail", file: file, line: line)
        } catch let error as AuthpipeError {
            return error
        } catch {
            XCTFail("another error: \(error)", file: file, line: line)
        }
        return nil
    }
}

let me = Subject.device(.microsoftOneDrive)
