internal import AuthpipeNative

/// Credentials that were handed out before. Each answers as long as the core says that it would give the same one: the rule is
/// the core's, what is saved is building the value again.
final class KeptCredentials: Sendable {
    /// Beyond this many, one is dropped for each that is added.
    private static let most = 4096

    private struct Entry {
        let credential: Credential
        let watch: CoreKept

        /// Where the core cannot say, it is asked for the credential itself.
        var isCurrent: Bool { (try? watch.isCurrent()) ?? false }
    }

    private let entries = Locked<[Subject: Entry]>([:])

    /// The credential, if the core would give this very one now.
    func current(_ subject: Subject) -> Credential? {
        guard let entry = entries.withLock({ $0[subject] }) else { return nil }
        if entry.isCurrent {
            return entry.credential
        }
        entries.withLock { entries in
            if entries[subject]?.watch === entry.watch { entries[subject] = nil }
        }
        return nil
    }

    /// Keeps what the core gave. Returns it, and whether it answers for now.
    func keep(_ peek: CorePeek, for subject: Subject) -> (Credential, isCurrent: Bool) {
        let entry = Entry(credential: Credential(peek.credential), watch: peek.kept)
        guard entry.isCurrent else { return (entry.credential, false) }
        entries.withLock { entries in
            if entries.count >= Self.most, let other = entries.keys.first { entries[other] = nil }
            entries[subject] = entry
        }
        return (entry.credential, true)
    }

    func removeAll() {
        entries.withLock { $0 = [:] }
    }
}
