// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The parameters of a request, each described once.
///
/// The shell makes options of them (`--start-date`), HTTP query parameters (`start_date`), the OpenAPI document its
/// descriptions: a case that is added here is there in all of them.
package protocol RequestParameter: CaseIterable, RawRepresentable<Int>, Hashable, Sendable {
    /// What the parameter is called, what it takes and what it does.
    var description: ParameterDescription { get }
}

/// A parameter of a request: what it is called, what it takes and what it does.
package struct ParameterDescription: Hashable, Sendable {
    /// What a parameter takes.
    package enum Kind: Hashable, Sendable {
        /// One of the words.
        case choice([String])
        /// One of the words, a month or a year.
        case period([String])
        /// A month or a date.
        case billingPeriod
        /// `true` or `false`.
        case boolean
        /// A date or a timestamp.
        case moment
        /// A date, a timestamp, or the id of one of the user's notifications, or a prefix of it.
        case momentOrNotificationID
        /// A date.
        case date
        /// A positive whole number.
        case count
        /// A UUID.
        case uuid
        /// The id of one of the user's notifications, or a prefix of it.
        case notificationID
        /// An exact decimal.
        case amount
        /// A type of costs.
        case costType
        /// A type of notifications.
        case notificationType
        /// A JSON value.
        case json
        /// Any text.
        case text
    }

    /// The name, as in `start_date`.
    package let name: String
    /// What it takes.
    package let kind: Kind
    /// What stands for its value in a command's usage.
    package let placeholder: String
    /// What it does, in a few words.
    package let summary: String
    /// Whether a request is refused without it.
    package let isRequired: Bool
    /// Whether it may be given several times, each with another value.
    package let isRepeatable: Bool

    init(
        _ name: String,
        _ kind: Kind,
        _ placeholder: String,
        _ summary: String,
        isRequired: Bool = false,
        isRepeatable: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.placeholder = placeholder
        self.summary = summary
        self.isRequired = isRequired
        self.isRepeatable = isRepeatable
    }
}

extension String? {
    /// The value of a parameter, nil where the text is absent or empty.
    ///
    /// - Throws: `StoreError` of kind invalid that names the parameter and the rule that the text breaks.
    func parsed<Value>(
        _ name: String,
        _ parse: (String) throws(ValueError) -> Value
    ) throws(StoreError) -> Value? {
        guard let text = self, !text.isEmpty else { return nil }
        do throws(ValueError) {
            return try parse(text)
        } catch {
            throw error.described(field: name, text: text)
        }
    }

    /// The text of a parameter, empty or not; nil where it is absent.
    func admitted(_ name: String, by rule: TextRule) throws(StoreError) -> String? {
        guard self != nil else { return nil }
        return try requiredText(name, rule)
    }

    /// The text of a parameter that must be there.
    func requiredText(_ name: String, _ rule: TextRule) throws(StoreError) -> String {
        try required(name) { (text) throws(ValueError) in
            try rule.admit(text)
            return text
        }
    }

    /// What is left of a text that is not empty.
    var nonEmpty: String? { flatMap { $0.isEmpty ? nil : $0 } }

    /// `true` or `false`, nil where the text is absent or empty.
    ///
    /// - Throws: `StoreError` of kind invalid that names the parameter.
    func parsedFlag(_ name: String) throws(StoreError) -> Bool? {
        try parsed(name) { (text) throws(ValueError) in
            switch text {
            case "true": true
            case "false": false
            default: throw ValueError("must be true or false")
            }
        }
    }

    /// The value of a parameter that must be there; an empty text is no value of most.
    func required<Value>(
        _ name: String,
        _ parse: (String) throws(ValueError) -> Value
    ) throws(StoreError) -> Value {
        guard let text = self else { throw .invalid(name, "\(name) is required.") }
        do throws(ValueError) {
            return try parse(text)
        } catch {
            throw error.described(field: name, text: text)
        }
    }
}
