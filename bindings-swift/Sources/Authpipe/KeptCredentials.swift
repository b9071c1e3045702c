import Dispatch
internal import AuthpipeNative

/// Keeps the credentials that callers have got, and gives the same value again for as long as the core says that it is valid. Asking
/// for that costs less than building the value anew.
final class KeptCredentials: Sendable {
    private struct Entry {
        let credential: Credential
        let validity: CoreValidity

        /// Where the core cannot say, it is asked for the credential itself.
        var answers: Bool { (try? validity.answers()) ?? false }
    }

    private struct State {
        var entries: [Subject: Entry] = [:]
        var isClosed = false
        var isSweeping = false
    }

    private let state = Locked(State())
    private let later: @Sendable (@escaping @Sendable () -> Void) -> Void

    /// `later` does something after a while; tests have it done when they say.
    init(
        later: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void = {
            DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + KeptCredentials.sweep, execute: $0)
        }
    ) {
        self.later = later
    }

    /// How many are kept.
    var count: Int { state.withLock { $0.entries.count } }

    /// The credential, if the core would give this very one now.
    func find(_ subject: Subject) -> Credential? {
        guard let entry = state.withLock({ $0.entries[subject] }) else { return nil }
        if entry.answers {
            return entry.credential
        }
        drop(subject, entry)
        return nil
    }

    /// Makes the caller's value of what the core had at hand, and keeps it for as long as it is valid.
    func keep(_ answer: CoreAnswer, for subject: Subject) -> Credential {
        let entry = Entry(credential: Credential(answer.credential), validity: answer.validity)
        if entry.answers {
            state.withLock { state in
                if state.isClosed { return }
                if state.entries.count >= Self.most, state.entries[subject] == nil, let other = state.entries.keys.first {
                    state.entries[other] = nil
                }
                state.entries[subject] = entry
            }
            sweepLater()
        }
        return entry.credential
    }

    /// Drops everything and keeps nothing any more.
    func close() {
        state.withLock { $0 = State(isClosed: true) }
    }

    /// Lets go of secrets whose grant is gone, although nobody asks for them any more.
    private func sweepLater() {
        let begins = state.withLock { state in
            let begins = !state.isSweeping && !state.entries.isEmpty
            state.isSweeping = state.isSweeping || begins
            return begins
        }
        // A sweep to come must not keep what the program has forgotten.
        if begins { later { [weak self] in self?.sweepNow() } }
    }

    private func sweepNow() {
        let entries = state.withLock { state in
            state.isSweeping = false
            return state.entries
        }
        // The core is asked without the lock: a read waits for no sweep.
        for (subject, entry) in entries where !entry.answers { drop(subject, entry) }
        sweepLater()
    }

    /// Drops an entry, unless another one has taken its place.
    private func drop(_ subject: Subject, _ entry: Entry) {
        state.withLock { state in
            if state.entries[subject]?.validity === entry.validity { state.entries[subject] = nil }
        }
    }
}
