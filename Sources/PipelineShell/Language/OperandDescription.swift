// SPDX-License-Identifier: MIT

/// An operand of a command: what it is called, what it takes and how often.
package struct OperandDescription: Hashable, Sendable {
    /// How many words an operand takes.
    package enum Arity: Hashable, Sendable {
        /// Exactly one.
        case one
        /// One or none.
        case optional
        /// Any number, none included.
        case any
        /// One or more; none where the flag is given.
        case many(waivedBy: OptionName?)
        /// All the words that are left, options included: one or more.
        case rest
    }

    /// The name in the usage, in capitals.
    package var name: String
    /// What it takes.
    package var kind: ValueKind
    /// How many words it takes.
    package var arity: Arity

    /// The usual operand: one word.
    static func one(_ name: String, _ kind: ValueKind) -> OperandDescription {
        OperandDescription(name: name, kind: kind, arity: .one)
    }

    /// An operand that may be absent.
    static func optional(_ name: String, _ kind: ValueKind) -> OperandDescription {
        OperandDescription(name: name, kind: kind, arity: .optional)
    }

    /// The operand as the usage shows it.
    package var usage: String {
        let shown = kind.choices?.joined(separator: "|") ?? name
        return switch arity {
        case .one: shown
        case .optional: "[\(shown)]"
        case .any: "[\(shown)…]"
        case .many(.none), .rest: "\(shown)…"
        case .many(.some(let waiver)): "\(shown)…|--\(waiver.spelling)"
        }
    }
}
