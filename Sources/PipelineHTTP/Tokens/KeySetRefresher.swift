// SPDX-License-Identifier: MIT

/// Reads a set of public keys from its address now and then, and when a token names a key that is not among them.
///
/// The keys that were read last stay while it cannot be reached, or holds what cannot be taken. A stranger can name
/// any key: that has the set read at most once in 30 seconds, and those who name one meanwhile wait for the same
/// reading or for none.
package actor KeySetRefresher {
    /// What becomes of a reading.
    enum Outcome: Equatable {
        /// Other keys than before, with sentences about those that are ignored.
        case changed(notices: [String])
        /// The same as before.
        case unchanged
        /// None, for the reason given.
        case failed(String)
    }

    /// For how long an unknown name has the set read no more after one had.
    static let interval = Duration.seconds(30)
    /// How long keys are kept before the set is read again.
    static let period = Duration.seconds(600)
    /// How long a reading may take.
    static let patience = Duration.seconds(5)

    private let read: @Sendable () async throws(KeyError) -> [UInt8]
    private let now: @Sendable () -> ContinuousClock.Instant
    private let take: @Sendable (PublicKeySet) -> Void
    private let report: @Sendable (Outcome) -> Void
    private var reading: Task<Outcome, Never>?
    private var last: [UInt8]?
    private var lastAsked: ContinuousClock.Instant?
    /// How long to wait before the next reading: less if the last one failed.
    private(set) var pause = KeySetRefresher.interval

    /// Makes a refresher that has read nothing yet.
    ///
    /// - Parameters:
    ///   - read: Reads the set.
    ///   - now: The time, for the interval.
    ///   - take: Called with keys that are not those of before.
    ///   - report: Called with what became of every reading.
    init(
        read: @escaping @Sendable () async throws(KeyError) -> [UInt8],
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        take: @escaping @Sendable (PublicKeySet) -> Void,
        report: @escaping @Sendable (Outcome) -> Void
    ) {
        self.read = read
        self.now = now
        self.take = take
        self.report = report
    }

    /// Reads the set, or waits for the reading that is under way.
    @discardableResult
    func refresh() async -> Outcome {
        if let reading { return await reading.value }
        let task = Task { await readOnce() }
        reading = task
        return await task.value
    }

    /// Reads the set since a token names a key that is not in it, if that is not too soon.
    ///
    /// Whether there is something new afterwards is for whoever has the token to see.
    func refreshForUnknownKey() async {
        if reading == nil {
            let now = now()
            if let lastAsked, now - lastAsked < Self.interval { return }
            lastAsked = now
        }
        await refresh()
    }

    private func readOnce() async -> Outcome {
        let outcome: Outcome
        do throws(KeyError) {
            let bytes = try await read()
            if bytes == last {
                outcome = .unchanged
            } else {
                let keys = try PublicKeySet(bytes)
                take(keys)
                last = bytes
                outcome = .changed(notices: keys.notices)
            }
            pause = Self.period
        } catch {
            outcome = .failed(error.description)
            pause = Self.interval
        }
        reading = nil
        report(outcome)
        return outcome
    }
}
