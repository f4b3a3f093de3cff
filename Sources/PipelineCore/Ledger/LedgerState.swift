// SPDX-License-Identifier: MIT

/// Everything the store knows: users, their costs and their notifications, with the indexes that answer at once.
///
/// A value. Copying it costs nothing until one of the copies changes, and then only the chunks that change: a
/// snapshot is a copy. All of its logic is synchronous and free of input and output.
package struct LedgerState: Sendable {
    /// The number of changes applied so far.
    package internal(set) var sequence: UInt64 = 0

    var users = ChunkedList<UserEntry>()
    var userIndex = IDIndex()
    /// The numbers of all users by identifier.
    var usersByID = SortedLeaves<UInt32>()
    /// The numbers of the users with an e-mail address, by its lower-case form.
    var usersByEmail = SortedLeaves<UInt32>()

    /// The cost records.
    package internal(set) var costs = RowTable<CostRow>()
    /// The notifications.
    package internal(set) var notifications = RowTable<NotificationRow>()
    /// One bit a notification row: whether it is read.
    var readMarks = ChunkedArray<UInt64>()

    /// The texts of the rows.
    package internal(set) var blobs = BlobStore()

    /// The deliveries that are not taken again.
    var deliveries = DeliveryTable()

    /// Makes an empty state.
    package init() {}

    /// The number of users.
    package var userCount: Int { users.count }
    /// The number of cost records.
    package var costCount: Int { costs.count }
    /// The number of notifications.
    package var notificationCount: Int { notifications.count }
}

/// A state that is handed on, from the store to what writes the answer: one reference to count at each step, where the
/// state has eighteen, which would take a tenth of a short answer's time.
package final class SharedLedgerState: Sendable {
    /// The state.
    package let state: LedgerState

    /// Makes a copy of a state that can be handed on.
    package init(_ state: borrowing LedgerState) {
        self.state = copy state
    }
}
