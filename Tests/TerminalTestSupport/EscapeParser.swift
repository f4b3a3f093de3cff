// SPDX-License-Identifier: MIT

/// A parser that turns the bytes of a terminal into what they ask for.
struct EscapeParser: Sendable {
    /// What the terminal is asked to do.
    enum Action: Sendable {
        /// Shows a scalar.
        case show(Unicode.Scalar)
        /// Obeys a control character.
        case control(UInt8)
        /// Obeys `ESC` and a letter.
        case escape(UInt8)
        /// Obeys `ESC [`, numbers, and a letter.
        case sequence(UInt8, parameters: [Int], isPrivate: Bool)
    }

    private enum Mode {
        case text
        case escape
        /// A charset's name follows.
        case charset
        case sequence
        /// A title or the like, up to BEL or ESC.
        case string
    }

    private var mode = Mode.text
    private var pending: [UInt8] = []

    /// Takes a byte; an action is complete with its last one.
    mutating func next(_ byte: UInt8) -> Action? {
        switch mode {
        case .text: return text(byte)
        case .escape: return escape(byte)
        case .charset:
            mode = .text
            return nil
        case .string:
            if byte == 0x07 { mode = .text }
            if byte == 0x1B { mode = .escape }
            return nil
        case .sequence:
            guard (0x40...0x7E).contains(byte) else {
                pending.append(byte)
                return nil
            }
            mode = .text
            let isPrivate = pending.first == UInt8(ascii: "?")
            let digits = String(
                decoding: pending.drop { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: ">") },
                as: UTF8.self
            )
            pending = []
            let parameters = digits.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
            return .sequence(byte, parameters: parameters, isPrivate: isPrivate)
        }
    }

    private mutating func escape(_ byte: UInt8) -> Action? {
        mode = .text
        switch byte {
        case UInt8(ascii: "["): mode = .sequence
        case UInt8(ascii: "]"): mode = .string
        case UInt8(ascii: "("), UInt8(ascii: ")"): mode = .charset
        case UInt8(ascii: "\\"): break
        default: return .escape(byte)
        }
        return nil
    }

    private mutating func text(_ byte: UInt8) -> Action? {
        if byte < 0x20 || byte == 0x7F {
            pending = []
            if byte != 0x1B { return .control(byte) }
            mode = .escape
            return nil
        }
        if byte & 0xC0 != 0x80 { pending = [] }
        pending.append(byte)
        let length = byte < 0x80 ? 1 : pending[0] >= 0xF0 ? 4 : pending[0] >= 0xE0 ? 3 : 2
        guard pending.count >= length else { return nil }
        defer { pending = [] }
        return String(decoding: pending, as: UTF8.self).unicodeScalars.first.map(Action.show)
    }
}
