// SPDX-License-Identifier: MIT

extension LedgerState {
    /// Finds out what becomes of the records of a batch.
    ///
    /// - Throws: ``StoreError`` of kind storage where the state has no room for them.
    /// - Complexity: O(n) expected.
    package func plan(_ batch: CostBatch) throws(StoreError) -> MergePlan<CostBatch> {
        try checkRoom(costs: batch.count, newTypes: batch.types.count, textBytes: batch.blobs.byteCount)
        let sorting = try MergeSorting(
            count: batch.count,
            noun: "cost record",
            id: { batch.rows[$0].id },
            line: { batch.line(at: $0) },
            stored: { costNumber(of: $0) },
            isSameAsStored: { isSame(costs[$0], as: batch.rows[$1], of: batch, given: batch.columns(at: $1)) },
            isSameAsEarlier: { Self.isSame(batch.rows[$0], as: batch.rows[$1], given: batch.columns(at: $1)) }
        )
        return MergePlan(batch.keeping(sorting.accepted), sorting)
    }

    /// Whether a stored record has the content that a row of a batch gives.
    private func isSame(_ stored: CostRow, as row: CostRow, of batch: CostBatch, given: CostColumns) -> Bool {
        guard users[Int(stored.user)].id == batch.owners.ids[Int(row.user)],
            costTypes[stored.type].hasSameBytes(as: batch.types[row.type]), stored.amount == row.amount
        else { return false }
        return Self.hasSameFields(stored, row, given)
            && (!given.contains(.details) || blobs.hasSameText(stored.details, as: row.details, in: batch.blobs))
    }

    /// Whether two rows of one batch have the same content.
    private static func isSame(_ earlier: CostRow, as row: CostRow, given: CostColumns) -> Bool {
        earlier.user == row.user && earlier.type == row.type && earlier.amount == row.amount
            && hasSameFields(earlier, row, given) && (!given.contains(.details) || earlier.details == row.details)
    }

    private static func hasSameFields(_ stored: CostRow, _ row: CostRow, _ given: CostColumns) -> Bool {
        (!given.contains(.jobID) || stored.jobID == row.jobID)
            && (!given.contains(.billingPeriod) || stored.billingPeriod == row.billingPeriod)
            && (!given.contains(.recordedAt) || stored.recordedAt == row.recordedAt)
    }

    /// Adds the records of a planned batch: all are placed first, then every owner's lists are merged once.
    mutating func apply(_ batch: CostBatch) -> Int {
        var merge = BatchMerge(batch.owners, into: &self)
        var texts = BlobTransfer(of: batch.blobs, into: &blobs)
        let types = (0..<batch.types.count).map { costTypes.intern(batch.types[UInt32($0)]) }
        for index in 0..<batch.count {
            var row = batch.rows[index]
            let owner = Int(row.user)
            row.user = merge.users[owner]
            row.type = types[Int(row.type)]
            row.details = texts.place(of: row.details, in: &blobs)
            let number = placeCost(row)
            merge.add(KeyedRow(number, at: row.recordedAt), row.id, ofOwner: owner, to: &costIndex)
        }
        merge.finish(&costIndex)
        for (owner, rows) in merge.rows.enumerated() where !rows.isEmpty {
            mergeCosts(rows, of: Int(merge.users[owner]))
        }
        return batch.count
    }
}
