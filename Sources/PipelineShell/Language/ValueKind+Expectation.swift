// SPDX-License-Identifier: MIT

extension ValueKind {
    /// What is expected, as the rest of a sentence: "a positive whole number".
    package var expectation: String {
        if let choices { return Self.enumeration(of: choices) }
        return switch self {
        case .moment: "a date or a timestamp, as in 2025-12-26 or 2025-12-26T10:30:00Z"
        case .date: "a date, as in 2025-12-26"
        case .user: "a user's UUID or e-mail address, or a prefix of either"
        case .email: "an e-mail address"
        case .costType, .notificationType: "a type, 1 to 50 characters"
        case .notificationID: "a notification's id, or a prefix of four characters or more"
        case .costID: "a cost record's id"
        case .file: "a file's name"
        case .directory: "a directory's name"
        case .uuid: "a UUID"
        case .amount: "a decimal, as in 12.50"
        case .json: "a JSON value"
        case .text: "text"
        case .count: "a positive whole number"
        case .integer: "a whole number"
        case .seconds: "a number of seconds"
        case .commandName, .command: "a command"
        case .period, .outputFormat, .fileFormat, .table, .priority, .onOff: "one of the words"
        }
    }

    /// The words as a list for a sentence: "a, b or c".
    static func enumeration(of words: [String], conjunction: String = "or") -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
    }
}
