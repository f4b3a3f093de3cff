// SPDX-License-Identifier: MIT

/// Everything the store knows: users, their costs and their notifications, with the indexes that answer at once.
///
/// A value. Copying it costs nothing until one of the copies changes, and then only the chunks that change: a
/// snapshot is a copy. All of its logic is synchronous and free of input and output.
public struct LedgerState: Sendable {
    /// The number of changes applied so far.
    public internal(set) var sequence: UInt64 = 0

    var users = ChunkedList<UserEntry>()
    var userIndex = IDIndex()
    /// The numbers of all users by identifier.
    var usersByID = SortedLeaves<UInt32>()
    /// The numbers of the users with an e-mail address, by its lower-case form.
    var usersByEmail = SortedLeaves<UInt32>()

    /// The cost records.
    public internal(set) var costs = RowTable<CostRow>()
    /// The notifications.
    public internal(set) var notifications = RowTable<NotificationRow>()
    /// One bit a notification row: whether it is read.
    var readMarks = ChunkedArray<UInt64>()

    /// The texts of the rows.
    public internal(set) var blobs = BlobStore()

    /// Makes an empty state.
    public init() {}

    /// The number of users.
    public var userCount: Int { users.count }
    /// The number of cost records.
    public var costCount: Int { costs.count }
    /// The number of notifications.
    public var notificationCount: Int { notifications.count }
}
