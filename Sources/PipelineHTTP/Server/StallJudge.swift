// SPDX-License-Identifier: MIT

internal import NIOCore

/// Judges whether a client takes its answers, by the bytes that it took.
struct StallJudge {
    /// What may be said of a client.
    enum Judgement {
        case nothingWaits, goesOn, stalled
    }

    private let patience: TimeAmount
    private var taken = 0
    private var since: NIODeadline?

    /// Makes a judge who lets a client take nothing for so long.
    init(patience: TimeAmount) {
        self.patience = patience
    }

    /// Judges by the bytes that were taken since the connection is open, and those that wait to be taken.
    mutating func judge(taken bytes: Int, waiting: Int, now: NIODeadline) -> Judgement {
        guard waiting > 0 else {
            since = nil
            return .nothingWaits
        }
        guard let since, bytes == taken else {
            taken = bytes
            since = now
            return .goesOn
        }
        return now - since >= patience ? .stalled : .goesOn
    }
}
