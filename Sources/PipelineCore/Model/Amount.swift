// SPDX-License-Identifier: MIT

/// An exact decimal amount of money: digits and a number of decimals, never a binary fraction.
///
/// Up to 12 decimals and 18 significant digits, less than 100,000,000 either way (specification, section 1).
/// Always in lowest form: no trailing zero among the decimals, and zero is `0` with no decimals, so that equal
/// amounts are equal members.
package struct Amount: Hashable, BitwiseCopyable, Sendable {
    /// The value times ten to the power of ``decimals``; its magnitude is below 10¹⁸.
    package let digits: Int64
    /// The number of decimals, 0 to 12.
    package let decimals: UInt8

    /// The most decimals an amount may have.
    package static let maximalDecimals: UInt8 = 12
    /// The most significant digits an amount may have.
    package static let maximalDigits = 18
    /// What the magnitude of every amount is less than.
    package static let limit: Int64 = 100_000_000
    /// Nothing.
    package static let zero = Amount(uncheckedDigits: 0, decimals: 0)

    /// Makes an amount from digits and decimals, nil if it breaks a rule of the type.
    package init?(digits: Int64, decimals: UInt8) {
        guard decimals <= Self.maximalDecimals else { return nil }
        var digits = digits
        var decimals = decimals
        while decimals > 0, digits % 10 == 0 {
            digits /= 10
            decimals &-= 1
        }
        guard digits.magnitude < 1_000_000_000_000_000_000 else { return nil }
        guard Int128(digits) * Int128(Self.powersOfTen[Int(Self.maximalDecimals - decimals)]) < Self.scaledLimit,
            Int128(digits) * Int128(Self.powersOfTen[Int(Self.maximalDecimals - decimals)]) > -Self.scaledLimit
        else { return nil }
        self.init(uncheckedDigits: digits, decimals: decimals)
    }

    /// Makes an amount from members that are known to keep the rules, as rows hold them.
    @inline(__always)
    init(uncheckedDigits digits: Int64, decimals: UInt8) {
        self.digits = digits
        self.decimals = decimals
    }

    /// The value in units of 10⁻¹².
    @inline(__always)
    package var scaled: Int128 {
        Int128(digits) &* Int128(Self.powersOfTen[Int(Self.maximalDecimals &- decimals)])
    }

    static let scaledLimit = Int128(limit) * 1_000_000_000_000

    /// The powers of ten from 0 to 12.
    static let powersOfTen: [Int64] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
        1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
    ]
}

extension Amount {
    /// Parses a decimal number: an optional sign, digits with an optional point, an optional exponent.
    ///
    /// - Throws: ``ValueError`` if the text is not such a number or breaks a rule of the type; nothing
    ///   is rounded.
    package init(parsing text: Span<UInt8>) throws(ValueError) {
        var parser = DecimalParser()
        try parser.parse(text)
        self = try parser.amount()
    }

    /// Parses a decimal number, as ``init(parsing:)`` does from bytes.
    package init(parsing text: some StringProtocol) throws(ValueError) {
        self = try text.withBytes { (bytes) throws(ValueError) in try Self(parsing: bytes) }
    }
}

extension Amount: CustomStringConvertible {
    /// The number with at least two decimals and as many more as it needs.
    package var description: String {
        var writer = ByteWriter(capacity: 32)
        writer.append(self)
        return writer.text
    }
}

/// The digits of a decimal number as they are read: leading zeros dropped, trailing zeros counted apart.
private struct DecimalParser {
    /// The significant digits without the zeros that end them.
    var digits: Int64 = 0
    var significantDigits = 0
    /// Zeros that follow the digits so far; they count only if another digit follows.
    var pendingZeros = 0
    var isNegative = false
    /// The power of ten of the last digit in ``digits``, bounded so that it cannot overflow.
    var exponent = 0

    static let exponentBound = 1_000_000_000

    mutating func parse(_ text: Span<UInt8>) throws(ValueError) {
        var position = 0
        if position < text.count, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") {
            isNegative = text[position] == UInt8(ascii: "-")
            position += 1
        }
        var digitCount = 0
        var hasPoint = false
        while position < text.count {
            let byte = text[position]
            if let digit = byte.decimalValue {
                try take(digit, isFraction: hasPoint)
                digitCount += 1
            } else if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                break
            }
            position += 1
        }
        guard digitCount > 0 else { throw .notADecimal }
        if position < text.count {
            try parseExponent(text, from: position)
        }
    }

    private mutating func take(_ digit: UInt8, isFraction: Bool) throws(ValueError) {
        if isFraction { exponent -= 1 }
        if digit == 0 {
            pendingZeros += digits == 0 ? 0 : 1
            return
        }
        significantDigits += (digits == 0 ? 0 : pendingZeros) + 1
        guard significantDigits <= Amount.maximalDigits else { throw .tooManyDigits }
        for _ in 0..<pendingZeros { digits &*= 10 }
        digits = digits &* 10 &+ Int64(digit)
        pendingZeros = 0
    }

    private mutating func parseExponent(_ text: Span<UInt8>, from start: Int) throws(ValueError) {
        var position = start
        guard text[position] | 0x20 == UInt8(ascii: "e") else { throw .notADecimal }
        position += 1
        var isNegativeExponent = false
        if position < text.count, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") {
            isNegativeExponent = text[position] == UInt8(ascii: "-")
            position += 1
        }
        guard position < text.count else { throw .notADecimal }
        var value = 0
        while position < text.count {
            guard let digit = text[position].decimalValue else { throw .notADecimal }
            value = min(value * 10 + Int(digit), Self.exponentBound)
            position += 1
        }
        exponent += isNegativeExponent ? -value : value
    }

    /// The amount that was read.
    ///
    /// `exponent` counts from the last digit read, zeros included: with the pending zeros added it is the power of
    /// ten of ``digits``.
    func amount() throws(ValueError) -> Amount {
        if digits == 0 { return .zero }
        let power = exponent + pendingZeros
        guard power >= -Int(Amount.maximalDecimals) else { throw .tooManyDecimals }
        guard significantDigits + power <= 8 else { throw .tooLarge }
        var value = digits
        for _ in 0..<max(power, 0) { value &*= 10 }
        return Amount(uncheckedDigits: isNegative ? -value : value, decimals: UInt8(max(-power, 0)))
    }
}

extension ValueError {
    static let notADecimal = ValueError("must be a decimal number")
    static let tooManyDigits = ValueError("must have at most 18 significant digits")
    static let tooManyDecimals = ValueError("must have at most 12 decimals")
    static let tooLarge = ValueError("must be less than 100,000,000 in magnitude")
}
