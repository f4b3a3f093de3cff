// SPDX-License-Identifier: MIT

/// A batch of rows taken apart for the journal.
package struct BatchParts<Row: FixedSizeElement>: Sendable {
    /// The owners, in order of their numbers.
    package var owners: [UserID] = []
    /// The names of the types, in order of their numbers.
    package var types: [String] = []
    /// The texts, chunk by chunk.
    package var blobs: [BlobStore.Chunk] = []
    /// The rows.
    package var rows = ChunkedArray<Row>()
    /// The read marks of notifications, one byte a row; empty for costs.
    package var isRead = ChunkedArray<UInt8>()

    /// Makes the parts of an empty batch.
    package init() {}
}

extension CostBatch {
    /// The parts of the batch; the arrays are shared with it.
    package var parts: BatchParts<CostRow> {
        var parts = BatchParts<CostRow>()
        parts.owners = owners.ids
        parts.types = types.nameList
        parts.blobs = blobs.chunkList
        parts.rows = rows
        return parts
    }

    /// Puts a batch together from its parts, whatever bytes they were read from.
    ///
    /// - Throws: ``ValueError`` that names the first part that breaks a rule.
    package init(parts: BatchParts<CostRow>) throws(ValueError) {
        self.init()
        owners = try BatchUsers(restoring: parts.owners)
        types = try NameTable(restoring: parts.types)
        let places = try blobs.restore(parts.blobs)
        for index in parts.rows.indices {
            let row = parts.rows[index]
            guard row.isPresent, row.isSound, Int(row.user) < owners.ids.count, Int(row.type) < types.count,
                places.allow(row.details)
            else { throw ValueError("has a cost record that breaks its rules (\(row.id))") }
        }
        rows = parts.rows
    }
}

extension NotificationBatch {
    /// The parts of the batch; the arrays are shared with it.
    package var parts: BatchParts<NotificationRow> {
        var parts = BatchParts<NotificationRow>()
        parts.owners = owners.ids
        parts.types = types.nameList
        parts.blobs = blobs.chunkList
        parts.rows = rows
        parts.isRead = isRead
        return parts
    }

    /// Puts a batch together from its parts, whatever bytes they were read from.
    ///
    /// - Throws: ``ValueError`` that names the first part that breaks a rule.
    package init(parts: BatchParts<NotificationRow>) throws(ValueError) {
        self.init()
        owners = try BatchUsers(restoring: parts.owners)
        types = try NameTable(restoring: parts.types)
        let places = try blobs.restore(parts.blobs)
        guard parts.isRead.count == parts.rows.count else { throw ValueError("has marks that do not add up") }
        for index in parts.rows.indices {
            let row = parts.rows[index]
            let texts = [row.title, row.message, row.actionURL, row.metadata]
            guard row.isPresent, row.isSound, Int(row.user) < owners.ids.count, Int(row.type) < types.count,
                texts.allSatisfy({ places.allow($0) })
            else { throw ValueError("has a notification that breaks its rules (\(row.id))") }
        }
        rows = parts.rows
        isRead = parts.isRead
    }
}
