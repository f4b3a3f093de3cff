// SPDX-License-Identifier: MIT

package import PipelineCore

/// The second question: what happened, newest first.
package struct NotificationsRequest: Sendable {
    /// Whether those that are read are left out.
    package let onlyUnread: Bool
    /// The most notifications.
    package let limit: Int
    /// The notification, or a prefix of its id, behind which the list goes on.
    package let before: String?

    /// The most notifications where nothing is said.
    package static let defaultLimit = 20

    /// The parameters of the question.
    package enum Parameter: Int, RequestParameter {
        case unread
        case limit
        case before

        /// What the parameter is called, what it takes and what it does.
        package var description: ParameterDescription {
            switch self {
            case .unread: ParameterDescription("unread", .boolean, "", "Show only unread notifications.")
            case .limit:
                ParameterDescription("limit", .count, "N", "Show at most N notifications (default: \(defaultLimit)).")
            case .before:
                ParameterDescription("before", .notificationID, "ID", "Continue after ID, the last one of a page.")
            }
        }
    }

    /// Reads the question from the texts of its parameters; an empty text counts as absent.
    ///
    /// - Parameter text: Returns the text of a parameter, nil if it was not given.
    /// - Throws: `StoreError` of kind invalid that names the parameter.
    package init(_ text: (Parameter) -> String? = { _ in nil }) throws(StoreError) {
        onlyUnread =
            try text(.unread)
            .parsed("unread") { (text) throws(ValueError) in
                switch text {
                case "true": true
                case "false": false
                default: throw ValueError("must be true or false")
                }
            } ?? false
        limit =
            try text(.limit).parsed("limit") { (text) throws(ValueError) in try Self.positive(text) }
            ?? Self.defaultLimit
        before = text(.before).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A positive whole number; one too large to count to is as good as no limit.
    private static func positive(_ text: String) throws(ValueError) -> Int {
        let isNumber = text.utf8.allSatisfy { $0.decimalValue != nil }
        let value = isNumber ? Int(text) ?? .max : 0
        guard value > 0 else { throw ValueError("must be a positive whole number") }
        return value
    }
}
