// SPDX-License-Identifier: MIT

/// Cost records on their way into the state: rows as the state holds them, with tables of their own.
///
/// A record takes about 70 bytes and its distinct details, so that an import's memory is that of its records.
package struct CostBatch: Sendable {
    var rows = ChunkedArray<CostRow>()
    /// One a row; empty in a batch that comes from the journal, which was planned already.
    var notes = ChunkedArray<RowNote>()
    var owners = BatchUsers()
    var types = NameTable()
    var blobs = BlobStore()

    /// Makes an empty batch.
    package init() {}

    /// The number of records.
    package var count: Int { rows.count }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - record: The record with its defaults in place.
    ///   - columns: The fields that were given and did not take their default.
    ///   - line: The line of the file on which the record begins.
    /// - Throws: ``StoreError`` where the batch is full: 4 billion records, 4 million types or 32 GiB of texts.
    package mutating func append(_ record: CostRecord, given columns: CostColumns, line: Int) throws(StoreError) {
        guard let details = record.details else {
            return try append(record, details: nil, given: columns, line: line)
        }
        try details.text.withBytes { (bytes) throws(StoreError) in
            try append(record, details: bytes, given: columns, line: line)
        }
    }

    /// Adds a record whose details are given as bytes, in the place of its own.
    ///
    /// - Throws: ``StoreError`` as ``append(_:given:line:)`` does.
    package mutating func append(
        _ record: CostRecord,
        details: Span<UInt8>?,
        given columns: CostColumns,
        line: Int
    ) throws(StoreError) {
        guard rows.count < Int(UInt32.max) / LedgerState.blockLength, types.count < NameTable.capacity,
            blobs.hasRoom(forTexts: 1, bytes: details?.count ?? 0)
        else { throw .storage("Too many records for one import; split the file.") }
        var reference = BlobReference.none
        if let details { reference = blobs.intern(details) }
        rows.append(
            CostRow(
                id: record.id,
                user: owners.number(of: record.userID),
                jobID: record.jobID,
                type: types.intern(record.costType),
                amount: record.amount,
                details: reference,
                billingPeriod: record.billingPeriod,
                recordedAt: record.recordedAt
            )
        )
        notes.append(RowNote(line: UInt32(clamping: line), columns: columns.rawValue))
    }

    /// The record at an index, with its texts.
    package subscript(index: Int) -> CostRecord {
        let row = rows[index]
        return CostRecord(
            id: row.id,
            userID: owners.ids[Int(row.user)],
            jobID: row.jobID,
            costType: types[row.type],
            amount: row.amount,
            details: row.details.isNone ? nil : JSONText(validated: blobs.text(of: row.details)),
            billingPeriod: row.billingPeriod,
            recordedAt: row.recordedAt
        )
    }

    /// The sum of all amounts without their signs.
    ///
    /// - Complexity: O(n).
    package var absoluteTotal: AmountSum {
        var sum = AmountSum.zero
        for index in rows.indices { sum.scaled &+= Int128(rows[index].amount.scaled.magnitude) }
        return sum
    }

    /// The line of the file on which the record at an index begins.
    package func line(at index: Int) -> Int { index < notes.count ? Int(notes[index].line) : 0 }

    /// The fields that the row at an index gave.
    func columns(at index: Int) -> CostColumns {
        index < notes.count ? CostColumns(rawValue: notes[index].columns) : .all
    }

    /// The same batch with the records at some indices alone.
    func keeping(_ indices: ContiguousArray<UInt32>) -> CostBatch {
        guard indices.count < count else { return self }
        var batch = self
        batch.rows = ChunkedArray()
        batch.notes = ChunkedArray()
        for index in indices {
            batch.rows.append(rows[Int(index)])
            if Int(index) < notes.count { batch.notes.append(notes[Int(index)]) }
        }
        return batch
    }
}
