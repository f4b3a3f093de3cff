// SPDX-License-Identifier: MIT

/// An option of a command: its name, its value, and what it does.
package struct OptionDescription: Hashable, Sendable {
    /// The name.
    package var name: OptionName
    /// What the value is; nil for a flag.
    package var kind: ValueKind?
    /// The name of the value in the usage; empty for a flag.
    package var valueName: String
    /// What the option does, in a few words.
    package var summary: String
    /// Whether the command is refused without it.
    package var isRequired = false
    /// The flag that says the opposite and so excludes this one.
    package var opposite: OptionName?

    /// An option with a value.
    static func value(
        _ name: OptionName,
        _ kind: ValueKind,
        _ valueName: String,
        _ summary: String
    )
        -> OptionDescription
    {
        OptionDescription(name: name, kind: kind, valueName: valueName, summary: summary)
    }

    /// An option with a value without which the command is refused.
    static func required(
        _ name: OptionName,
        _ kind: ValueKind,
        _ valueName: String,
        _ summary: String
    )
        -> OptionDescription
    {
        OptionDescription(name: name, kind: kind, valueName: valueName, summary: summary, isRequired: true)
    }

    /// An option without a value.
    static func flag(_ name: OptionName, _ summary: String, opposite: OptionName? = nil) -> OptionDescription {
        OptionDescription(name: name, kind: nil, valueName: "", summary: summary, opposite: opposite)
    }

    /// The option with its value, as in `--period week|month|year`.
    package var signature: String {
        guard let kind else { return "--\(name.spelling)" }
        return "--\(name.spelling) \(kind.choices?.joined(separator: "|") ?? valueName)"
    }

    /// The option as the usage shows it.
    package var usage: String { isRequired ? signature : "[\(signature)]" }
}
