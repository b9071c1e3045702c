import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A value that a closure hands to its test.
final class Box<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var stored: Value?

    var value: Value? {
        get { lock.withLock { stored } }
        set { lock.withLock { stored = newValue } }
    }
}

/// The browser's last step: loads the page that waits on the loopback port.
func loadCallback(_ url: String) async throws {
    guard let url = URL(string: url) else { throw Problem("not a URL") }
    _ = try await URLSession.shared.data(from: url)
}
