// SPDX-License-Identifier: MIT

/// A state taken apart for a snapshot: what cannot be made again from something else.
///
/// Lists, cells and indexes are made again from the rows when a state is put together (``LedgerState/init(parts:)``),
/// so that no file can hold a list or an index that disagrees with them.
package struct LedgerParts: Sendable {
    /// A user without the lists.
    package struct User: Sendable {
        /// The user's identifier.
        package var id: UserID
        /// The user's e-mail address as it was given, where there is one.
        package var email: String?
        /// The sequence number of the last change to anything of the user's.
        package var lastChange: UInt64

        /// Makes a user from the fields.
        package init(id: UserID, email: String?, lastChange: UInt64) {
            self.id = id
            self.email = email
            self.lastChange = lastChange
        }
    }

    /// The number of changes applied.
    package var sequence: UInt64 = 0
    /// The users in order of arrival.
    package var users: [User] = []
    /// The names of the cost types in order of first use.
    package var costTypes: [String] = []
    /// The names of the notification types in order of first use.
    package var notificationTypes: [String] = []
    /// The texts, chunk by chunk.
    package var blobs: [BlobStore.Chunk] = []
    /// The rows of the costs, empty places included.
    package var costs = ChunkedArray<CostRow>()
    /// The rows of the notifications, empty places included.
    package var notifications = ChunkedArray<NotificationRow>()
    /// The read marks, 64 rows a word.
    package var readMarks = ChunkedArray<UInt64>()

    /// Makes the parts of an empty state.
    package init() {}
}

extension LedgerState {
    /// The parts of the state; the arrays are shared with it.
    package var parts: LedgerParts {
        var parts = LedgerParts()
        parts.sequence = sequence
        parts.users = users.indices.map {
            LedgerParts.User(id: users[$0].id, email: users[$0].email?.text, lastChange: users[$0].lastChange)
        }
        parts.costTypes = costTypes.nameList
        parts.notificationTypes = notificationTypes.nameList
        parts.blobs = blobs.chunkList
        parts.costs = costs
        parts.notifications = notifications
        parts.readMarks = readMarks
        return parts
    }
}
