import Authpipe
import Foundation

/// Lines of the log as they come.
final class HeardLines: @unchecked Sendable {
    private let lock = NSLock()
    private var lines: [LogLine] = []
    private var waiting: [CheckedContinuation<Void, Never>] = []

    var all: [LogLine] { lock.withLock { lines } }
    var count: Int { all.count }

    func add(_ line: LogLine) {
        let woken = lock.withLock {
            lines.append(line)
            defer { waiting = [] }
            return waiting
        }
        for continuation in woken { continuation.resume() }
    }

    /// The first line that fits, once it is there.
    func first(where test: (LogLine) async throws -> Bool) async rethrows -> LogLine {
        var seen = 0
        while true {
            let all = all
            while seen < all.count {
                if try await test(all[seen]) { return all[seen] }
                seen += 1
            }
            await more(than: seen)
        }
    }

    private func more(than seen: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = lock.withLock {
                if lines.count > seen { return true }
                waiting.append(continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}

/// A line as a scenario sees it: names in snake_case, and what a provider said in an object.
func neutral(_ line: LogLine) -> JSON {
    var fields: [String: JSON] = [:]
    var said: [String: JSON] = [:]
    for (name, value) in line.fields {
        let parts = name.split(separator: ".").map { snake(String($0)) }
        if parts.count == 2 { said[parts[1]] = .text(value) } else { fields[parts[0]] = .text(value) }
    }
    if !said.isEmpty { fields["provider_details"] = .object(said) }
    let level = line.level == .warning ? "warn" : line.level.rawValue
    return ["level": .text(level), "message": .text(line.message), "fields": .object(fields)]
}

private func snake(_ name: String) -> String {
    var result = ""
    var isCapital = false
    for letter in name {
        if letter.isUppercase && !isCapital { result += "_" }
        isCapital = letter.isUppercase
        result += letter.lowercased()
    }
    return result
}
