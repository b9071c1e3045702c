@testable import Authpipe
import Foundation
import XCTest

final class LogTests: SandboxTestCase {
    func testAFailedSignInIsToldToItsOwnHandler() async throws {
        let (mine, others) = (HeardLines(), HeardLines())
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

    /// The core tells a place once what concerns several objects: copies of a configuration have one, and each logger that is set has its own.
    func testObjectsOfCopiesOfOneConfigurationHaveOneLogger() throws {
        let handler: @Sendable (LogLine) -> Void = { _ in }
        var one = try configuration()
        one.logger = handler
        let copy = one
        var other = try configuration()
        other.logger = handler
        XCTAssertEqual(copy.loggerPlace, one.loggerPlace)
        XCTAssertNotEqual(other.loggerPlace, one.loggerPlace)
        one.logger = handler
        XCTAssertNotEqual(copy.loggerPlace, one.loggerPlace)
    }
}
