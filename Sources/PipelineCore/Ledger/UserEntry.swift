// SPDX-License-Identifier: MIT

/// A user with the lists that point at the user's rows.
struct UserEntry: Sendable {
    let id: UserID
    var email: EmailAddress?
    /// The sequence number of the last change to anything of the user's.
    var lastChange: UInt64

    /// The rows of the costs by time, then arrival.
    var costs = SortedLeaves<UInt32>()
    /// The sums by day and type.
    var days = CostCells(.day)
    /// The sums by hour and type.
    var hours = CostCells(.hour)
    /// The exact sum of all costs.
    var total = AmountSum.zero
    /// The next free place of the open block of cost rows; a multiple of the block's length if none is open.
    var nextCostRow = 0

    /// The rows of the notifications by time, then arrival.
    var notifications = SortedLeaves<UInt32>()
    /// The rows of the unread ones among them, in the same order.
    var unread = SortedLeaves<UInt32>()
    var nextNotificationRow = 0

    init(id: UserID, email: EmailAddress?, lastChange: UInt64) {
        self.id = id
        self.email = email
        self.lastChange = lastChange
    }

    /// The sums of a width.
    func cells(by width: CostCellWidth) -> CostCells {
        switch width {
        case .day: days
        case .hour: hours
        }
    }
}

/// What is known of a user in figures.
package struct UserSummary: Sendable {
    /// The user.
    package let id: UserID
    /// The user's e-mail address, if there is one.
    package let email: String?
    /// The number of cost records.
    package let costCount: Int
    /// The exact sum of all costs.
    package let total: AmountSum
    /// The number of notifications.
    package let notificationCount: Int
    /// The number of unread notifications.
    package let unreadCount: Int
}
