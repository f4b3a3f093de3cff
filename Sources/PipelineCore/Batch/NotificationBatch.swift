// SPDX-License-Identifier: MIT

/// Notifications on their way into the state: rows as the state holds them, with tables of their own.
package struct NotificationBatch: Sendable {
    var rows = ChunkedArray<NotificationRow>()
    var isRead = ChunkedArray<UInt8>()
    /// One a row; empty in a batch that comes from the journal, which was planned already.
    var notes = ChunkedArray<RowNote>()
    var owners = BatchUsers()
    var types = NameTable()
    var blobs = BlobStore()

    /// Makes an empty batch.
    package init() {}

    /// The number of notifications.
    package var count: Int { rows.count }

    /// Adds a notification.
    ///
    /// - Parameters:
    ///   - notification: The notification with its defaults in place.
    ///   - columns: The fields that were given and did not take their default.
    ///   - line: The line of the file on which the notification begins.
    /// - Throws: ``StoreError`` where the batch is full.
    package mutating func append(
        _ notification: Notification,
        given columns: NotificationColumns,
        line: Int
    ) throws(StoreError) {
        guard rows.count < Int(UInt32.max) / LedgerState.blockLength, types.count < NameTable.capacity,
            blobs.hasRoom(forTexts: 4, bytes: notification.textByteCount)
        else { throw .storage("Too many notifications for one import; split the file.") }
        rows.append(
            NotificationRow(
                id: notification.id,
                user: owners.number(of: notification.userID),
                type: types.intern(notification.type),
                title: blobs.intern(notification.title),
                message: blobs.intern(notification.message),
                priority: notification.priority,
                actionURL: notification.actionURL.map { blobs.intern($0) } ?? .none,
                metadata: notification.metadata.map { blobs.intern($0.text) } ?? .none,
                createdAt: notification.createdAt
            )
        )
        isRead.append(notification.isRead ? 1 : 0)
        notes.append(RowNote(line: UInt32(clamping: line), columns: columns.rawValue))
    }

    /// The notification at an index, with its texts.
    package subscript(index: Int) -> Notification {
        let row = rows[index]
        return Notification(
            id: row.id,
            userID: owners.ids[Int(row.user)],
            type: types[row.type],
            title: blobs.text(of: row.title),
            message: blobs.text(of: row.message),
            priority: row.priority,
            isRead: isRead[index] != 0,
            actionURL: row.actionURL.isNone ? nil : blobs.text(of: row.actionURL),
            metadata: row.metadata.isNone ? nil : JSONText(validated: blobs.text(of: row.metadata)),
            createdAt: row.createdAt
        )
    }

    /// The line of the file on which the notification at an index begins.
    package func line(at index: Int) -> Int { index < notes.count ? Int(notes[index].line) : 0 }

    /// The fields that the row at an index gave.
    func columns(at index: Int) -> NotificationColumns {
        index < notes.count ? NotificationColumns(rawValue: notes[index].columns) : .all
    }

    /// The same batch with the notifications at some indices alone.
    func keeping(_ indices: ContiguousArray<UInt32>) -> NotificationBatch {
        guard indices.count < count else { return self }
        var batch = self
        batch.rows = ChunkedArray()
        batch.isRead = ChunkedArray()
        batch.notes = ChunkedArray()
        for index in indices {
            batch.rows.append(rows[Int(index)])
            batch.isRead.append(isRead[Int(index)])
            if Int(index) < notes.count { batch.notes.append(notes[Int(index)]) }
        }
        return batch
    }
}
