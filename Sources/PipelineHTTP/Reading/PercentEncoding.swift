// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Percent-encoding (RFC 3986) and the `+` of forms.
enum PercentEncoding {
    /// Returns the bytes that a text encodes; nil if a `%` is not followed by two hexadecimal digits.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - plusIsSpace: Whether a `+` is a space.
    ///   - separator: A byte that stands between parts of the text: encoded, it is part of one, and stays encoded.
    ///   - work: The count of looks.
    /// - Returns: The bytes.
    static func decode(
        _ text: ArraySlice<UInt8>,
        plusIsSpace: Bool,
        except separator: UInt8? = nil,
        _ work: inout ByteWork
    ) -> [UInt8]? {
        work.count(text.count)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            index += 1
            if byte == UInt8(ascii: "%") {
                guard text.endIndex - index >= 2, let high = text[index].hexadecimalValue,
                    let low = text[index + 1].hexadecimalValue
                else { return nil }
                let decoded = high << 4 | low
                if decoded == separator {
                    bytes.append(contentsOf: text[(index - 1)..<(index + 2)])
                } else {
                    bytes.append(decoded)
                }
                index += 2
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return bytes
    }
}
