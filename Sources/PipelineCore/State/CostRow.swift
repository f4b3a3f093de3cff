// SPDX-License-Identifier: MIT

/// A cost record as the state holds it: one cache line of 64 bytes, without references.
///
/// The owner, the type and the details are numbers that the ``LedgerState`` (or the batch) of the row resolves.
package struct CostRow: BitwiseCopyable, Sendable {
    /// The record's identifier.
    package var id: UUID
    private var job: UUID
    /// When the cost arose.
    package var recordedAt: Timestamp
    private var digits: Int64
    /// The number of the owner.
    package var user: UInt32
    /// The day for which it is billed.
    package var billingPeriod: Day
    /// Where the details stand.
    package var details: BlobReference
    private var packed: PackedTypeAndFlags

    private static let isPresentFlag: UInt32 = 1
    private static let hasJobFlag: UInt32 = 2

    /// Makes a row from its fields.
    package init(
        id: UUID,
        user: UInt32,
        jobID: UUID?,
        type: UInt32,
        amount: Amount,
        details: BlobReference,
        billingPeriod: Day,
        recordedAt: Timestamp
    ) {
        self.id = id
        job = jobID ?? .zero
        self.recordedAt = recordedAt
        digits = amount.digits
        self.user = user
        self.billingPeriod = billingPeriod
        self.details = details
        let flags = Self.isPresentFlag | (jobID == nil ? 0 : Self.hasJobFlag)
        packed = PackedTypeAndFlags(type: type, small: UInt32(amount.decimals), flags: flags)
    }

    private init(emptyAt day: Day) {
        id = .zero
        job = .zero
        recordedAt = Timestamp(microseconds: 0)
        digits = 0
        user = 0
        billingPeriod = day
        details = .none
        packed = PackedTypeAndFlags(rawValue: 0)
    }

    /// Whether the place holds a record; the rest of a user's open block is still empty.
    @inline(__always)
    package var isPresent: Bool { packed.flags & Self.isPresentFlag != 0 }

    /// The training job, where there is one.
    @inline(__always)
    package var jobID: UUID? { packed.flags & Self.hasJobFlag != 0 ? job : nil }

    /// The number of the cost's type.
    @inline(__always)
    package var type: UInt32 {
        get { packed.type }
        set { packed = PackedTypeAndFlags(type: newValue, small: packed.small, flags: packed.flags) }
    }

    /// How much it is.
    @inline(__always)
    package var amount: Amount {
        Amount(uncheckedDigits: digits, decimals: UInt8(truncatingIfNeeded: min(packed.small, 12)))
    }

    /// Whether the row keeps the rules of its fields, whatever bytes it was made of.
    var isSound: Bool {
        guard packed.small <= UInt32(Amount.maximalDecimals), packed.flags <= Self.isPresentFlag | Self.hasJobFlag,
            let amount = Amount(digits: digits, decimals: UInt8(packed.small)), amount == self.amount
        else { return false }
        return recordedAt.isRepresentable && billingPeriod.isRepresentable
    }
}

extension CostRow: FixedSizeElement {
    /// An empty place.
    package static var zero: CostRow { CostRow(emptyAt: Day(number: 0)) }
}
