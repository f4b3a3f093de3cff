// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import PipelineAnswers
internal import PipelineCore
internal import Synchronization

/// The answers under way that are longer than a piece: how many there may be, and what they may keep in memory.
///
/// An answer is of one moment however long its client takes, and holds a copy of the state for that: what changes
/// meanwhile is in memory twice. When all of them together hold too much, the oldest go on from files.
final class LongAnswers: Sendable {
    /// What long answers may take.
    struct Bounds: Sendable {
        /// The number of a user's answers.
        let countOfUser: Int
        /// The number of all answers.
        let count: Int
        /// The bytes that all of them may keep in memory beyond what is there without them.
        let pinnedBytes: Int
        /// What part of the memory in use they may add to it, where that is more.
        let pinnedPart: Double
        /// Where answers go on that kept too much.
        let directory: String
    }

    /// How many answers are under way.
    private struct Counts {
        var ofUser: [UserID: Int] = [:]
        var all = 0
    }

    /// The answers that read from the state.
    private struct Readers {
        /// Oldest first.
        var answers: [Reader] = []
        /// The bytes in use before the first of them began.
        var baseline = 0
        var isWatched = false
    }

    private struct Reader {
        weak var answer: LongAnswer?
    }

    private let bounds: Bounds
    private let memory: any MemoryGauge
    private let logger: Logger
    private let counts = Mutex(Counts())
    /// An answer may end while this is locked, and leave its place then: the counts have a lock of their own.
    private let readers = Mutex(Readers())

    /// Makes a place for answers; there are none.
    init(_ bounds: Bounds, memory: any MemoryGauge = ProcessMemory(), logger: Logger) {
        self.bounds = bounds
        self.memory = memory
        self.logger = logger
    }

    /// Makes the body of an answer: at once if it is short, else in pieces at its client's pace.
    ///
    /// - Parameters:
    ///   - answer: The answer.
    ///   - user: Whom it is for; nil for the platform, which is never refused: what it reports is done already.
    ///   - request: What the client asks for: a long answer to `HEAD` costs its first piece and counts nowhere.
    ///   - compressor: What compresses a short one, if the client asks for that.
    ///   - pace: How far the connection is with what it is handed.
    /// - Returns: The body, whose length is known if it is short.
    /// - Throws: ``RequestFailure`` if it is long, and there are too many long ones.
    func body(
        of answer: AnswerWriter,
        for user: UserID?,
        to request: Request,
        by compressor: AnswerCompressor,
        at pace: ConnectionPace
    ) throws(RequestFailure) -> CodedBody {
        var rest = answer
        let (first, hasMore) = rest.nextPiece()
        guard hasMore else { return CodedBody(first, to: request, compressor) }
        let isCompressed = request.asksForGzip
        guard request.method != .head else {
            let nothing = ResponseBody { try await $0.finish(nil) }
            return CodedBody(nothing, isCompressible: true, isCompressed: isCompressed)
        }
        let long = LongAnswer(first, rest, isCompressed: isCompressed, place: try place(for: user))
        watch(long)
        let body = ResponseBody { writer in
            // All that was handed over before is taken: a connection has one answer at a time.
            var number = pace.takenCount
            while let piece = try await long.next() {
                try await pace.wait(forTaken: number)
                try await writer.write(piece)
                number += 1
            }
            try await writer.finish(nil)
        }
        return CodedBody(body, isCompressible: true, isCompressed: isCompressed)
    }

    /// Gives an answer a place among those under way.
    private func place(for user: UserID?) throws(RequestFailure) -> Place {
        try counts.withLock { counts throws(RequestFailure) in
            if let user {
                guard counts.ofUser[user, default: 0] < bounds.countOfUser else { throw .tooManyOfUser }
                guard counts.all < bounds.count else { throw .tooMany }
                counts.ofUser[user, default: 0] += 1
            }
            counts.all += 1
        }
        return Place(of: user, among: self)
    }

    fileprivate func leave(_ user: UserID?) {
        counts.withLock { counts in
            counts.all -= 1
            guard let user, let count = counts.ofUser[user] else { return }
            counts.ofUser[user] = count > 1 ? count - 1 : nil
        }
    }

    /// The place of an answer among those under way, until its last reference goes.
    final class Place: Sendable {
        private let user: UserID?
        private let answers: LongAnswers

        fileprivate init(of user: UserID?, among answers: LongAnswers) {
            self.user = user
            self.answers = answers
        }

        deinit {
            answers.leave(user)
        }
    }
}

extension RequestFailure {
    /// Too many long answers to one user.
    fileprivate static var tooManyOfUser: RequestFailure {
        RequestFailure(
            .tooManyRequests,
            "Too many long answers to this user are under way; try again when one has been read.",
            fields: [.retryAfter: "1"]
        )
    }

    /// Too many long answers.
    fileprivate static var tooMany: RequestFailure {
        RequestFailure(
            .serviceUnavailable,
            "Too many long answers are under way; try again in a moment.",
            fields: [.retryAfter: "1"]
        )
    }
}

/// What long answers keep in memory beyond the state.
extension LongAnswers {
    /// The time between two looks at the memory while an answer reads from the state.
    private static var interval: Duration { .milliseconds(100) }

    /// Watches what an answer keeps in memory.
    private func watch(_ answer: LongAnswer) {
        let begins = readers.withLock { readers in
            readers.answers.removeAll { $0.answer == nil }
            if readers.answers.isEmpty { readers.baseline = memory.bytesInUse ?? 0 }
            readers.answers.append(Reader(answer: answer))
            defer { readers.isWatched = true }
            return !readers.isWatched
        }
        guard begins else { return }
        Task { [weak self] in
            while let self, await self.relieve() { try? await Task.sleep(for: Self.interval) }
        }
    }

    /// Lets the oldest answers go on from files until the rest keep no more in memory than they may.
    ///
    /// - Returns: Whether an answer is left that reads from the state.
    func relieve() async -> Bool {
        while let oldest = readers.withLock({ oldestInExcess(&$0) }) {
            switch await oldest.leaveState(for: bounds.directory) {
            case .moved: logger.debug("a long answer goes on from a file")
            case .lost: logger.warning("a long answer is cut off: there is no room for the rest of it")
            case .ended: break
            }
        }
        return readers.withLock { readers in
            readers.answers.removeAll { $0.answer == nil }
            readers.isWatched = !readers.answers.isEmpty
            return readers.isWatched
        }
    }

    /// Removes and returns the oldest answer if all of them keep too much.
    ///
    /// Where the system does not say how much is in use, no answer reads from the state for long.
    private func oldestInExcess(_ readers: inout Readers) -> LongAnswer? {
        readers.answers.removeAll { $0.answer == nil }
        guard !readers.answers.isEmpty else { return nil }
        if let bytes = memory.bytesInUse {
            let bound = max(bounds.pinnedBytes, Int(Double(readers.baseline) * bounds.pinnedPart))
            guard bytes - readers.baseline > bound else { return nil }
        }
        return readers.answers.removeFirst().answer
    }
}
