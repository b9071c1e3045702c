import Authpipe
import Foundation

/// A scenario does not hold.
struct Failed: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// One scenario while it runs.
final class ScenarioRun {
    private let sandbox: Sandbox
    private let folder: URL
    private let defaults: JSON
    private let secrets: [String]
    private let clock = TestClock()
    private var variables: JSON
    private var options: JSON
    private var authpipe: AuthpipeClient?
    private var handler: Handler?
    private var advanced = 0.0
    private var browsers: [String: Jar] = [:]
    private var started: [String: [Task<Outcome, Never>]] = [:]
    private var printed: [String] = []
    private let lines = HeardLines()
    private let parts = OwnParts()

    /// What a call gave: a value, or an error of ours, or what fails the scenario.
    private enum Outcome: Sendable {
        case value(JSON, Credential?)
        case failure(AuthpipeError)
        case other(any Error)
    }

    /// The cookies of a browser, and who is signed in to the application in it.
    private struct Jar {
        var principal: JSON
        var cookies: [String: String] = [:]
    }

    init(_ scenario: JSON, defaults: JSON) throws {
        sandbox = try Sandbox()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("authpipe-contract-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        self.defaults = defaults
        secrets = scenario["secrets"].texts ?? []
        let own: JSON = ["folder": .text(folder.path), "sandbox": ["http_origin": .text(sandbox.http), "tls_origin": .text(sandbox.tls)]]
        variables = patch(defaults["variables"], own)
        options = patch(defaults["options"], scenario["options"])
        if scenario["options"].isNull { options = defaults["options"] }
    }

    func end() async throws {
        defer {
            sandbox.stop()
            try? FileManager.default.removeItem(at: folder)
        }
        try await authpipe?.close()
    }

    func steps(_ all: [JSON]) async throws {
        for (number, step) in all.enumerated() {
            let action = Self.actions.first { step.object?[$0] != nil } ?? "?"
            do {
                // What is run for each item is filled when the item is there.
                var ready = step.object ?? [:]
                let inner = ready.removeValue(forKey: "steps")
                ready = try fill(.object(ready), variables).object ?? [:]
                ready["steps"] = inner
                try await run(action, .object(ready))
            } catch {
                let text = "step \(number + 1) (\(action) \(step[action].text ?? "")): \(error)"
                switch error {
                case is Problem, is Mismatch, is AuthpipeError, is Failed: throw Failed(text)
                default: throw Problem(text)
                }
            }
        }
    }

    private static let actions = [
        "call", "start", "cancel", "await", "new", "http", "sign_in", "follow", "keep_cookies", "log_in", "logged", "own", "sandbox", "ledger", "advance_ms",
        "check", "for_each",
    ]

    private func run(_ action: String, _ step: JSON) async throws {
        let target = step[action]
        switch action {
        case "call": try await judge(step, await outcomes(try begin(step, target.description)))
        case "start": started[step["id"].description] = try begin(step, target.description)
        case "await": try await judge(step, await outcomes(started[target.description] ?? []))
        case "cancel": try await cancel(target.description, Int(step["index"].number ?? 0))
        case "new": try await replace(step)
        case "http": try await judge(step, [.value(try await request(step, target.description), nil)])
        case "sign_in": try await judge(step, [.value(try await signIn(step, target.description), nil)])
        case "follow": try await judge(step, [.value(try await follow(step, target.description), nil)])
        case "keep_cookies":
            for line in target.texts ?? [] { try keep(line, in: browser(step)) }
        case "log_in":
            let name = try browser(step)
            browsers[name]?.principal = target
        case "logged":
            let line = await lines.first { line in
                let world = World(now: { 0 }, issued: { _ in [] })
                return (try? await match(neutral(line), target, world, "the line")) != nil
            }
            try await judge(step, [.value(neutral(line), nil)])
        case "own": parts.set(target.description, step["does"].description)
        case "sandbox":
            let (method, path) = try split(target.description)
            try await judge(step, [.value(try await sandbox.call(method, path, step["body"].isNull ? nil : step["body"]), nil)])
        case "ledger": try await judge(step, [.value(.array(try await sandbox.ledger(target.description)), nil)])
        case "advance_ms":
            let ms = target.number ?? 0
            try await sandbox.call("POST", "/clock", ["advance_ms": .number(ms)])
            clock.advance(by: .milliseconds(ms))
            advanced += ms
        case "check": try await judge(step, [.value(target, nil)])
        case "for_each":
            for item in target.list ?? [] {
                keep(item, as: step["as"].description)
                try await steps(step["steps"].list ?? [])
            }
        default: throw Problem("the step has no action that this runner knows")
        }
    }

    private func keep(_ value: JSON, as name: String) {
        var all = variables.object ?? [:]
        all[name] = value
        variables = .object(all)
    }

    /// Begins calls; what becomes of them can be waited for.
    private func begin(_ step: JSON, _ method: String) throws -> [Task<Outcome, Never>] {
        let authpipe = try open()
        let args = step["args"]
        return (0..<Int(step["times"].number ?? 1)).map { _ in
            Task {
                do {
                    let (value, credential) = try await perform(method, args, authpipe)
                    return .value(value, credential)
                } catch let error as AuthpipeError {
                    return .failure(error)
                } catch {
                    return .other(error)
                }
            }
        }
    }

    private func outcomes(_ calls: [Task<Outcome, Never>]) async -> [Outcome] {
        var all: [Outcome] = []
        for call in calls { all.append(await call.value) }
        return all
    }

    private func cancel(_ id: String, _ index: Int) async throws {
        guard let call = started[id]?.remove(at: index) else { throw Problem("nothing was started as \(id)") }
        call.cancel()
        guard case .other(let error) = await call.value, error is CancellationError else {
            throw Problem("a cancelled call does not end with CancellationError")
        }
    }

    /// Judges what came out, each of several alike, and keeps the first under its name.
    private func judge(_ step: JSON, _ outcomes: [Outcome]) async throws {
        let (sandbox, advanced) = (sandbox, advanced)
        let world = World(
            now: { Date().timeIntervalSince1970 * 1000 + advanced },
            issued: { query in try await sandbox.ledger("kind=issued&" + query).compactMap { $0["value"].text } })
        var seen: [JSON] = []
        for outcome in outcomes {
            switch outcome {
            case .value(let value, let credential):
                if let credential { keepPrinted(credential) }
                guard step["error"].isNull else { throw Problem("it does not fail with \(step["error"])") }
                seen.append(value)
                if let expected = step.object?["expect"] { try await match(value, expected, world, "the result") }
            case .failure(let error):
                keepPrinted(error)
                guard var expected = step["error"].object else { throw error }
                // Swift has one type of error.
                expected["class"] = nil
                seen.append(neutral(error))
                try await match(neutral(error), .object(expected), world, "the error")
            case .other(let error): throw error
            }
        }
        for name in step["equal"].texts ?? [] where Set(seen.map { $0[name] }).count != 1 {
            throw Problem("\(name) is not equal in all")
        }
        if let name = step["as"].text, let first = seen.first { keep(first, as: name) }
    }

    private func open() throws -> AuthpipeClient {
        if let authpipe { return authpipe }
        let filled = try fill(options, variables)
        var made = try configuration(filled, clock, parts)
        made.rootKeys = (filled["root_keys"].texts ?? []).map { OwnRootKey(id: $0, parts: parts) }
        if filled["anchor"].bool == true { made.anchor = OwnAnchor(parts: parts) }
        made.logger = { [lines] in lines.add($0) }
        let new = try AuthpipeClient(made)
        authpipe = new
        // Without a base URL there is no handler to make; a scenario about that makes no requests.
        handler = filled["base_url"].isNull ? nil : try new.handler()
        return new
    }

    private func replace(_ step: JSON) async throws {
        try await authpipe?.close()
        authpipe = nil
        let before = options
        options = patch(options, step["new"])
        do {
            _ = try open()
            try await judge(step, [.value(.null, nil)])
        } catch let error as AuthpipeError {
            options = before
            try await judge(step, [.failure(error)])
        }
    }

    // ---- browsers

    /// The name of the step's browser, which is there from here on.
    private func browser(_ step: JSON) throws -> String {
        let name = step["browser"].description
        if browsers[name] == nil {
            guard let principal = defaults["browsers"].object?[name] else { throw Problem("defaults.json has no browser \(name)") }
            browsers[name] = Jar(principal: principal)
        }
        return name
    }

    private func keep(_ line: String, in name: String) throws {
        let pair = line.split(separator: ";", omittingEmptySubsequences: false)[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { throw Problem("not a cookie") }
        browsers[name]?.cookies[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
    }

    private func request(_ step: JSON, _ line: String) async throws -> JSON {
        _ = try open()
        guard let handler else { throw Problem("there is no handler without a base URL") }
        let name = try browser(step)
        let (method, target) = try split(line)
        let base = try fill(options, variables)["base_url"].description
        var path = target.hasPrefix(base) ? String(target.dropFirst(base.count)) : target
        var query = ""
        if let mark = path.firstIndex(of: "?") {
            query = String(path[path.index(after: mark)...].prefix { $0 != "#" })
            path = String(path[..<mark])
        }
        var headers: [String: String] = [:]
        let jar = browsers[name]!
        if !jar.cookies.isEmpty { headers["cookie"] = jar.cookies.map { "\($0)=\($1)" }.joined(separator: "; ") }
        if method != "GET" {
            headers["content-type"] = "application/json"
            headers["x-authpipe"] = "1"
            headers["origin"] = base.split(separator: "/", maxSplits: 3).prefix(2).joined(separator: "//")
        }
        for (header, value) in step["headers"].object ?? [:] { headers[header] = value.text }
        let principal = try jar.principal.object.map { _ in
            guard let role = jar.principal["role"].text.flatMap(Handler.Principal.Role.init) else { throw Problem("no such role in Swift") }
            return Handler.Principal(tenantID: jar.principal["tenant_id"].description, userID: jar.principal["user_id"].description, role: role)
        }
        let asked = handler.needsPrincipal(method: method, path: path)
        let body = step["body"].isNull ? Data() : try step["body"].encoded()
        let request = Handler.Request(method: method, path: path, query: query, headers: headers.map { ($0, $1) }, body: body)
        // Where the principal fails, what an adapter does with an identify that fails.
        let answer =
            asked && jar.principal.text == "fails"
            ? try handler.identifyFailed(request).response : try await handler.handle(request, principal: asked ? principal : nil)
        var shown: [String: JSON] = [:]
        for (header, value) in answer.headers {
            shown[header.lowercased()] = .text(value)
            if header.lowercased() == "set-cookie" { try keep(value, in: name) }
        }
        printed += answer.headers.map { "\($0): \($1)" } + [String(decoding: answer.body, as: UTF8.self)]
        let isJSON = shown["content-type"]?.text?.contains("json") == true
        return [
            "status": .number(Double(answer.status)), "headers": .object(shown),
            "body": isJSON ? try JSON.parse(answer.body) : .text(String(decoding: answer.body, as: UTF8.self)),
        ]
    }

    /// To the provider and back until the application answers with something else than a way to the provider.
    private func follow(_ step: JSON, _ url: String) async throws -> JSON {
        var next = url
        while true {
            let back = try await sandbox.signIn(next, step["username"].text ?? "", decision: step["decision"].text ?? "accept")
            let response = try await request(["browser": step["browser"]], "GET \(back)")
            guard response["status"] == 303, let location = response["headers"]["location"].text, location.hasPrefix(sandbox.http) else {
                return response
            }
            next = location
        }
    }

    private func signIn(_ step: JSON, _ path: String) async throws -> JSON {
        let body = step["body"].isNull ? defaults["sign_in_body"] : patch(defaults["sign_in_body"], step["body"])
        let started = try await request(["browser": step["browser"], "body": body], "POST \(path)")
        guard started["status"] == 201 else { throw Problem("no session: \(started["body"])") }
        _ = try await follow(step, started["body"]["authorization_url"].description)
        let id = started["body"]["session_id"].description
        return try await request(["browser": step["browser"]], "GET /oauth/sessions/\(id)")["body"]
    }

    private func split(_ line: String) throws -> (method: String, target: String) {
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { throw Problem("not METHOD target: \(line)") }
        return (String(parts[0]), String(parts[1]))
    }

    // ---- what is printed

    private func keepPrinted(_ value: some Any) {
        var dumped = ""
        dump(value, to: &dumped)
        printed += [String(describing: value), String(reflecting: value), "\(value)", dumped]
    }

    /// No printed form of an error or a credential and no answer of the handler holds a secret of the emulator or of the scenario.
    func checkPrinted() async throws {
        let all = try await sandbox.call("GET", "/secrets")["values"].texts ?? []
        printed += lines.all.map(\.description)
        for (number, secret) in (secrets + all).enumerated() where printed.contains(where: { $0.contains(secret) }) {
            throw Failed("a printed error or credential, or an answer of the handler, holds a secret (number \(number))")
        }
    }
}
