import Authpipe
import Foundation
import XCTest

/// Runs the scenarios of tests/contract through the public API; its README.md says what each step is.
final class ContractTests: SandboxTestCase {
    /// What this language lacks. Scenarios that need it are left out. Swift has one type of error, and a list is not narrowed to `nil`.
    private static let lacks: Set<String> = ["classes", "null"]
    /// How long a scenario may take.
    private static let limit = DispatchTimeInterval.seconds(120)
    /// Runs only files whose names begin so.
    private static let only = ProcessInfo.processInfo.environment["AUTHPIPE_SCENARIO"]

    /// Options of the machine are none of a scenario's.
    override class func setUp() {
        _ = only
        for name in ProcessInfo.processInfo.environment.keys where name.hasPrefix("AUTHPIPE_") && !name.hasPrefix("AUTHPIPE_SANDBOX_") {
            unsetenv(name)
        }
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("tests/contract", isDirectory: true)

    private static func read(_ name: String) throws -> JSON {
        try JSON.parse(Data(contentsOf: folder.appendingPathComponent(name)))
    }

    func testEveryScenarioHolds() async throws {
        let defaults = try Self.read("defaults.json")
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.appendingPathComponent("scenarios").path)
        let names = files.filter { $0.hasSuffix(".json") }.sorted()
        var ran = 0
        for name in names where Self.only.map(name.hasPrefix) ?? true {
            let scenario = try Self.read("scenarios/\(name)")
            guard Self.canRun(scenario, name) else { continue }
            do {
                if let failure = try await Self.failure(of: scenario, name, defaults) {
                    XCTFail("\(name): \(failure)")
                } else {
                    print("ok \(name)")
                }
            } catch {
                XCTFail("\(name): \(error)")
            }
            ran += 1
        }
        XCTAssertGreaterThan(ran, 0, "no scenario ran")
    }

    func testWhatMustFailIsNoticed() async throws {
        let defaults = try Self.read("defaults.json")
        var ran = 0
        for scenario in try Self.read("must-fail.json")["scenarios"].list ?? [] {
            let title = scenario["title"].description
            guard Self.canRun(scenario, title) else { continue }
            // What makes it fail is a judgement of this runner, not an accident.
            let failure = try await Self.failure(of: scenario, title, defaults)
            XCTAssertNotNil(failure, "not noticed: \(title)")
            ran += 1
        }
        XCTAssertGreaterThan(ran, 40)
    }

    private static func canRun(_ scenario: JSON, _ name: String) -> Bool {
        let missing = lacks.intersection(scenario["needs"].texts ?? [])
        if !missing.isEmpty { print("\(name) is left out: Swift lacks \(missing.sorted().joined(separator: ", "))") }
        return missing.isEmpty
    }

    /// What a scenario does not hold, if anything. Throws where it could not be judged.
    private static func failure(of scenario: JSON, _ name: String, _ defaults: JSON) async throws -> Failed? {
        // A call that never ends cannot be stopped from here, so the whole process is.
        let watchdog = DispatchWorkItem { fatalError("\(name) is not done after two minutes") }
        DispatchQueue.global().asyncAfter(deadline: .now() + limit, execute: watchdog)
        defer { watchdog.cancel() }
        let run = try ScenarioRun(scenario, defaults: defaults)
        let outcome: Result<Void, any Error>
        do {
            try await run.steps(scenario["steps"].list ?? [])
            try await run.checkPrinted()
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        try await run.end()
        switch outcome {
        case .success: return nil
        case .failure(let error as Failed): return error
        case .failure(let error): throw error
        }
    }
}
