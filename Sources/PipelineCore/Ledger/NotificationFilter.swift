// SPDX-License-Identifier: MIT

/// Which of a user's notifications a question is about: by what they are, and by their place in the list.
package struct NotificationFilter: Sendable {
    /// Whether those that are read are left out.
    package var onlyUnread: Bool
    /// The types, of which they have one; empty for all.
    package var types: [String]
    /// The priorities, of which they have one; empty for all.
    package var priorities: [Priority]
    /// The span of time in which they happened.
    package var range: DateRange
    /// The notification behind which the list goes on, nil for its beginning: they are older.
    package var before: UUID?
    /// The notification at which the list ends, nil for its end: they are newer.
    package var after: UUID?

    /// Makes a filter.
    package init(
        onlyUnread: Bool,
        types: [String],
        priorities: [Priority],
        range: DateRange,
        before: UUID?,
        after: UUID?
    ) {
        self.onlyUnread = onlyUnread
        self.types = types
        self.priorities = priorities
        self.range = range
        self.before = before
        self.after = after
    }

    /// All notifications, or all unread ones.
    package static func every(onlyUnread: Bool) -> NotificationFilter {
        NotificationFilter(onlyUnread: onlyUnread, types: [], priorities: [], range: .all, before: nil, after: nil)
    }
}

/// Up to where a user's notifications are marked read: what came later in the list stays as it is.
package enum ReadBound: Hashable, Sendable {
    /// A moment, which belongs to what is marked.
    case moment(Timestamp)
    /// One of the user's notifications, which belongs to what is marked; of those of the same moment, those that
    /// arrived later do not.
    case notification(UUID)
}

/// The types and priorities of a filter, as rows have them.
struct NotificationKinds {
    /// The numbers of the types; nil for all.
    private let types: Set<UInt32>?
    /// A bit for each priority.
    private let priorities: UInt8

    /// Looks the types up; a name that no notification has ever had fits none.
    ///
    /// - Complexity: O(n) expected in the types of the filter.
    init(_ filter: NotificationFilter, among names: NameTable) {
        types = filter.types.isEmpty ? nil : Set(filter.types.lazy.compactMap { names.number(of: $0) })
        priorities = filter.priorities.isEmpty ? .max : filter.priorities.reduce(0) { $0 | Self.bit($1) }
    }

    /// Whether every notification fits.
    var areAll: Bool { types == nil && priorities == .max }

    /// Whether a notification fits.
    @inline(__always)
    func contain(_ row: NotificationRow) -> Bool {
        (priorities == .max || priorities & Self.bit(row.priority) != 0) && (types?.contains(row.type) ?? true)
    }

    private static func bit(_ priority: Priority) -> UInt8 { 1 &<< priority.rawValue }
}
