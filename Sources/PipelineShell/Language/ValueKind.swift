// SPDX-License-Identifier: MIT

/// The kinds of value that operands and options take: what completion offers and errors expect.
package enum ValueKind: Hashable, Sendable {
    /// A date or a timestamp.
    case moment
    /// A date.
    case date
    /// `week`, `month` or `year`.
    case period
    /// How answers are written: `table`, `json` or `csv`.
    case outputFormat
    /// How the rows of a file are written.
    case fileFormat([String])
    /// One of the tables that files hold.
    case table
    /// `low`, `medium` or `high`.
    case priority
    /// A known user.
    case user
    /// An e-mail address.
    case email
    /// A type of costs.
    case costType
    /// A type of notifications.
    case notificationType
    /// The id of a notification, or a prefix of it.
    case notificationID
    /// The id of a cost record.
    case costID
    /// A file.
    case file
    /// A directory.
    case directory
    /// A UUID.
    case uuid
    /// A decimal.
    case amount
    /// A JSON value.
    case json
    /// Any text.
    case text
    /// A positive whole number.
    case count
    /// A whole number.
    case integer
    /// A number of seconds.
    case seconds
    /// `on` or `off`.
    case onOff
    /// The words of a command's name.
    case commandName
    /// A whole command with its own operands and options.
    case command

    /// The values there are, where they can be counted; nil where any text may be one.
    package var choices: [String]? {
        switch self {
        case .period: ["week", "month", "year"]
        case .outputFormat: ["table", "json", "csv"]
        case .fileFormat(let formats): formats
        case .table: ["costs", "notifications", "users"]
        case .priority: ["low", "medium", "high"]
        case .onOff: ["on", "off"]
        default: nil
        }
    }

    /// Whether the grammar itself refuses what is none of `choices`; the other values are the data model's to judge.
    var isCheckedByGrammar: Bool {
        switch self {
        case .outputFormat, .fileFormat, .table, .onOff: true
        default: false
        }
    }
}
