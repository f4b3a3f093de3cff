// SPDX-License-Identifier: MIT

/// What becomes of the rows of a batch: those that are new, those that are there already, and those that clash.
package struct MergePlan<Batch: Sendable>: Sendable {
    /// The rows that are new.
    package let batch: Batch
    /// The number of rows that are new.
    package let newCount: Int
    /// The number of rows that are there already with the same content.
    package let unchangedCount: Int
    /// The rows whose identifier or address is there already with other content, in order of the file.
    package let conflicts: [RowError]
}

/// A row of an import that cannot be taken, and why.
package struct RowError: Error, Hashable, Sendable {
    /// The line of the file on which the row begins.
    package let line: Int
    /// What is wrong with it.
    package let error: StoreError

    /// Makes an error of the row that begins on a line.
    package init(line: Int, error: StoreError) {
        self.line = line
        self.error = error
    }
}

/// Rows on their way into the state, whichever table they belong to.
package protocol MergeableBatch: Sendable {
    /// Makes an empty batch.
    init()

    /// The number of rows.
    var count: Int { get }

    /// Finds out what becomes of the rows in a state.
    ///
    /// - Throws: ``StoreError`` of kind storage if the state has no room for them; of kind cancelled if the task is.
    /// - Complexity: O(n) expected; O(n log n) for users.
    func plan(in state: LedgerState) throws(StoreError) -> MergePlan<Self>

    /// The change that adds the rows of a plan.
    var change: Change { get }
}

extension RowBatch: MergeableBatch {
    /// Finds out what becomes of the rows in a state.
    package func plan(in state: LedgerState) throws(StoreError) -> MergePlan<Self> { try Row.plan(self, in: state) }

    /// The change that adds the rows.
    package var change: Change { Row.change(adding: self) }

    /// The change that takes the rows as the new ones of a delivery.
    package func change(of delivery: KeyedDelivery) -> Change {
        .deliver(delivery, count == 0 ? .none : Row.delivered(self))
    }
}

extension LedgerState {
    /// Finds out what becomes of the records of a batch.
    package func plan(_ batch: CostBatch) throws(StoreError) -> MergePlan<CostBatch> {
        try checkRoom(costs: batch.count, newTypes: batch.types.count, textBytes: batch.blobs.byteCount)
        return try plan(batch, in: costs)
    }

    /// Finds out what becomes of the notifications of a batch.
    package func plan(_ batch: NotificationBatch) throws(StoreError) -> MergePlan<NotificationBatch> {
        try checkRoom(notifications: batch.count, newTypes: batch.types.count, textBytes: batch.blobs.byteCount)
        return try plan(batch, in: notifications)
    }

    private func plan<Row>(
        _ batch: RowBatch<Row>,
        in table: RowTable<Row>
    ) throws(StoreError) -> MergePlan<RowBatch<Row>> {
        // The state's numbers of the batch's owners and types, nil if they are new.
        let users = batch.owners.ids.map { userNumber(of: $0).map { UInt32(truncatingIfNeeded: $0.index) } }
        let types = (0..<batch.types.count).map { table.types.number(of: batch.types[UInt32($0)]) }
        return try batch.sorted(
            storedNumber: { table.number(of: $0) },
            isSameAsStored: { number, index in
                let (stored, row) = (table[number], batch.rows[index])
                return stored.user == users[Int(row.user)] && stored.type == types[Int(row.type)]
                    && stored.hasContent(of: row, defaults: batch.defaults(at: index)) {
                        blobs.hasSameText($0, as: $1, in: batch.blobs)
                    }
            }
        )
    }
}

extension RowBatch {
    /// The number of rows above which a batch looks whether its task was cancelled.
    private static var longCount: Int { 16_384 }

    /// Sorts the rows into those that are new, those that are there already, and those that clash.
    ///
    /// - Parameters:
    ///   - storedNumber: The number of the stored row with an identifier.
    ///   - isSameAsStored: Whether the stored row with a number has the content that the row at an index gives.
    /// - Returns: The rows that are new, and how many are there already or clash.
    /// - Throws: ``StoreError`` of kind cancelled if the task is.
    /// - Complexity: O(n) expected.
    @inline(__always)
    fileprivate func sorted(
        storedNumber: (UUID) -> Int?,
        isSameAsStored: (Int, Int) -> Bool
    ) throws(StoreError) -> MergePlan<RowBatch> {
        var isAccepted = ContiguousArray(repeating: false, count: count)
        var unchangedCount = 0
        var found: [(index: Int, error: StoreError)] = []
        var seen = IDIndex()
        var entries = ContiguousArray<IDEntry>()
        for start in stride(from: 0, to: count, by: IDIndex.bulkCount) {
            if count > Self.longCount, Task.isCancelled { throw StoreError(.cancelled, "The rows were not added.") }
            let end = min(start &+ IDIndex.bulkCount, count)
            entries.removeAll(keepingCapacity: true)
            entries.reserveCapacity(end &- start)
            for index in start..<end { entries.append(IDEntry(rows[index].id, row: index)) }
            seen.sortByShard(&entries)
            for entry in entries {
                let index = Int(entry.row)
                let isSame: Bool
                if let number = storedNumber(entry.id) {
                    isSame = isSameAsStored(number, index)
                } else if let earlier = seen.row(of: entry.id, { rows[$0].id }) {
                    isSame = hasSameContent(earlier, as: index)
                } else {
                    seen.insert(entry.id, row: index)
                    isAccepted[index] = true
                    continue
                }
                if isSame {
                    unchangedCount += 1
                } else {
                    found.append((index, .conflict("A \(Row.noun) with the id \(entry.id) exists with other content.")))
                }
            }
        }
        found.sort { $0.index < $1.index }
        var accepted = ContiguousArray<UInt32>()
        accepted.reserveCapacity(count)
        for index in 0..<count where isAccepted[index] { accepted.append(UInt32(truncatingIfNeeded: index)) }
        return MergePlan(
            batch: keeping(accepted),
            newCount: accepted.count,
            unchangedCount: unchangedCount,
            conflicts: found.map { RowError(line: line(at: $0.index), error: $0.error) }
        )
    }

    /// Whether an earlier row has the content that a later one gives; equal texts of a batch share one place.
    private func hasSameContent(_ earlier: Int, as later: Int) -> Bool {
        let (stored, row) = (rows[earlier], rows[later])
        return stored.user == row.user && stored.type == row.type
            && stored.hasContent(of: row, defaults: defaults(at: later)) { $0 == $1 }
    }
}

extension LedgerState {
    /// Adds the rows of a planned batch and returns their number.
    ///
    /// All rows are placed first, then every owner's lists are merged once.
    mutating func apply<Row>(_ batch: RowBatch<Row>) -> Int {
        let users = batch.owners.ids.map { UInt32(truncatingIfNeeded: knownUser($0)) }
        let types = Row.withTable(of: &self) { table in
            (0..<batch.types.count).map { table.types.intern(batch.types[UInt32($0)]) }
        }
        var texts = BlobTransfer(of: batch.blobs, into: &blobs)
        var placed = Array(repeating: ContiguousArray<KeyedRow>(), count: users.count)
        var ids = ContiguousArray<IDEntry>()
        for index in 0..<batch.count {
            var row = batch.rows[index]
            let owner = Int(row.user)
            row.user = users[owner]
            row.type = types[Int(row.type)]
            row.forEachText { $0 = texts.place(of: $0, in: &blobs) }
            let isRead = Row.hasReadMarks && batch.isRead[index] != 0
            let number = Row.place(row, isRead: isRead, in: &self)
            placed[owner].append(KeyedRow(number, at: row.moment))
            ids.append(IDEntry(row.id, row: number))
            if ids.count == IDIndex.bulkCount { Row.withTable(of: &self) { $0.enter(&ids) } }
        }
        Row.withTable(of: &self) { $0.enter(&ids) }
        for (owner, rows) in placed.enumerated() where !rows.isEmpty {
            Row.merge(rows, of: Int(users[owner]), in: &self)
        }
        return batch.count
    }
}
