// SPDX-License-Identifier: MIT

package import PipelineCore
package import PipelineStore

/// What a request gives back, as a value that says nothing of how it is written: formats do that.
///
/// The large cases are boxed: an answer is handed on several times before it is written.
package enum Answer: Sendable {
    /// It is done; the sentence is for people alone, and may be empty.
    case done(String = "")
    /// The first question's answer.
    indirect case costs(CostsAnswer)
    /// The second question's answer.
    indirect case notifications(NotificationsAnswer)
    /// A cost record as it was stored.
    indirect case cost(CostRecord)
    /// A notification as it was stored.
    indirect case notification(Notification)
    /// The rows that a delivery brought, as the store has them.
    indirect case delivery(Delivery)
    /// Everything else: rows of typed cells.
    indirect case sheet(Sheet)
    /// What help says.
    case help(String)
}

/// An answer with what has to be on disk before it is given.
package typealias Reply = Durable<Answer>

/// The first question's answer: the sums, and the records if they were asked for.
package struct CostsAnswer: Sendable {
    /// What was asked.
    package let request: CostsRequest
    /// The sums.
    package let summary: CostSummary
    /// The sequence number of the last change to anything of the user's; 0 if the state does not know the user.
    package let lastChange: UInt64
    /// The records; nil if they were not asked for.
    ///
    /// An answer without them holds no copy of the state.
    package let records: CostRecords?

    init(of user: UserNumber?, _ request: CostsRequest, includesRecords: Bool, in state: borrowing LedgerState) {
        self.request = request
        guard let number = user else {
            summary = .empty
            lastChange = 0
            records = includesRecords ? CostRecords(groups: nil) : nil
            return
        }
        summary = state.costSummary(of: number, in: request.range)
        lastChange = state.lastChange(of: number)
        guard includesRecords else {
            records = nil
            return
        }
        records = CostRecords(groups: CostGroups(of: number, in: request.range, of: copy state))
    }
}

/// The records of an answer, oldest first: read from a copy of the state while the answer is written.
package struct CostRecords: Sendable {
    /// The records in groups; nil if there are none.
    package let groups: CostGroups?
}

/// The second question's answer: the notifications with the state that holds their texts.
package struct NotificationsAnswer: Sendable {
    /// The state that was asked.
    package let shared: SharedLedgerState
    /// The user; nil if the state does not know the user.
    package let user: UserNumber?
    /// The notifications, newest first.
    package let items: [MarkedNotification]
    /// The number of all the user's unread notifications.
    package let unreadCount: Int
    /// The moment of asking.
    package let now: Timestamp

    /// Asks a state.
    ///
    /// - Throws: `StoreError` if `before` is none of the user's notifications.
    init(
        of user: UserNumber?,
        _ request: NotificationsRequest,
        at now: Timestamp,
        in shared: SharedLedgerState
    ) throws(StoreError) {
        self.shared = shared
        self.now = now
        self.user = user
        guard let number = user else {
            if let before = request.before { throw .noSuchNotification(before) }
            items = []
            unreadCount = 0
            return
        }
        var before: UUID?
        if let text = request.before { before = try shared.state.notificationID(text, of: number) }
        items = try shared.state.notifications(
            of: number,
            onlyUnread: request.onlyUnread,
            limit: request.limit,
            before: before
        )
        unreadCount = shared.state.unreadCount(of: number)
    }
}

/// Rows that somebody handed over, as the store has them now.
package struct Delivery: Sendable {
    /// The tables that take deliveries.
    package enum Table: String, Sendable {
        /// Cost records.
        case costs
        /// Notifications.
        case notifications
    }

    /// The table.
    package let table: Table
    /// The rows' identifiers, in the order of the delivery.
    package let ids: [UUID]
    /// Whether the rows came in an array.
    package let isList: Bool
    /// Whether one of the rows was not there before.
    package let hasNewRows: Bool
    /// The state that has the rows.
    package let state: LedgerState
}
