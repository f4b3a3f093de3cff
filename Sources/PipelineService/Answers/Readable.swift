// SPDX-License-Identifier: MIT

/// Numbers as people read them.
package enum Readable {
    /// Returns a decimal with a comma between every three digits before its point, as in `1,234,567.80`.
    ///
    /// Text that does not begin with digits, after a sign, is returned as it is.
    package static func grouped(_ decimal: String) -> String {
        let bytes = Array(decimal.utf8)
        let start = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") ? 1 : 0
        let digits = bytes[start...].prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard digits.count > 3 else { return decimal }
        var result = Array(bytes[..<start])
        for (offset, digit) in digits.enumerated() {
            if offset > 0, (digits.count - offset).isMultiple(of: 3) { result.append(UInt8(ascii: ",")) }
            result.append(digit)
        }
        result += bytes[digits.endIndex...]
        return String(decoding: result, as: UTF8.self)
    }

    /// Returns a whole number with a comma between every three digits.
    package static func grouped(_ number: some BinaryInteger) -> String { grouped(String(number)) }

    /// Returns a number with its noun, as in `1 row` or `1,000 rows`.
    package static func counted(_ count: Int, _ noun: String) -> String {
        "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    /// Returns a length of time, as in `0.42 ms`, `1.3 s`, `2 min 5 s` or `3 h 20 min`.
    package static func duration(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        if seconds < 0 || attoseconds < 0 { return "0 ms" }
        if seconds == 0 {
            let microseconds = attoseconds / 1_000_000_000_000
            if microseconds < 99_950 {
                let decimals = microseconds < 9_995 ? 2 : 1
                return "\(fixed(microseconds, scale: 1_000, decimals: decimals)) ms"
            }
            if microseconds < 999_500 { return "\(fixed(microseconds, scale: 1_000, decimals: 0)) ms" }
        }
        if seconds < 60 {
            let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
            return "\(fixed(milliseconds, scale: 1_000, decimals: 1)) s"
        }
        if seconds < 3_600 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(grouped(seconds / 3_600)) h \(seconds % 3_600 / 60) min"
    }

    /// Returns a number of bytes, as in `812 B` or `12.4 MB`, in steps of a thousand.
    package static func byteCount(_ count: some BinaryInteger) -> String {
        let bytes = Int64(clamping: max(count, 0))
        guard bytes >= 1_000 else { return "\(bytes) B" }
        var scale: Int64 = 1_000
        var units = ["kB", "MB", "GB", "TB", "PB", "EB"][...]
        while units.count > 1, bytes / scale >= 1_000 || roundsToThousand(bytes, scale) {
            scale *= 1_000
            units.removeFirst()
        }
        return "\(fixed(bytes, scale: scale, decimals: 1)) \(units.first ?? "EB")"
    }

    /// Returns how long ago a moment is, as in `2 h ago`; a negative age lies ahead, as in `in 3 d`.
    package static func age(microseconds: Int64) -> String {
        let seconds = microseconds.magnitude / 1_000_000
        let text: String
        switch seconds {
        case 0: return "now"
        case ..<60: text = "\(seconds) s"
        case ..<3_600: text = "\(seconds / 60) min"
        case ..<86_400: text = "\(seconds / 3_600) h"
        case ..<31_536_000: text = "\(seconds / 86_400) d"
        default: text = "\(grouped(seconds / 31_536_000)) y"
        }
        return microseconds < 0 ? "in \(text)" : "\(text) ago"
    }

    /// Whether a number of units shows as 1000.0.
    private static func roundsToThousand(_ value: Int64, _ scale: Int64) -> Bool {
        value >= scale * 1_000 - scale / 20
    }

    /// `value / scale` with a number of decimals, rounded half up, from whole numbers alone.
    private static func fixed(_ value: Int64, scale: Int64, decimals: Int) -> String {
        let power: Int64 = [1, 10, 100][min(max(decimals, 0), 2)]
        let step = max(scale / power, 1)
        let units = value / step + (value % step * 2 >= step ? 1 : 0)
        guard power > 1 else { return "\(units)" }
        let fraction = String(units % power)
        let zeros = String(repeating: "0", count: max(decimals - fraction.utf8.count, 0))
        return "\(units / power).\(zeros)\(fraction)"
    }
}
