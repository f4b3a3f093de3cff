// SPDX-License-Identifier: MIT

package import PipelineCore

/// What is asked when all notifications are to be marked read: up to where.
package struct ReadAllRequest: Sendable {
    /// Where the marking ends.
    enum End: Sendable {
        /// At a moment, inclusive.
        case moment(Timestamp)
        /// At a notification, inclusive: its id, or a prefix of it.
        case notification(String)
    }

    /// Where the marking ends; nil if it does not.
    let end: End?

    /// The parameters of the request.
    package enum Parameter: Int, RequestParameter {
        case until

        /// What the parameter is called, what it takes and what it does.
        package var description: ParameterDescription {
            switch self {
            case .until:
                ParameterDescription(
                    "until",
                    .momentOrNotificationID,
                    "D|ID",
                    "Leave those unread that came later than a time or a notification."
                )
            }
        }
    }

    /// Reads the request from the texts of its parameters; an empty text counts as absent.
    ///
    /// - Parameter text: Returns the text of a parameter, nil if it was not given.
    /// - Throws: `StoreError` of kind invalid that names the parameter.
    package init(_ text: (Parameter) -> String? = { _ in nil }) throws(StoreError) {
        end = try text(.until)
            .parsed("until") { (text) throws(ValueError) in
                if UUID.bounds(ofPrefix: text) != nil { return .notification(text) }
                do throws(ValueError) {
                    return .moment(try Timestamp(parsing: text, orDay: \.end))
                } catch {
                    throw ValueError("must be a date, a timestamp or the id of a notification")
                }
            }
    }
}
