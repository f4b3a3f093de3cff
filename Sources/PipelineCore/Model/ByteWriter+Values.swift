// SPDX-License-Identifier: MIT

extension ByteWriter {
    /// Writes an identifier as 36 lower-case characters.
    package mutating func append(_ uuid: UUID) {
        let target = room(UUID.textLength)
        Self.storeHexadecimal(uuid.high &>> 32, at: target, target + 4)
        target[8] = UInt8(ascii: "-")
        Self.storeHexadecimal(uuid.high, at: target + 9, target + 14)
        target[13] = UInt8(ascii: "-")
        target[18] = UInt8(ascii: "-")
        Self.storeHexadecimal(uuid.low &>> 32, at: target + 19, target + 24)
        target[23] = UInt8(ascii: "-")
        Self.storeHexadecimal(uuid.low, at: target + 28, target + 32)
        advance(UUID.textLength)
    }

    /// Writes a whole number.
    package mutating func append(_ number: some BinaryInteger) {
        append(UInt64(clamping: number.magnitude), isNegative: number < 0)
    }

    /// Writes a date as `2025-12-26`.
    package mutating func append(_ day: Day) {
        Self.store(day, at: room(10))
        advance(10)
    }

    /// Writes a date whose text may be known already.
    @inline(__always)
    package mutating func append(_ day: Day, _ memo: inout DayMemo) {
        memo.store(day, at: room(DayMemo.roomLength))
        advance(10)
    }

    /// Writes a timestamp as `2025-12-26T10:30:00Z`, with three or six decimals if they are not zero.
    package mutating func append(_ timestamp: Timestamp) {
        var memo = DayMemo()
        append(timestamp, &memo)
    }

    /// Writes a timestamp, the text of whose day may be known already.
    package mutating func append(_ timestamp: Timestamp, _ memo: inout DayMemo) {
        let target = room(27)
        let day = timestamp.day
        let rest = Int(timestamp.microseconds &- day.start.microseconds)
        let (seconds, fraction) = rest.quotientAndRemainder(dividingBy: 1_000_000)
        memo.store(day, at: target)
        target[10] = UInt8(ascii: "T")
        Self.storeTwoDigits(seconds / 3600, at: target + 11)
        target[13] = UInt8(ascii: ":")
        Self.storeTwoDigits(seconds / 60 % 60, at: target + 14)
        target[16] = UInt8(ascii: ":")
        Self.storeTwoDigits(seconds % 60, at: target + 17)
        var length = 19
        if fraction != 0 {
            target[19] = UInt8(ascii: ".")
            target[20] = UInt8(truncatingIfNeeded: 48 &+ fraction / 100_000)
            Self.storeTwoDigits(fraction / 1000 % 100, at: target + 21)
            length = 23
            if fraction % 1000 != 0 {
                target[23] = UInt8(truncatingIfNeeded: 48 &+ fraction / 100 % 10)
                Self.storeTwoDigits(fraction % 100, at: target + 24)
                length = 26
            }
        }
        target[length] = UInt8(ascii: "Z")
        advance(length &+ 1)
    }

    /// Writes an amount with at least two decimals and as many more as it needs.
    package mutating func append(_ amount: Amount) {
        let digits = amount.digits.magnitude
        let decimals = max(Int(amount.decimals), 2)
        let raised = amount.decimals == 0 ? digits &* 100 : amount.decimals == 1 ? digits &* 10 : digits
        // At most 8 digits before the point and 18 in all: raising by 100 stays below 2⁶⁴.
        let (whole, fraction) = raised.quotientAndRemainder(dividingBy: UInt64(Amount.powersOfTen[decimals]))
        append(whole, isNegative: amount.digits < 0)
        append(fraction: fraction, decimals: decimals)
    }

    /// Writes a sum with at least two decimals and as many more as it needs.
    package mutating func append(_ sum: AmountSum) {
        let unit: UInt128 = 1_000_000_000_000
        let (whole, rest) = sum.scaled.magnitude.quotientAndRemainder(dividingBy: unit)
        append(UInt64(clamping: whole), isNegative: sum.scaled < 0)
        var fraction = UInt64(truncatingIfNeeded: rest)
        var decimals = 12
        while decimals > 2, fraction % 10 == 0 {
            fraction /= 10
            decimals &-= 1
        }
        append(fraction: fraction, decimals: decimals)
    }

    private mutating func append(fraction: UInt64, decimals: Int) {
        let target = room(decimals &+ 1)
        target[0] = UInt8(ascii: ".")
        var rest = fraction
        var position = decimals
        while position > 0 {
            target[position] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
            rest /= 10
            position &-= 1
        }
        advance(decimals &+ 1)
    }

    private mutating func append(_ magnitude: UInt64, isNegative: Bool) {
        let target = room(21)
        var start = 0
        if isNegative {
            target[0] = UInt8(ascii: "-")
            start = 1
        }
        var length = 1
        var rest = magnitude
        while rest >= 10 {
            rest /= 10
            length &+= 1
        }
        rest = magnitude
        var position = start &+ length
        while rest >= 100 {
            position &-= 2
            Self.storeTwoDigits(Int(truncatingIfNeeded: rest % 100), at: target + position)
            rest /= 100
        }
        if rest >= 10 {
            Self.storeTwoDigits(Int(truncatingIfNeeded: rest), at: target + start)
        } else {
            target[start] = UInt8(truncatingIfNeeded: 48 &+ rest)
        }
        advance(start &+ length)
    }

    @inline(__always)
    static func store(_ day: Day, at target: UnsafeMutablePointer<UInt8>) {
        let (year, month, dayOfMonth) = day.civil
        storeTwoDigits(year / 100, at: target)
        storeTwoDigits(year % 100, at: target + 2)
        target[4] = UInt8(ascii: "-")
        storeTwoDigits(month, at: target + 5)
        target[7] = UInt8(ascii: "-")
        storeTwoDigits(dayOfMonth, at: target + 8)
    }

    /// Stores a number below 100; a larger one would be a day outside the calendar, of which only the end shows.
    @inline(__always)
    private static func storeTwoDigits(_ number: Int, at target: UnsafeMutablePointer<UInt8>) {
        let tens = number / 10
        target[0] = UInt8(truncatingIfNeeded: 48 &+ tens)
        target[1] = UInt8(truncatingIfNeeded: 48 &+ number &- tens &* 10)
    }

    /// Stores the low 32 bits of a word as eight digits, four at each of two places.
    @inline(__always)
    private static func storeHexadecimal(
        _ word: UInt64,
        at first: UnsafeMutablePointer<UInt8>,
        _ second: UnsafeMutablePointer<UInt8>
    ) {
        let digits = HexadecimalWord(writing: UInt32(truncatingIfNeeded: word)).bits
        // Both places lie in the room that the caller has made; unaligned, since text goes anywhere.
        UnsafeMutableRawPointer(first).storeBytes(of: UInt32(truncatingIfNeeded: digits).littleEndian, as: UInt32.self)
        UnsafeMutableRawPointer(second)
            .storeBytes(of: UInt32(truncatingIfNeeded: digits &>> 32).littleEndian, as: UInt32.self)
    }

    /// The lower-case hexadecimal digit of a number below 16, without a branch.
    @inline(__always)
    static func digit(_ nibble: UInt8) -> UInt8 {
        nibble &+ 48 &+ ((9 &- nibble) &>> 7) &* 39
    }
}
