internal import AuthpipeNative

/// Keeps the credentials that callers have got, and gives the same value again for as long as the core says that it is valid. Asking
/// for that costs less than building the value anew.
final class KeptCredentials: Sendable {
    /// Beyond this many, one is dropped for each that is added.
    private static let most = 4096

    private struct Entry {
        let credential: Credential
        let validity: CoreValidity

        /// Where the core cannot say, it is asked for the credential itself.
        var answers: Bool { (try? validity.answers()) ?? false }
    }

    private struct State {
        var entries: [Subject: Entry] = [:]
        var isClosed = false
    }

    private let state = Locked(State())

    /// The credential, if the core would give this very one now.
    func find(_ subject: Subject) -> Credential? {
        guard let entry = state.withLock({ $0.entries[subject] }) else { return nil }
        if entry.answers {
            return entry.credential
        }
        state.withLock { state in
            if state.entries[subject]?.validity === entry.validity { state.entries[subject] = nil }
        }
        return nil
    }

    /// Makes the caller's value of what the core had at hand, and keeps it for as long as it is valid.
    func keep(_ answer: CoreAnswer, for subject: Subject) -> Credential {
        let entry = Entry(credential: Credential(answer.credential), validity: answer.validity)
        if entry.answers {
            state.withLock { state in
                if state.isClosed { return }
                if state.entries.count >= Self.most, let other = state.entries.keys.first { state.entries[other] = nil }
                state.entries[subject] = entry
            }
        }
        return entry.credential
    }

    /// Drops everything and keeps nothing any more.
    func close() {
        state.withLock { $0 = State(isClosed: true) }
    }
}
