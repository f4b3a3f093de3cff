// SPDX-License-Identifier: MIT

/// A record as the state holds it, of a fixed size and without references: what costs and notifications have in common.
///
/// The owner, the type and the texts are numbers that the ``LedgerState`` (or the batch) of the row resolves.
package protocol LedgerRow: FixedSizeElement {
    /// The record that a row holds.
    associatedtype Record: LedgerRecord
    /// The fields that can take a default in an import.
    associatedtype Defaults: FixedSizeElement

    /// What a row is, as an error says it: `cost record`.
    static var noun: String { get }
    /// The most texts of a row.
    static var textCapacity: Int { get }
    /// Whether each row has a read mark.
    static var hasReadMarks: Bool { get }

    /// The record's identifier.
    var id: UUID { get }
    /// The number of the owner.
    var user: UInt32 { get set }
    /// The number of the type.
    var type: UInt32 { get set }
    /// The time by which an owner's rows are sorted.
    var moment: Timestamp { get }
    /// Whether the place holds a record; the rest of a user's open block is still empty.
    var isPresent: Bool { get }
    /// Whether the row keeps the rules of its fields, whatever bytes it was made of.
    var isSound: Bool { get }

    /// Makes the row of a record, whose texts are added to `texts`.
    init(_ record: borrowing Record, user: UInt32, type: UInt32, texts: inout BlobStore)

    /// Returns the record with its texts.
    func record(owner: UserID, type: String, isRead: Bool, texts: BlobStore) -> Record

    /// Calls `body` with every reference to a text.
    mutating func forEachText(_ body: (inout BlobReference) -> Void)

    /// Calls `body` with every reference to a text, and with what the text is.
    func forEachUse(_ body: (BlobReference, TextUse) -> Void)

    /// Whether this row has the content that `row` gives, owner and type aside.
    ///
    /// What `row` leaves out is not compared: its nulls, and the fields that took a default.
    func hasContent(
        of row: Self,
        defaults: Defaults,
        isSameText: (BlobReference, BlobReference) -> Bool
    ) -> Bool

    // What follows says where the state keeps rows of the kind. The requirements are met by concrete code, so that the
    // generic code behind them is compiled for each kind of row, also where another module calls it.

    /// Finds out what becomes of the rows of a batch.
    static func plan(_ batch: RowBatch<Self>, in state: LedgerState) throws(StoreError) -> MergePlan<RowBatch<Self>>

    /// Returns the change that adds a batch.
    static func change(adding batch: RowBatch<Self>) -> Change

    /// Returns a batch as the new rows of a delivery.
    static func delivered(_ batch: RowBatch<Self>) -> DeliveredRows

    /// Calls `body` with the table of the rows.
    static func withTable<Result>(of state: inout LedgerState, _ body: (inout RowTable<Self>) -> Result) -> Result

    /// Puts a row into the table; the index and the lists come after. Returns the row's number.
    static func place(_ row: Self, isRead: Bool, in state: inout LedgerState) -> Int

    /// Adds rows that were placed to the lists of their owner.
    static func merge(_ rows: ContiguousArray<KeyedRow>, of user: Int, in state: inout LedgerState)
}

/// A record of which the state makes a row.
package protocol LedgerRecord: Sendable {
    /// The record's identifier.
    var id: UUID { get }
    /// The owner.
    var userID: UserID { get }
    /// The name of the type.
    var typeName: String { get }
    /// Whether the owner has read it.
    var isRead: Bool { get }
    /// The bytes of all texts of the record.
    var textByteCount: Int { get }
}

extension LedgerRow {
    /// Whether the row is sound and refers to nothing but what is there.
    func isSound(userCount: Int, typeCount: Int, texts: BlobPlaces) -> Bool {
        guard isPresent, isSound, Int(user) < userCount, Int(type) < typeCount else { return false }
        var row = self
        var areThere = true
        row.forEachText { if !texts.allow($0) { areThere = false } }
        return areThere
    }
}

/// The number of a type (22 bits), a small number (4 bits) and flags (6 bits) in one word of a row.
struct PackedTypeAndFlags: BitwiseCopyable, Sendable {
    let rawValue: UInt32

    @inline(__always)
    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    @inline(__always)
    init(type: UInt32, small: UInt32, flags: UInt32) {
        rawValue = type &<< 10 | (small & 0xF) &<< 6 | flags & 0x3F
    }

    @inline(__always)
    var type: UInt32 { rawValue &>> 10 }

    @inline(__always)
    var small: UInt32 { rawValue &>> 6 & 0xF }

    @inline(__always)
    var flags: UInt32 { rawValue & 0x3F }
}
