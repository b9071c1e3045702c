import Authpipe
import Foundation
import XCTest

/// What an application brings of its own. What all languages share is in tests/contract (own-*.json).
final class OwnTests: XCTestCase {
    private func configuration(_ vault: URL) -> Configuration {
        Configuration(vault: .file(vault), key: .texts([]), environment: "test", mode: .development, background: false)
    }

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("authpipe-own-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
        return folder
    }

    func testAFunctionMayCallAuthpipeAndACancelledCallerLeavesItAlone() async throws {
        let folder = try folder()
        var other = configuration(folder.appendingPathComponent("other.db"))
        other.key = .text(try AuthpipeClient.makeRootKey())
        let inner = try AuthpipeClient(other)
        let (asked, release) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())

        struct Calls: RootKey {
            let id = "hsm:1"
            let inner: AuthpipeClient
            let asked: AsyncStream<Void>.Continuation
            let release: AsyncStream<Void>

            func wrap(_ key: Data, contextHash: Data) async throws -> Data {
                try await inner.ready()
                asked.yield()
                for await _ in release { break }
                return Data(key.map { $0 ^ 0x5A })
            }

            func unwrap(_ wrapped: Data, contextHash: Data) async throws -> Data {
                Data(wrapped.map { $0 ^ 0x5A })
            }
        }

        var own = configuration(folder.appendingPathComponent("own.db"))
        own.rootKeys = [Calls(inner: inner, asked: asked.continuation, release: release.stream)]
        let authpipe = try AuthpipeClient(own)
        let opening = Task { try await authpipe.ready() }
        for await _ in asked.stream { break }
        opening.cancel()
        do {
            try await opening.value
            XCTFail("a cancelled caller goes")
        } catch is CancellationError {}
        release.continuation.finish()
        try await authpipe.ready()
        try await authpipe.close()
        try await inner.close()
    }

    func testTheAnchorLiesInTheFileThatIsNamed() async throws {
        let folder = try folder()
        var own = configuration(folder.appendingPathComponent("own.db"))
        own.rootKeys = [OwnRootKey(id: "hsm:1", parts: OwnParts())]
        own.anchorFile = folder.appendingPathComponent("elsewhere")
        let authpipe = try AuthpipeClient(own)
        try await authpipe.ready()
        try await authpipe.close()
        let kept = try JSON.parse(try Data(contentsOf: folder.appendingPathComponent("elsewhere")))
        XCTAssertEqual(kept["v"], 1)
    }

    func testIdsAreJudged() async throws {
        let folder = try folder()
        for ids in [["two words"], [""], ["hsm:1", "hsm:1"]] {
            var own = configuration(folder.appendingPathComponent("own.db"))
            own.rootKeys = ids.map { OwnRootKey(id: $0, parts: OwnParts()) }
            let authpipe = try AuthpipeClient(own)
            do {
                try await authpipe.ready()
                XCTFail("\(ids)")
            } catch let error as AuthpipeError {
                XCTAssertEqual(error.code, .configInvalid)
            }
        }
    }
}
