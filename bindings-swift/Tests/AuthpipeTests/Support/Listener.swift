import Foundation
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A server on a loopback port that keeps each request's header and answers as a test says. It shows what was sent on the wire,
/// which the emulator's ledger does not: cookies and headers with other names.
final class Listener: @unchecked Sendable {
    struct Request: Sendable {
        let method: String
        let path: String
        /// By lower-case name.
        let headers: [String: String]
        let body: Data
    }

    /// Lines of the header after the status, such as `Set-Cookie: a=b`.
    struct Answer {
        var status = 200
        var lines: [String] = []
        var pieces = [Data("ok".utf8)]
        /// Waits before each piece but the first.
        var between: @Sendable () -> Void = {}
    }

    let port: UInt16
    private let descriptor: Int32
    private let lock = NSLock()
    private let ended = DispatchSemaphore(value: 0)
    private var isStopping = false
    private var kept: [Request] = []
    private var answers: [String: Answer] = [:]

    init() throws {
        let descriptor = Self.makeSocket()
        self.descriptor = descriptor
        var port: UInt16 = 0
        let bound = Self.withAddress(&port) { address, size in
            var length = size
            return bind(descriptor, address, size) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, address, &length) == 0
        }
        guard bound else { throw Problem("no loopback port: errno \(errno)") }
        self.port = port
        Thread.detachNewThread { [self] in serve() }
    }

    var origin: String { "http://127.0.0.1:\(port)" }
    /// The same server under another name: another origin.
    var other: String { "http://localhost:\(port)" }
    var requests: [Request] { lock.withLock { kept } }

    /// Says how a path is answered; otherwise 200 without a header.
    func answer(_ path: String, _ status: Int, _ lines: String...) {
        lock.withLock { answers[path] = Answer(status: status, lines: lines) }
    }

    /// Says with which body a path is answered, and what it waits for before each piece but the first.
    func answer(_ path: String, pieces: [Data], between: @escaping @Sendable () -> Void = {}) {
        lock.withLock { answers[path] = Answer(pieces: pieces, between: between) }
    }

    /// Ends the thread and waits for that. Only a connection wakes it on every system: a listening socket that is shut down wakes
    /// nobody on Darwin.
    func stop() {
        lock.withLock { isStopping = true }
        let waker = Self.makeSocket()
        var port = port
        _ = Self.withAddress(&port) { address, size in connect(waker, address, size) == 0 }
        ended.wait()
        close(waker)
        close(descriptor)
    }

    private static func makeSocket() -> Int32 {
        #if canImport(Glibc)
        socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        socket(AF_INET, SOCK_STREAM, 0)
        #endif
    }

    /// Hands out 127.0.0.1 with a port, and takes over the port that is there afterwards.
    private static func withAddress(_ port: inout UInt16, _ work: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        defer { port = UInt16(bigEndian: address.sin_port) }
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { work($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    private func serve() {
        while true {
            let client = accept(descriptor, nil, nil)
            guard client >= 0 else { break }
            defer { close(client) }
            if lock.withLock({ isStopping }) { break }
            exchange(client)
        }
        ended.signal()
    }

    private func exchange(_ client: Int32) {
        var received = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        func read() -> Bool {
            let count = recv(client, &buffer, buffer.count, 0)
            if count > 0 { received += buffer[..<count] }
            return count > 0
        }
        let blank = Data("\r\n\r\n".utf8)
        while received.range(of: blank) == nil { guard read() else { return } }
        let head = received.range(of: blank)!
        let lines = String(decoding: received[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let first = lines[0].split(separator: " ")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        // Whoever has hung up is no reason for a signal, which would end the tests.
        #if canImport(Glibc)
        let flags = Int32(MSG_NOSIGNAL)
        #else
        let flags: Int32 = 0
        var isSilent: Int32 = 1
        setsockopt(client, SOL_SOCKET, SO_NOSIGPIPE, &isSilent, socklen_t(MemoryLayout<Int32>.size))
        #endif
        func write(_ data: Data) {
            var rest = data[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { send(client, $0.baseAddress, $0.count, flags) }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        if length > 0, headers["expect"] == "100-continue" { write(Data("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        while received.distance(from: head.upperBound, to: received.endIndex) < length { guard read() else { return } }
        let request = Request(method: String(first[0]), path: String(first[1]), headers: headers, body: Data(received[head.upperBound...]))
        let answer = lock.withLock {
            kept.append(request)
            return answers[request.path] ?? Answer()
        }
        let size = answer.pieces.reduce(0) { $0 + $1.count }
        let top = ["HTTP/1.1 \(answer.status) Answer", "Content-Length: \(size)", "Connection: close"] + answer.lines + ["", ""]
        write(Data(top.joined(separator: "\r\n").utf8))
        for (number, piece) in answer.pieces.enumerated() {
            if number > 0 { answer.between() }
            write(piece)
        }
    }
}
