// SPDX-License-Identifier: MIT

/// A place in a text of bytes that is read from left to right; every read is checked against the text's end.
struct ByteCursor {
    /// The number of bytes read.
    var position = 0

    /// The next byte, nil at the end.
    mutating func take(_ text: Span<UInt8>) -> UInt8? {
        guard position < text.count else { return nil }
        defer { position &+= 1 }
        return text[position]
    }

    /// Reads the next byte if it is `byte`, and returns whether it was.
    mutating func takeIf(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
        guard position < text.count, text[position] == byte else { return false }
        position &+= 1
        return true
    }

    /// A number of exactly `count` decimal digits.
    mutating func takeDigits(_ count: Int, _ text: Span<UInt8>) -> Int? {
        guard position &+ count <= text.count else { return nil }
        var value = 0
        for index in position..<position &+ count {
            guard let digit = text[index].decimalValue else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        position &+= count
        return value
    }

    /// A date: nil if the text has another form, a nil day if the calendar has none.
    mutating func takeDate(_ text: Span<UInt8>) -> Day?? {
        guard let year = takeDigits(4, text), takeIf(UInt8(ascii: "-"), text),
            let month = takeDigits(2, text), takeIf(UInt8(ascii: "-"), text),
            let day = takeDigits(2, text)
        else { return nil }
        return .some(Day(year: year, month: month, day: day))
    }

    /// A time of day in microseconds: `10:30`, `10:30:00`, `10:30:00.123456`.
    mutating func takeTime(_ text: Span<UInt8>) throws(ValueError) -> Int64 {
        guard let hour = takeDigits(2, text), takeIf(UInt8(ascii: ":"), text), let minute = takeDigits(2, text)
        else { throw .notATimestamp }
        var second = 0
        var fraction: Int64 = 0
        if takeIf(UInt8(ascii: ":"), text) {
            guard let value = takeDigits(2, text) else { throw .notATimestamp }
            second = value
            if takeIf(UInt8(ascii: "."), text) { fraction = try takeFraction(text) }
        }
        guard hour <= 23, minute <= 59, second <= 59 else { throw .noSuchTime }
        return Int64((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
    }

    /// The decimals of a second in microseconds; zeros beyond the sixth are read, other digits refused.
    private mutating func takeFraction(_ text: Span<UInt8>) throws(ValueError) -> Int64 {
        var value: Int64 = 0
        var count = 0
        while position < text.count, let digit = text[position].decimalValue {
            if count < 6 {
                value = value * 10 + Int64(digit)
                count += 1
            } else if digit != 0 {
                throw .tooFine
            }
            position += 1
        }
        guard count > 0 else { throw .notATimestamp }
        for _ in count..<6 { value *= 10 }
        return value
    }

    /// The offset from UTC in microseconds: nothing, `Z`, `+02`, `+0200` or `+02:00`.
    mutating func takeOffset(_ text: Span<UInt8>) throws(ValueError) -> Int64 {
        guard let sign = take(text) else { return 0 }
        if sign | 0x20 == UInt8(ascii: "z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = takeDigits(2, text)
        else { throw .notATimestamp }
        var minutes = 0
        if position < text.count {
            _ = takeIf(UInt8(ascii: ":"), text)
            guard let value = takeDigits(2, text) else { throw .notATimestamp }
            minutes = value
        }
        guard hours <= 23, minutes <= 59 else { throw .noSuchTime }
        let offset = Int64(hours * 60 + minutes) * 60_000_000
        return sign == UInt8(ascii: "-") ? -offset : offset
    }
}
