// SPDX-License-Identifier: MIT

internal import PipelineCore

extension JSONScanner {
    /// Reads a number: `-`, digits without a leading zero, a fraction, an exponent.
    mutating func scanNumber(_ text: Span<UInt8>) throws(JSONError) -> JSONToken {
        let start = position
        _ = takeIf(UInt8(ascii: "-"), text)
        if takeIf(UInt8(ascii: "0"), text) {
            if position < text.count, text[position].decimalValue != nil {
                throw JSONError("number with a leading zero", at: start)
            }
        } else {
            try scanDigits(text)
        }
        if takeIf(UInt8(ascii: "."), text) { try scanDigits(text) }
        if takeIf(UInt8(ascii: "e"), text) || takeIf(UInt8(ascii: "E"), text) {
            if !takeIf(UInt8(ascii: "+"), text) { _ = takeIf(UInt8(ascii: "-"), text) }
            try scanDigits(text)
        }
        return JSONToken(.number, start..<position)
    }

    private mutating func scanDigits(_ text: Span<UInt8>) throws(JSONError) {
        var place = position
        while place < text.count, text[place].decimalValue != nil { place &+= 1 }
        guard place > position else { throw JSONError("expected a digit", at: place) }
        move(to: place)
    }
}
