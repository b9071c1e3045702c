import Authpipe
import Foundation
import XCTest

final class LogTests: SandboxTestCase {
    func testAFailedSignInIsToldToItsOwnHandler() async throws {
        let (mine, others) = (Lines(), Lines())
        var configuration = try configuration()
        configuration.logger = { mine.add($0) }
        let authpipe = try open(configuration)
        var other = try self.configuration()
        other.vault = .memory
        other.logger = { others.add($0) }
        try await open(other).ready()
        let failure = await error {
            try await authpipe.connect(.microsoftOneDrive) { url, _ in
                let state = URLComponents(url: url, resolvingAgainstBaseURL: false)?.queryItems?.first { $0.name == "state" }?.value ?? ""
                return URL(string: "\(Sandbox.nativeRedirect)?error=server_error&state=\(state)")!
            }
        }
        XCTAssertEqual(failure?.code, .providerUnavailable)
        let line = await mine.first { $0.message == "a sign-in ended without a grant" }
        XCTAssertEqual(line.level, .warning)
        XCTAssertEqual(line.fields["code"], "provider_unavailable")
        XCTAssertNotNil(line.fields["sessionID"])
        XCTAssertTrue(line.description.contains("code=provider_unavailable"), line.description)
        XCTAssertEqual(others.count, 0)
    }
}

/// Lines as they come.
private final class Lines: @unchecked Sendable {
    private let lock = NSLock()
    private var lines: [LogLine] = []
    private var waiting: (@Sendable (LogLine) -> Bool, CheckedContinuation<LogLine, Never>)?

    var count: Int { lock.withLock { lines.count } }

    func add(_ line: LogLine) {
        let found = lock.withLock { () -> CheckedContinuation<LogLine, Never>? in
            lines.append(line)
            guard let (test, continuation) = waiting, test(line) else { return nil }
            waiting = nil
            return continuation
        }
        found?.resume(returning: line)
    }

    /// The first line that fits, once it is there.
    func first(where test: @escaping @Sendable (LogLine) -> Bool) async -> LogLine {
        await withCheckedContinuation { continuation in
            let there = lock.withLock { () -> LogLine? in
                if let line = lines.first(where: test) { return line }
                waiting = (test, continuation)
                return nil
            }
            if let there { continuation.resume(returning: there) }
        }
    }
}
