import Foundation

// What a scenario expects of a value, and how values are put into it: tests/contract/README.md, "Values" and "Matchers".

/// A value is not what is expected.
struct Mismatch: Error, CustomStringConvertible {
    let description: String
}

/// Puts variables into every text of a value; a text that is nothing but one variable becomes the variable's value.
func fill(_ value: JSON, _ variables: JSON) throws -> JSON {
    switch value {
    case .text(let text): return try fill(text, variables)
    case .array(let items): return .array(try items.map { try fill($0, variables) })
    case .object(let members):
        if let parts = members["$repeat"]?.list, parts.count == 2, let text = parts[0].text, let count = parts[1].number {
            return .text(String(repeating: text, count: Int(count)))
        }
        if let parts = members["$merge"]?.list {
            let filled = try parts.map { try fill($0, variables) }
            return filled.dropFirst().reduce(filled.first ?? .null, patch)
        }
        return .object(try members.mapValues { try fill($0, variables) })
    default: return value
    }
}

private func fill(_ text: String, _ variables: JSON) throws -> JSON {
    var result = ""
    var rest = text[...]
    while let start = rest.range(of: "${") {
        guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
        let value = try lookUp(String(rest[start.upperBound..<end]), variables)
        if start.lowerBound == text.startIndex && rest.index(after: end) == text.endIndex { return value }
        result += rest[..<start.lowerBound] + value.description
        rest = rest[rest.index(after: end)...]
    }
    return .text(result + rest)
}

private func lookUp(_ path: String, _ variables: JSON) throws -> JSON {
    try path.split(separator: ".").reduce(variables) { value, name in
        let next = value.list.flatMap { list in Int(name).flatMap { list.indices.contains($0) ? list[$0] : nil } } ?? value.object?[String(name)]
        guard let next else { throw Problem("the scenario knows no ${\(path)}") }
        return next
    }
}

/// A JSON Merge Patch (RFC 7396 §2).
func patch(_ target: JSON, _ change: JSON) -> JSON {
    guard let members = change.object else { return change }
    var result = target.object ?? [:]
    for (name, value) in members {
        result[name] = value.isNull ? nil : patch(result[name] ?? .null, value)
    }
    return .object(result)
}

/// What matchers ask about besides the value.
struct World {
    /// Milliseconds since the Unix epoch by the test clock.
    let now: () -> Double
    /// The values that the emulator has issued.
    let issued: (_ query: String) async throws -> [String]
}

/// Throws ``Mismatch`` where a value is not what is expected.
func match(_ value: JSON, _ expected: JSON, _ world: World, _ path: String) async throws {
    func require(_ holds: Bool, _ what: String) throws {
        if !holds { throw Mismatch(description: "\(path) \(what): \(value)") }
    }
    switch expected {
    case .array(let items):
        try require(value.list?.count == items.count, "is a list of \(items.count)")
        for (number, item) in items.enumerated() { try await match(value.list![number], item, world, "\(path)[\(number)]") }
    case .object(let members):
        guard let name = members.keys.first(where: { $0.hasPrefix("$") }) else {
            try require(value.object != nil, "is an object")
            for (name, item) in members { try await match(value[name], item, world, "\(path).\(name)") }
            return
        }
        try require(members.count == 1, "has a matcher that stands alone")
        try await match(value, name, members[name]!, world, path)
    default:
        try require(value == expected, "is \(expected)")
    }
}

private func match(_ value: JSON, _ name: String, _ operand: JSON, _ world: World, _ path: String) async throws {
    func require(_ holds: Bool, _ what: String) throws {
        if !holds { throw Mismatch(description: "\(path) \(what): \(value)") }
    }
    func bounds() throws -> ClosedRange<Double> {
        guard let least = operand.list?.first?.number, let most = operand.list?.last?.number else { throw Problem("\(name) needs two numbers") }
        return least...most
    }
    switch name {
    case "$any": try require(!value.isNull, "is there")
    case "$not":
        let fitting = try await fits(value, operand, world)
        try require(!fitting, "is not \(operand)")
    case "$all": for one in operand.list ?? [] { try await match(value, one, world, path) }
    case "$contains": try require(value.text?.contains(operand.text ?? "\u{0}") == true, "contains \(operand)")
    case "$length": try require(value.list.map { Double($0.count) } == operand.number, "has \(operand) items")
    case "$between":
        let bounds = try bounds()
        try require(value.number.map(bounds.contains) == true, "is in \(operand)")
    case "$from_now_ms":
        let left = (value.number ?? -.infinity) - world.now()
        try require(bounds().contains(left), "is \(operand) ms from now, but \(left)")
    case "$each":
        try require(value.list != nil, "is a list")
        for (number, item) in value.list!.enumerated() { try await match(item, operand, world, "\(path)[\(number)]") }
    case "$in_order":
        try require(value.list != nil, "is a list")
        var rest = value.list![...]
        for one in operand.list ?? [] {
            while let first = rest.first, !(try await fits(first, one, world)) { rest = rest.dropFirst() }
            try require(!rest.isEmpty, "has, in this order, \(one)")
            rest = rest.dropFirst()
        }
    case "$issued":
        let issued = try await world.issued(operand.text ?? "")
        // The message names no value: it is a secret where it is one.
        if !issued.contains(value.text ?? "") { throw Mismatch(description: "\(path) was issued (\(operand))") }
    default: throw Problem("there is no matcher \(name)")
    }
}

private func fits(_ value: JSON, _ expected: JSON, _ world: World) async throws -> Bool {
    do {
        try await match(value, expected, world, "it")
        return true
    } catch is Mismatch {
        return false
    }
}
