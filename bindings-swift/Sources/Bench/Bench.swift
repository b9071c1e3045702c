// Figures for `cargo xtask bench`: lines of `bench`, what, median in nanoseconds, beside what, median in nanoseconds, target,
// separated by tabs.

import Authpipe
import Foundation

/// The length of an access token as large providers give it.
let tokenLength = 1800

@main
struct Bench {
    static func main() async throws {
        // As many connections as the other benches.
        let grants = 1000
        let token = String(repeating: "x", count: tokenLength)

        var provider = Provider("bench", clientID: "bench")
        provider.definition = Data(#"{"name":"Bench","auth":["api_key"],"api":{"origins":["https://api.example.test"]}}"#.utf8)
        let authpipe = try AuthpipeClient(Configuration(vault: .memory, key: .text(try AuthpipeClient.makeRootKey()), providers: [provider], mode: .development))

        var subjects: [Subject] = []
        var dictionary: [Subject: String] = [:]
        for number in 0..<grants {
            let subject = Subject("bench", of: Owner(tenantID: "org_\(number / 10)", userID: "user_\(number)"))
            try await authpipe.store(token, type: .apiKey, for: subject)
            _ = try await authpipe.credential(for: subject)
            subjects.append(subject)
            dictionary[subject] = token
        }
        let table = dictionary

        let lookUp = try await measure(authpipe, subjects) { @Sendable subject in table[subject]!.utf8.count }
        let cached = try await measure(authpipe, subjects) { @Sendable subject in try authpipe.cachedCredential(for: subject)?.value.utf8.count ?? 0 }
        let awaited = try await measure(authpipe, subjects) { @Sendable subject in try await authpipe.credential(for: subject).value.utf8.count }
        for (what, figure) in [("cached credential, Swift", cached), ("cached credential, Swift, awaited", awaited)] {
            // Not `print`, which keeps lines back where nobody watches a terminal.
            FileHandle.standardOutput.write(Data("bench\t\(what)\t\(figure)\tdictionary lookup\t\(lookUp)\t≤ 2 µs\n".utf8))
        }
        try await authpipe.close()
    }
}

func nanoseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1e9 + Double(duration.components.attoseconds) / 1e9
}

/// The median of sixty rounds over all subjects, per call. A round with a miss is not counted: storing the keys was a change, at which the
/// next look at the vault lets go of what was cached, and a figure with a miss would be that of something else.
func measure(_ authpipe: AuthpipeClient, _ subjects: [Subject], _ work: @Sendable (Subject) async throws -> Int) async throws -> Double {
    let clock = ContinuousClock()
    var rounds: [Double] = []
    for _ in 0..<600 where rounds.count < 60 {
        for subject in subjects { _ = try await authpipe.credential(for: subject) }
        var sum = 0
        let start = clock.now
        for subject in subjects {
            let bytes = try await work(subject)
            sum &+= bytes
        }
        let time = start.duration(to: clock.now)
        if sum == subjects.count * tokenLength { rounds.append(nanoseconds(time) / Double(subjects.count)) }
    }
    precondition(rounds.count == 60, "credentials do not stay in the cache")
    return rounds.sorted()[rounds.count / 2]
}
