// SPDX-License-Identifier: MIT

/// Rows of one kind on their way into the state: as the state holds them, with tables of their own.
package struct RowBatch<Row: LedgerRow>: Sendable {
    private(set) var rows = ChunkedArray<Row>()
    /// The read marks, one a row; empty if the rows have none.
    private(set) var isRead = ChunkedArray<UInt8>()
    /// One a row; empty in a batch that comes from the journal, which was planned already.
    private var notes = ChunkedArray<Note>()
    private(set) var owners = BatchOwners()
    private(set) var types = NameTable()
    private(set) var blobs = BlobStore()

    /// What is known of a row beside its content: its place in the file and the fields that took a default.
    struct Note: FixedSizeElement {
        let line: UInt32
        let defaults: Row.Defaults

        init(line: Int, defaults: Row.Defaults) {
            self.line = UInt32(clamping: line)
            self.defaults = defaults
        }

        static var zero: Note { Note(line: 0, defaults: .zero) }
    }

    /// Makes an empty batch.
    package init() {}

    /// The number of rows.
    package var count: Int { rows.count }

    /// The line of the file on which the row at an index begins.
    package func line(at index: Int) -> Int { index < notes.count ? Int(notes[index].line) : 0 }

    /// The fields of the row at an index that took a default.
    func defaults(at index: Int) -> Row.Defaults { index < notes.count ? notes[index].defaults : .zero }

    /// Adds the row of a record; `change` may put in a text of at most `moreBytes` bytes.
    ///
    /// - Throws: ``StoreError`` if the batch is full.
    @inline(__always)
    mutating func add(
        _ record: Row.Record,
        _ note: Note,
        moreBytes: Int = 0,
        _ change: (inout Row, inout BlobStore) -> Void = { _, _ in }
    ) throws(StoreError) {
        guard rows.count < Int(UInt32.max) / RowTable<Row>.blockLength, types.count < NameTable.capacity,
            blobs.hasRoom(forTexts: Row.textCapacity, bytes: record.textByteCount &+ moreBytes)
        else { throw .storage("Too many \(Row.noun)s for one import; split the file.") }
        let owner = owners.number(of: record.userID)
        var row = Row(record, user: owner, type: types.intern(record.typeName), texts: &blobs)
        change(&row, &blobs)
        rows.append(row)
        if Row.hasReadMarks { isRead.append(record.isRead ? 1 : 0) }
        notes.append(note)
    }

    /// The record at an index, with its texts.
    @inline(__always)
    func record(at index: Int) -> Row.Record {
        let row = rows[index]
        let isRead = Row.hasReadMarks && isRead[index] != 0
        return row.record(owner: owners.ids[Int(row.user)], type: types[row.type], isRead: isRead, texts: blobs)
    }

    /// Returns the same batch with the rows at some indices alone.
    func keeping(_ indices: ContiguousArray<UInt32>) -> RowBatch {
        guard indices.count < count else { return self }
        var batch = self
        batch.rows = ChunkedArray()
        batch.isRead = ChunkedArray()
        batch.notes = ChunkedArray()
        for index in indices {
            batch.rows.append(rows[Int(index)])
            if Row.hasReadMarks { batch.isRead.append(isRead[Int(index)]) }
            if Int(index) < notes.count { batch.notes.append(notes[Int(index)]) }
        }
        return batch
    }
}

/// The owners of a batch's rows, each with a number.
struct BatchOwners: Sendable {
    private(set) var ids: [UserID] = []
    private var numbers: [UserID: UInt32] = [:]
    /// The owner of the row before, who is mostly the owner of the next.
    private var last: (id: UserID, number: UInt32)?

    init() {}

    /// Makes a list of owners in order of their numbers, whatever bytes they were read from.
    init(restoring ids: [UserID]) throws(ValueError) {
        for (index, id) in ids.enumerated() where Int(number(of: id)) != index {
            throw ValueError("has an owner twice")
        }
    }

    mutating func number(of id: UserID) -> UInt32 {
        if let last, last.id == id { return last.number }
        let number = numbers[id] ?? UInt32(truncatingIfNeeded: ids.count)
        if number == ids.count {
            numbers[id] = number
            ids.append(id)
        }
        last = (id, number)
        return number
    }
}

/// A batch of rows taken apart for the journal.
package struct BatchParts<Row: LedgerRow>: Sendable {
    /// The owners, in order of their numbers.
    package var owners: [UserID] = []
    /// The names of the types, in order of their numbers.
    package var types: [String] = []
    /// The texts, chunk by chunk.
    package var blobs: [BlobStore.Chunk] = []
    /// The rows.
    package var rows = ChunkedArray<Row>()
    /// The read marks, one byte a row; empty if the rows have none.
    package var isRead = ChunkedArray<UInt8>()

    /// Makes the parts of an empty batch.
    package init() {}
}

extension RowBatch {
    /// The parts of the batch; the arrays are shared with it.
    package var parts: BatchParts<Row> {
        var parts = BatchParts<Row>()
        parts.owners = owners.ids
        parts.types = types.nameList
        parts.blobs = blobs.chunkList
        parts.rows = rows
        parts.isRead = isRead
        return parts
    }

    /// Puts a batch together from its parts, whatever bytes they were read from.
    @inline(__always)
    init(restoring parts: BatchParts<Row>) throws(ValueError) {
        self.init()
        owners = try BatchOwners(restoring: parts.owners)
        types = try NameTable(restoring: parts.types)
        let places = try blobs.restore(parts.blobs)
        guard parts.isRead.count == (Row.hasReadMarks ? parts.rows.count : 0) else {
            throw ValueError("has marks that do not add up")
        }
        for index in parts.rows.indices {
            let row = parts.rows[index]
            guard row.isSound(userCount: owners.ids.count, typeCount: types.count, texts: places) else {
                throw ValueError("has a \(Row.noun) that breaks its rules (\(row.id))")
            }
        }
        rows = parts.rows
        isRead = parts.isRead
    }
}
