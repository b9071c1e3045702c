import Foundation
internal import AuthpipeNative

#if canImport(os)
import os
#endif

/// How much a line of the log matters: the names of `swift-log`.
public enum LogLevel: String, Codable, Sendable, CaseIterable {
    /// Somebody must do something.
    case error
    /// Something is not as it should be, and goes on.
    case warning
    /// What an operator wants to know.
    case info
    /// For whoever looks for a fault.
    case debug
    /// Every step.
    case trace
}

/// A line of the log. It never holds a secret.
public struct LogLine: Hashable, Codable, Sendable {
    /// How much it matters.
    public let level: LogLevel
    /// What happened.
    public let message: String
    /// About what: `code`, `connectionID`, `sessionID`, `requestID`, `config`, `reason`, `detail`, `hint` and the like.
    public let fields: [String: String]
}

extension LogLine: CustomStringConvertible {
    /// The message and the fields in one line of text.
    public var description: String {
        let about = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return about.isEmpty ? message : "\(message) (\(about.joined(separator: " ")))"
    }
}

#if canImport(os)
extension LogLine {
    /// A handler that writes to OSLog: `configuration.logger = LogLine.toOSLog(Logger(subsystem: "com.acme.notes", category: "authpipe"))`.
    /// Lines hold ids and no secrets, so they are public there.
    public static func toOSLog(_ logger: os.Logger) -> @Sendable (LogLine) -> Void {
        { line in
            let type: OSLogType =
                switch line.level {
                case .error, .warning: .error
                case .info: .info
                case .debug, .trace: .debug
                }
            logger.log(level: type, "\(line.description, privacy: .public)")
        }
    }
}
#endif

/// From the core's threads, which must not wait, to the handler. Lines wait in the core: where they come faster than the handler takes
/// them, some are left out and counted.
final class ToHandler: CoreLogger {
    private let handler: @Sendable (LogLine) -> Void
    private let queue = DispatchQueue(label: "authpipe.log")

    init(_ handler: @escaping @Sendable (LogLine) -> Void) {
        self.handler = handler
    }

    func wake(lines: CoreLogLines) {
        queue.async { [handler] in
            for line in (try? lines.take()) ?? [] { handler(LogLine(line)) }
        }
    }
}

extension LogLine {
    init(_ line: CoreLogLine) {
        let level = line.level == "warn" ? LogLevel.warning : LogLevel(rawValue: line.level) ?? .info
        self.init(level: level, message: line.message, fields: line.fields)
    }
}
