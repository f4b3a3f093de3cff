// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Where an answer goes on that was cut off.
enum NextPage {
    /// Writes the `Link` to what follows a part of a list (RFC 8288): the same path and query with the last id as
    /// `before`.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - query: The query, undecoded; what a reference must not hold as it is (RFC 3986) becomes encoded.
    ///   - last: The id of the last row of the part.
    ///   - work: The count of looks.
    /// - Returns: The field's value, with a relative reference.
    static func link(path: String, query: [UInt8], after last: UUID, _ work: inout ByteWork) -> String {
        var writer = ByteWriter(capacity: 128 + query.count)
        writer.append(UInt8(ascii: "<"))
        writer.append(path)
        var separator = UInt8(ascii: "?")
        var rest = query[...]
        while let pair = work.nextPart(of: &rest, between: UInt8(ascii: "&")) {
            let name = pair[..<(work.firstIndex(of: UInt8(ascii: "="), in: pair) ?? pair.endIndex)]
            let decoded = PercentEncoding.decode(name, plusIsSpace: true, &work)
            if let decoded, work.isSame(decoded[...], "before".utf8) { continue }
            writer.append(separator)
            separator = UInt8(ascii: "&")
            work.count(pair.count)
            for byte in pair { append(byte, to: &writer) }
        }
        writer.append(separator)
        writer.append("before=")
        writer.append(last)
        writer.append(">; rel=\"next\"")
        return writer.text
    }

    /// Writes a byte as a query may hold it; a `%` begins what is encoded already.
    private static func append(_ byte: UInt8, to writer: inout ByteWriter) {
        guard !isAllowed(byte) else { return writer.append(byte) }
        writer.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] {
            writer.append(digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "A") - 10))
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "-._~!$&'()*+,;=:@/?%".utf8.contains(byte)
        }
    }
}
