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

    init(of user: UserNumber?, _ request: CostsRequest, in state: borrowing LedgerState) {
        self.request = request
        guard let number = user else {
            summary = .empty
            lastChange = 0
            records = request.includesRecords ? CostRecords(groups: nil) : nil
            return
        }
        summary = state.costSummary(of: number, in: request.range, billed: request.billed)
        lastChange = state.lastChange(of: number)
        guard request.includesRecords else {
            records = nil
            return
        }
        records = CostRecords(
            groups: CostGroups(of: number, in: request.range, billed: request.billed, of: copy state)
        )
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
    /// What was asked.
    package let request: NotificationsRequest
    /// The notifications, newest first, and whether there are more.
    package let page: NotificationPage
    /// The number of all the user's unread notifications.
    package let unreadCount: Int
    /// The moment of asking.
    package let now: Timestamp

    /// Asks a state.
    ///
    /// - Throws: `StoreError` if `before` or `after` is none of the user's notifications.
    init(
        of user: UserNumber?,
        _ request: NotificationsRequest,
        at now: Timestamp,
        in shared: SharedLedgerState
    ) throws(StoreError) {
        self.shared = shared
        self.now = now
        self.user = user
        self.request = request
        guard let number = user else {
            if let id = request.before ?? request.after { throw .noSuchNotification(id) }
            page = NotificationPage()
            unreadCount = 0
            return
        }
        let filter = try request.filter(of: number, in: shared.state)
        page = try shared.state.notifications(of: number, matching: filter, limit: request.limit)
        unreadCount = shared.state.unreadCount(of: number)
    }

    /// The notifications, newest first.
    package var items: [MarkedNotification] { page.items }

    /// The number of all notifications that were asked for, on whatever page.
    ///
    /// - Complexity: O(log n) for whoever asks for neither types nor priorities, else O(n).
    package var matchCount: Int {
        guard let user else { return 0 }
        let state = shared.state
        // What the page was made of is there.
        guard var filter = try? request.filter(of: user, in: state) else { return items.count }
        filter.before = nil
        filter.after = nil
        return (try? state.notificationCount(of: user, matching: filter)) ?? items.count
    }
}

extension NotificationsRequest {
    /// What is asked of a state about one of its users.
    ///
    /// - Throws: `StoreError` if `before` or `after` is none of the user's notifications.
    fileprivate func filter(of user: UserNumber, in state: LedgerState) throws(StoreError) -> NotificationFilter {
        var filter = NotificationFilter(
            onlyUnread: onlyUnread,
            types: types,
            priorities: priorities,
            range: range,
            before: nil,
            after: nil
        )
        if let before { filter.before = try state.notificationID(before, of: user) }
        if let after { filter.after = try state.notificationID(after, of: user) }
        return filter
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
