// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService

/// A request's target taken apart: the path and the query, as they were sent.
struct RequestTarget {
    /// The path, undecoded.
    let path: Substring
    /// What follows the first `?`, undecoded; empty if there is none.
    let query: Substring

    /// Takes a target apart; the scheme and the authority of an absolute one do not matter.
    init(_ target: String) {
        var rest = target[...]
        for scheme in ["http://", "https://"] where rest.hasPrefix(scheme) {
            let authority = rest.dropFirst(scheme.count)
            rest = authority.firstIndex { $0 == "/" || $0 == "?" }.map { authority[$0...] } ?? ""
        }
        if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = rest[..<mark]
            query = rest[rest.utf8.index(after: mark)...]
        } else {
            path = rest
            query = ""
        }
    }
}

/// The parameters of a query that a route has; all others are ignored, as on the platform.
struct QueryParameters {
    private let values: [String: String]

    /// The parameters as one text, ordered by their names.
    var description: String {
        values.isEmpty ? "" : values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    }

    /// Reads a query: `+` is a space, `%XX` a byte, the result UTF-8.
    ///
    /// - Throws: `StoreError` of kind invalid that names a parameter given twice, not readable, or not an id.
    init(_ query: Substring, of parameters: [ParameterDescription]) throws(StoreError) {
        var values: [String: String] = [:]
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap(Self.decode),
                let parameter = parameters.first(where: { $0.name == name })
            else { continue }
            guard let value = parts.count > 1 ? Self.decode(parts[1]) : "" else {
                throw .invalid(name, "\(name) must be UTF-8 in percent-encoding.")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .invalid(name, "\(name) must be given only once.")
            }
            if parameter.kind == .notificationID { try Self.checkID(value, of: name) }
        }
        self.values = values
    }

    /// Checks an id, of which a prefix will do for people alone.
    private static func checkID(_ text: String, of name: String) throws(StoreError) {
        guard !text.isEmpty else { return }
        do throws(ValueError) {
            _ = try UUID(parsing: text)
        } catch {
            throw error.described(field: name, text: text)
        }
    }

    private static func decode(_ text: Substring.UTF8View.SubSequence) -> String? {
        PercentEncoding.decode(Array(text)[...], plusIsSpace: true).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The value of a parameter, nil if it is absent.
    subscript(parameter: ParameterDescription) -> String? {
        guard let value = values[parameter.name] else { return nil }
        if case .moment = parameter.kind { return Self.withOffsetSign(value) }
        return value
    }

    /// A date or a timestamp in which a space where the sign of an offset belongs is the `+` that it was.
    ///
    /// Nobody encodes it: `2025-12-26T10:30:00+00:00` arrives as `2025-12-26T10:30:00 00:00`.
    private static func withOffsetSign(_ text: String) -> String {
        var bytes = Array(text.utf8)
        let dateLength = 10
        guard let space = bytes.lastIndex(of: UInt8(ascii: " ")), space > dateLength, space + 2 < bytes.count,
            bytes[(space + 1)...].allSatisfy({ $0.decimalValue != nil || $0 == UInt8(ascii: ":") })
        else { return text }
        bytes[space] = UInt8(ascii: "+")
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Percent-encoding (RFC 3986) and the `+` of forms.
enum PercentEncoding {
    /// Returns the bytes that a text encodes; nil if a `%` is not followed by two hexadecimal digits.
    static func decode(_ text: ArraySlice<UInt8>, plusIsSpace: Bool) -> [UInt8]? {
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
                bytes.append(high << 4 | low)
                index += 2
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return bytes
    }
}
