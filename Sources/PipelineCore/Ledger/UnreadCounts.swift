// SPDX-License-Identifier: MIT

/// How many of a user's notifications are unread, and of what kinds they are.
package struct UnreadCounts: Sendable {
    /// The number of all of them.
    package fileprivate(set) var total = 0
    /// The number of each priority, those of which there is none included.
    package fileprivate(set) var byPriority: [(priority: Priority, count: Int)] = []
    /// The number of each type that occurs, by name.
    package fileprivate(set) var byType: [(type: String, count: Int)] = []
}

extension LedgerState {
    /// Counts a user's unread notifications; without a user there are none.
    ///
    /// - Complexity: O(u + t log t) for u unread notifications of t types.
    package func unreadCounts(of user: UserNumber?) -> UnreadCounts {
        var counts = UnreadCounts()
        var priorities = Array(repeating: 0, count: Priority.allCases.count)
        var types: [UInt32: Int] = [:]
        if let user {
            let unread = users[user.index].unread
            counts.total = unread.count
            unread.forEach(from: unread.startPosition) {
                let row = notifications[Int($0)]
                priorities[Int(row.priority.rawValue)] += 1
                types[row.type, default: 0] += 1
                return true
            }
        }
        counts.byPriority = Priority.allCases.map { ($0, priorities[Int($0.rawValue)]) }
        counts.byType = types.map { (notifications.types[$0.key], $0.value) }
        counts.byType.sort { $0.type.compareBytes(to: $1.type) < 0 }
        return counts
    }
}
