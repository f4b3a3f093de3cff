// SPDX-License-Identifier: MIT

/// What a line leaves behind for the next one: whether they are joined, and whether a word runs on.
struct LineJoint: Hashable, Sendable {
    /// Whether the last line ended in a `\` that joins the next one on.
    private(set) var isOpen = false
    /// Whether the joined lines so far end inside a word.
    private var isInWord = false

    /// Takes in a line without its end; returns whether it ends in a `\` that joins the next one on.
    ///
    /// - Complexity: O(1) for a line that does not end in `\`, O(*n*) otherwise.
    mutating func follow(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.last == Byte.backslash else {
            self = LineJoint()
            return false
        }
        var quote: UInt8?
        var isEscaped = false
        for byte in line.dropLast() {
            if let open = quote {
                if isEscaped {
                    isEscaped = false
                } else if byte == open {
                    quote = nil
                } else {
                    isEscaped = byte == Byte.backslash && open == Byte.doubleQuote
                }
            } else if byte == Byte.numberSign, !isInWord {
                self = LineJoint()
                return false
            } else {
                isInWord = !Byte.isBlank(byte)
                if byte == Byte.singleQuote || byte == Byte.doubleQuote { quote = byte }
            }
        }
        guard quote == nil else {
            self = LineJoint()
            return false
        }
        isOpen = true
        return true
    }
}
