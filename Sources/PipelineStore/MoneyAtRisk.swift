// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The money in the changes that a power cut would take now.
///
/// Money counts without its sign: a credit that is lost is as bad as a cost.
struct MoneyAtRisk: Sendable {
    /// All money of this run up to and with a change.
    private struct Checkpoint {
        var sequence: UInt64
        var total: AmountSum
    }

    private var total = AmountSum.zero
    private var last: UInt64 = 0
    private var checkpoints: [Checkpoint] = []
    /// How many changes lie between two checkpoints at least.
    private var stride: UInt64 = 1
    /// All money up to the last change that was seen on disk.
    private var base = AmountSum.zero

    /// The number of checkpoints beyond which every other one is dropped: the figure is then too high rather than too low.
    private static let capacity = 4096

    /// Counts the money of a change.
    mutating func add(_ money: AmountSum, sequence: UInt64) {
        guard money.scaled != 0 else { return }
        total += money
        last = sequence
        if let previous = checkpoints.last, sequence &- previous.sequence < stride { return }
        checkpoints.append(Checkpoint(sequence: sequence, total: total))
        guard checkpoints.count > Self.capacity else { return }
        checkpoints = checkpoints.enumerated().compactMap { $0.offset % 2 == 1 ? $0.element : nil }
        stride &*= 2
    }

    /// The money of the changes after the last one that is on disk.
    mutating func money(after flushed: UInt64) -> AmountSum {
        let isOnDisk = checkpoints.prefix { $0.sequence <= flushed }
        if let checkpoint = isOnDisk.last { base = checkpoint.total }
        checkpoints.removeFirst(isOnDisk.count)
        if flushed >= last {
            base = total
            stride = 1
        }
        return AmountSum(scaled: total.scaled &- base.scaled)
    }
}

extension Change {
    /// The money that the change stands for, without signs.
    ///
    /// - Complexity: O(n) in the records of a batch.
    var money: AmountSum {
        switch self {
        case .addCost(let record): AmountSum(scaled: Int128(record.amount.scaled.magnitude))
        case .addCosts(let batch), .deliver(_, .costs(let batch)): batch.absoluteTotal
        case .deliver: .zero
        case .addUser, .mergeUsers, .addNotification, .addNotifications, .mark, .markAllRead, .markRead: .zero
        }
    }
}
