// SPDX-License-Identifier: MIT

/// Everything the store knows: users, their costs and their notifications, with the indexes that answer at once.
///
/// A value. Copying it costs nothing until one of the copies changes, and then only the chunks that change: a
/// snapshot is a copy. All of its logic is synchronous and free of input and output.
///
/// Rows have a number that never changes. Their space is dealt out in blocks of 16, each to one user, so that a user's
/// rows lie near each other and their numbers rise in order of arrival.
package struct LedgerState: Sendable {
    /// The number of changes applied so far.
    package internal(set) var sequence: UInt64 = 0

    var users = ChunkedList<UserEntry>()
    var userIndex = IDIndex()
    /// The numbers of all users by identifier.
    var usersByID = SortedLeaves<UInt32>()
    /// The numbers of the users with an e-mail address, by its lower-case form.
    var usersByEmail = SortedLeaves<UInt32>()

    var costs = ChunkedArray<CostRow>()
    var costIndex = IDIndex()
    /// The names of the cost types.
    package internal(set) var costTypes = NameTable()

    var notifications = ChunkedArray<NotificationRow>()
    var notificationIndex = IDIndex()
    /// The names of the notification types.
    package internal(set) var notificationTypes = NameTable()
    /// One bit a notification row: whether it is read.
    var readMarks = ChunkedArray<UInt64>()

    /// The texts of the rows.
    package internal(set) var blobs = BlobStore()

    /// The number of rows that are dealt out to a user at a time.
    static let blockLength = 16

    /// Makes an empty state.
    package init() {}

    /// The number of users.
    package var userCount: Int { users.count }
    /// The number of cost records.
    package var costCount: Int { costIndex.count }
    /// The number of notifications.
    package var notificationCount: Int { notificationIndex.count }
}
