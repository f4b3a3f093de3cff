// SPDX-License-Identifier: MIT

/// The kinds of value that operands and options take: what completion offers and errors expect.
package enum ValueKind: Hashable, Sendable {
    /// A date or a timestamp.
    case moment
    /// A date, a timestamp, or the id of a notification, or a prefix of it.
    case momentOrNotificationID
    /// A date.
    case date
    /// One of a few words; the parser refuses others if `isChecked`, else the data model does.
    case choice([String], isChecked: Bool)
    /// One of the words, a month or a year.
    case period([String])
    /// A month or a date.
    case billingPeriod
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
    /// The words of a command's name.
    case commandName
    /// A whole command with its own operands and options.
    case command

    /// One of the words, and the parser refuses others.
    package static func choice(of words: [String]) -> ValueKind { .choice(words, isChecked: true) }

    /// One of the cases of an enumeration by its raw value.
    package static func choice<Value>(of values: Value.Type, isChecked: Bool = true) -> ValueKind
    where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
        .choice(Value.allCases.map(\.rawValue), isChecked: isChecked)
    }

    /// The words that are offered, or nil if there are none.
    var words: [String]? {
        if case .period(let words) = self { words } else { choices }
    }

    /// The words that may be given, or nil if any text may be one.
    package var choices: [String]? {
        guard case .choice(let words, _) = self else { return nil }
        return words
    }
}

extension ValueKind {
    /// What is expected, as the rest of a sentence: "a positive whole number".
    package var expectation: String {
        switch self {
        case .choice(let words, _): Self.enumeration(of: words)
        case .period(let words): "\(words.joined(separator: ", ")), a month as in 2025-06 or a year as in 2025"
        case .billingPeriod: "a month or a date, as in 2025-06 or 2025-06-30"
        case .moment: "a date or a timestamp, as in 2025-12-26 or 2025-12-26T10:30:00Z"
        case .momentOrNotificationID: "a date, a timestamp or a notification's ID"
        case .date: "a date, as in 2025-12-26"
        case .user: "a user's UUID or e-mail address, or a prefix of either"
        case .email: "an e-mail address"
        case .costType, .notificationType: "a type, 1 to 50 characters"
        case .notificationID: "a notification's ID, or a prefix of at least four characters"
        case .file: "the name of a file"
        case .directory: "the name of a directory"
        case .uuid: "a UUID"
        case .amount: "a decimal, as in 12.50"
        case .json: "a JSON value"
        case .text: "text"
        case .count: "a positive whole number"
        case .integer: "a whole number"
        case .seconds: "a number of seconds"
        case .commandName, .command: "a command"
        }
    }

    /// The words as a list for a sentence: "a, b or c".
    package static func enumeration(of words: [String], conjunction: String = "or") -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
    }
}
