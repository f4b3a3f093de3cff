// SPDX-License-Identifier: MIT

/// A cost record as the state holds it: one cache line of 64 bytes.
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
    /// Where the details are.
    package var details: BlobReference
    private var packed: PackedTypeAndFlags

    private static let isPresentFlag: UInt32 = 1
    private static let hasJobFlag: UInt32 = 2

    /// Makes the row of a record.
    package init(_ record: borrowing CostRecord, user: UInt32, type: UInt32, texts: inout BlobStore) {
        id = record.id
        job = record.jobID ?? .zero
        recordedAt = record.recordedAt
        digits = record.amount.digits
        self.user = user
        billingPeriod = record.billingPeriod
        details = record.details.map { texts.intern($0.text) } ?? .none
        let flags = Self.isPresentFlag | (record.jobID == nil ? 0 : Self.hasJobFlag)
        packed = PackedTypeAndFlags(type: type, small: UInt32(record.amount.decimals), flags: flags)
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

    /// The training job, if there is one.
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
    package var isSound: Bool {
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

extension CostRow: LedgerRow {
    /// The record that a row holds.
    package typealias Record = CostRecord

    /// The fields of a cost that took their default in an import.
    package struct Defaults: FixedSizeElement {
        /// `billing_period`.
        package var billingPeriod: Bool
        /// `recorded_at`.
        package var recordedAt: Bool

        /// Makes a set of fields.
        package init(billingPeriod: Bool = false, recordedAt: Bool = false) {
            self.billingPeriod = billingPeriod
            self.recordedAt = recordedAt
        }

        /// No field.
        package static var zero: Self { Self() }
    }

    /// `cost record`.
    package static var noun: String { "cost record" }
    /// The details alone.
    package static var textCapacity: Int { 1 }
    /// Costs are neither read nor unread.
    package static var hasReadMarks: Bool { false }

    /// When the cost arose.
    @inline(__always)
    package var moment: Timestamp { recordedAt }

    /// Returns the record with its texts.
    package func record(owner: UserID, type: String, isRead: Bool, texts: BlobStore) -> CostRecord {
        CostRecord(
            id: id,
            userID: owner,
            jobID: jobID,
            costType: type,
            amount: amount,
            details: details.isNone ? nil : JSONText(validated: texts.text(of: details)),
            billingPeriod: billingPeriod,
            recordedAt: recordedAt
        )
    }

    /// Calls `body` with every reference to a text.
    @inline(__always)
    package mutating func forEachText(_ body: (inout BlobReference) -> Void) {
        body(&details)
    }

    /// Calls `body` with every reference to a text, and with what the text is.
    package func forEachUse(_ body: (BlobReference, TextUse) -> Void) {
        body(details, .json)
    }

    /// Whether this row has the content that `row` gives, owner and type aside.
    package func hasContent(
        of row: CostRow,
        defaults: Defaults,
        isSameText: (BlobReference, BlobReference) -> Bool
    ) -> Bool {
        amount == row.amount
            && (row.jobID == nil || jobID == row.jobID)
            && (defaults.billingPeriod || billingPeriod == row.billingPeriod)
            && (defaults.recordedAt || recordedAt == row.recordedAt)
            && (row.details.isNone || isSameText(details, row.details))
    }

    /// Finds out what becomes of the rows of a batch.
    package static func plan(_ batch: CostBatch, in state: LedgerState) throws(StoreError) -> MergePlan<CostBatch> {
        try state.plan(batch)
    }

    /// Returns the change that adds a batch.
    package static func change(adding batch: CostBatch) -> Change { .addCosts(batch) }

    /// Returns a batch as the new rows of a delivery.
    package static func delivered(_ batch: CostBatch) -> DeliveredRows { .costs(batch) }

    /// Calls `body` with the table of the rows.
    package static func withTable<Result>(
        of state: inout LedgerState,
        _ body: (inout RowTable<CostRow>) -> Result
    ) -> Result { body(&state.costs) }

    /// Puts a row into the table and returns its number; the index and the lists come after.
    @inline(__always)
    package static func place(_ row: CostRow, isRead: Bool, in state: inout LedgerState) -> Int {
        state.placeCost(row)
    }

    /// Adds rows that were placed to the lists of their owner.
    package static func merge(_ rows: ContiguousArray<KeyedRow>, of user: Int, in state: inout LedgerState) {
        state.mergeCosts(rows, of: user)
    }
}

extension CostRecord: LedgerRecord {
    /// The name of the cost's type.
    package var typeName: String { costType }
    /// Costs are neither read nor unread.
    package var isRead: Bool { false }
    /// The bytes of all texts of the record.
    package var textByteCount: Int { details?.text.utf8.count ?? 0 }
}

/// Cost records on their way into the state.
///
/// A record takes about 70 bytes and its distinct details, so that an import's memory is that of its records.
package typealias CostBatch = RowBatch<CostRow>

extension RowBatch where Row == CostRow {
    /// Puts a batch together from its parts, whatever bytes they were read from.
    ///
    /// - Throws: ``ValueError`` that names the first part that breaks a rule.
    package init(parts: BatchParts<CostRow>) throws(ValueError) {
        try self.init(restoring: parts)
    }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - record: The record with its defaults in place.
    ///   - defaults: The fields that took a default, which are not compared with a stored record.
    ///   - line: The line of the file on which the record begins.
    /// - Throws: ``StoreError`` if the batch is full: 4 billion records, 4 million types or 32 GiB of texts.
    package mutating func append(
        _ record: CostRecord,
        defaults: CostRow.Defaults = .zero,
        line: Int = 0
    ) throws(StoreError) {
        try add(record, Note(line: line, defaults: defaults))
    }

    /// Adds a record whose details are given as bytes, in the place of its own.
    ///
    /// - Throws: ``StoreError`` as `append(_:defaults:line:)` does.
    package mutating func append(
        _ record: CostRecord,
        details: Span<UInt8>,
        defaults: CostRow.Defaults,
        line: Int
    ) throws(StoreError) {
        try add(record, Note(line: line, defaults: defaults), moreBytes: details.count) {
            $0.details = $1.intern(details)
        }
    }

    /// The record at an index, with its texts.
    package subscript(index: Int) -> CostRecord { record(at: index) }

    /// The sum of all amounts without their signs.
    ///
    /// - Complexity: O(n).
    package var absoluteTotal: AmountSum {
        var sum = AmountSum.zero
        for index in rows.indices { sum.scaled &+= Int128(rows[index].amount.scaled.magnitude) }
        return sum
    }
}
