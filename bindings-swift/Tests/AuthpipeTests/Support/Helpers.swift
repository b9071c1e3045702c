import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
import XCTest

/// A value that a closure hands to its test.
final class Box<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var stored: Value?

    var value: Value? {
        get { lock.withLock { stored } }
        set { lock.withLock { stored = newValue } }
    }
}

/// A program of this package, built beside the tests.
func program(_ name: String) -> URL {
    #if os(macOS)
    let folder = Bundle(for: SandboxTestCase.self).bundleURL.deletingLastPathComponent()
    #else
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
    #endif
    return folder.appendingPathComponent(name)
}

/// The browser's last step: loads the page that waits on the loopback port.
func loadCallback(_ url: String) async throws {
    guard let url = URL(string: url) else { throw Problem("not a URL") }
    _ = try await URLSession.shared.data(from: url)
}

/// Files below a folder that this process holds open, by their names. A test that asks begins with ``skipUnlessOpenFilesAreSeen()``.
func openFiles(below folder: URL) throws -> [String] {
    let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    let links = descriptors.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
    return links.filter { $0.hasPrefix(folder.path) }.map { URL(fileURLWithPath: $0).lastPathComponent }
}

/// An assertion would take a skip for a failure.
func skipUnlessOpenFilesAreSeen() throws {
    #if !os(Linux)
    throw XCTSkip("open files are read from /proc, which only Linux has")
    #endif
}

/// Ends work that hangs, by cancelling it: a test that waits for ever says less than one that fails.
func bounded<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: .seconds(60))
            throw Problem("not done after a minute")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw Problem("nothing was done") }
        return value
    }
}
