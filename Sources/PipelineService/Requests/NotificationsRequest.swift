// SPDX-License-Identifier: MIT

package import PipelineCore

/// The second question: what happened, newest first.
package struct NotificationsRequest: Sendable {
    /// Whether those that are read are left out.
    package let onlyUnread: Bool
    /// The most notifications.
    package let limit: Int
    /// The types, of which they have one; empty for all.
    package let types: [String]
    /// The priorities, of which they have one; empty for all.
    package let priorities: [Priority]
    /// The span of time in which they happened.
    package let range: DateRange
    /// The notification, or a prefix of its id, behind which the list goes on.
    package let before: String?
    /// The notification, or a prefix of its id, at which the list ends.
    package let after: String?

    /// The most notifications where nothing is said.
    package static let defaultLimit = 20

    /// The parameters of the question.
    package enum Parameter: Int, RequestParameter {
        case unread
        case limit
        case type
        case priority
        case since
        case until
        case before
        case after

        /// What the parameter is called, what it takes and what it does.
        package var description: ParameterDescription {
            switch self {
            case .unread: ParameterDescription("unread", .boolean, "", "Show only unread notifications.")
            case .limit:
                ParameterDescription("limit", .count, "N", "Show at most N notifications (default: \(defaultLimit)).")
            case .type:
                ParameterDescription(
                    "type",
                    .notificationType,
                    "T",
                    "Show only those of type T; may be repeated.",
                    isRepeatable: true
                )
            case .priority:
                ParameterDescription(
                    "priority",
                    .choice(Priority.allCases.map(\.name)),
                    "P",
                    "Show only those of a priority; may be repeated.",
                    isRepeatable: true
                )
            case .since: ParameterDescription("since", .moment, "D", "First date or time.")
            case .until: ParameterDescription("until", .moment, "D", "Last date or time, inclusive.")
            case .before:
                ParameterDescription("before", .notificationID, "ID", "Continue after ID, the last one of a page.")
            case .after: ParameterDescription("after", .notificationID, "ID", "Show only those newer than ID.")
            }
        }
    }

    /// Reads the question from the texts of its parameters; an empty text counts as absent.
    ///
    /// - Parameters:
    ///   - text: Returns the text of a parameter, nil if it was not given.
    ///   - texts: Returns all texts of a parameter that may be repeated.
    /// - Throws: `StoreError` of kind invalid that names the parameter.
    package init(
        _ text: (Parameter) -> String? = { _ in nil },
        all texts: (Parameter) -> [String] = { _ in [] }
    ) throws(StoreError) {
        onlyUnread = try text(.unread).parsedFlag("unread") ?? false
        limit =
            try text(.limit).parsed("limit") { (text) throws(ValueError) in try Self.positive(text) }
            ?? Self.defaultLimit
        var types: [String] = []
        for text in texts(.type) {
            let type = try String?(text)
                .parsed("type") { (text) throws(ValueError) in
                    try TextRule.type.admit(text)
                    return text
                }
            if let type { types.append(type) }
        }
        self.types = types
        var priorities: [Priority] = []
        for text in texts(.priority) {
            let priority = try String?(text)
                .parsed("priority") { (text) throws(ValueError) in try Priority(parsing: text) }
            if let priority { priorities.append(priority) }
        }
        self.priorities = priorities
        range = try DateRange.given(("since", text(.since)), ("until", text(.until))) ?? .all
        before = text(.before).nonEmpty
        after = text(.after).nonEmpty
    }

    /// Whether nothing was asked but where the list goes on.
    package var isPlain: Bool {
        !onlyUnread && limit == Self.defaultLimit && types.isEmpty && priorities.isEmpty && range == .all
            && after == nil
    }

    /// A positive whole number; one too large to count to is as good as no limit.
    private static func positive(_ text: String) throws(ValueError) -> Int {
        let isNumber = text.utf8.allSatisfy { $0.decimalValue != nil }
        let value = isNumber ? Int(text) ?? .max : 0
        guard value > 0 else { throw ValueError("must be a positive whole number") }
        return value
    }
}
