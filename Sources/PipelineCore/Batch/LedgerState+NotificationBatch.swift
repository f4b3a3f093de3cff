// SPDX-License-Identifier: MIT

extension LedgerState {
    /// Finds out what becomes of the notifications of a batch.
    ///
    /// - Throws: ``StoreError`` of kind storage where the state has no room for them.
    /// - Complexity: O(n) expected.
    package func plan(_ batch: NotificationBatch) throws(StoreError) -> MergePlan<NotificationBatch> {
        try checkRoom(notifications: batch.count, newTypes: batch.types.count, textBytes: batch.blobs.byteCount)
        let sorting = try MergeSorting(
            count: batch.count,
            noun: "notification",
            id: { batch.rows[$0].id },
            line: { batch.line(at: $0) },
            stored: { notificationNumber(of: $0) },
            isSameAsStored: { isSame(notifications[$0], as: batch.rows[$1], of: batch, given: batch.columns(at: $1)) },
            isSameAsEarlier: { Self.isSame(batch.rows[$0], as: batch.rows[$1], given: batch.columns(at: $1)) }
        )
        return MergePlan(batch.keeping(sorting.accepted), sorting)
    }

    /// Whether a stored notification has the content that a row of a batch gives, the read mark aside.
    private func isSame(
        _ stored: NotificationRow,
        as row: NotificationRow,
        of batch: NotificationBatch,
        given: NotificationColumns
    ) -> Bool {
        guard users[Int(stored.user)].id == batch.owners.ids[Int(row.user)],
            notificationTypes[stored.type].hasSameBytes(as: batch.types[row.type]),
            blobs.hasSameText(stored.title, as: row.title, in: batch.blobs),
            blobs.hasSameText(stored.message, as: row.message, in: batch.blobs)
        else { return false }
        return Self.hasSameFields(stored, row, given)
            && (!given.contains(.actionURL) || blobs.hasSameText(stored.actionURL, as: row.actionURL, in: batch.blobs))
            && (!given.contains(.metadata) || blobs.hasSameText(stored.metadata, as: row.metadata, in: batch.blobs))
    }

    /// Whether two rows of one batch have the same content, the read mark aside.
    private static func isSame(
        _ earlier: NotificationRow,
        as row: NotificationRow,
        given: NotificationColumns
    ) -> Bool {
        earlier.user == row.user && earlier.type == row.type && earlier.title == row.title
            && earlier.message == row.message && hasSameFields(earlier, row, given)
            && (!given.contains(.actionURL) || earlier.actionURL == row.actionURL)
            && (!given.contains(.metadata) || earlier.metadata == row.metadata)
    }

    private static func hasSameFields(
        _ stored: NotificationRow,
        _ row: NotificationRow,
        _ given: NotificationColumns
    ) -> Bool {
        (!given.contains(.priority) || stored.priority == row.priority)
            && (!given.contains(.createdAt) || stored.createdAt == row.createdAt)
    }

    /// Adds the notifications of a planned batch: all are placed first, then every owner's lists are merged once.
    mutating func apply(_ batch: NotificationBatch) -> Int {
        var merge = BatchMerge(batch.owners, into: &self)
        var texts = BlobTransfer(of: batch.blobs, into: &blobs)
        let types = (0..<batch.types.count).map { notificationTypes.intern(batch.types[UInt32($0)]) }
        for index in 0..<batch.count {
            var row = batch.rows[index]
            let owner = Int(row.user)
            row.user = merge.users[owner]
            row.type = types[Int(row.type)]
            row.title = texts.place(of: row.title, in: &blobs)
            row.message = texts.place(of: row.message, in: &blobs)
            row.actionURL = texts.place(of: row.actionURL, in: &blobs)
            row.metadata = texts.place(of: row.metadata, in: &blobs)
            let number = placeNotification(row, isRead: batch.isRead[index] != 0)
            merge.add(KeyedRow(number, at: row.createdAt), row.id, ofOwner: owner, to: &notificationIndex)
        }
        merge.finish(&notificationIndex)
        for (owner, rows) in merge.rows.enumerated() where !rows.isEmpty {
            mergeNotifications(rows, of: Int(merge.users[owner]))
        }
        return batch.count
    }
}

extension BlobStore {
    /// Whether a text of this store and one of another are the same; no text is the same as no text alone.
    func hasSameText(_ reference: BlobReference, as other: BlobReference, in store: BlobStore) -> Bool {
        if reference.isNone || other.isNone { return reference.isNone && other.isNone }
        return withBytes(of: reference) { mine in store.withBytes(of: other) { mine.hasSameBytes(as: $0) } }
    }
}
