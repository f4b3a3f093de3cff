// SPDX-License-Identifier: MIT

/// The media types of bodies.
enum MediaType {
    /// What requests must have and almost every answer has.
    static let json = "application/json"
    /// Prometheus' text format.
    static let figures = "text/plain; version=0.0.4; charset=utf-8"

    /// Whether a `Content-Type` says JSON in UTF-8.
    static func isJSON(_ value: String?) -> Bool {
        guard let value else { return false }
        let parts = value.split(separator: ";", omittingEmptySubsequences: false).map { $0.trimmed.lowercased() }
        guard parts[0] == json else { return false }
        return parts.dropFirst()
            .allSatisfy { parameter in
                guard parameter.hasPrefix("charset=") else { return true }
                return ["utf-8", "\"utf-8\"", "utf8"].contains(parameter.dropFirst("charset=".count))
            }
    }
}

extension Substring {
    /// The text without the white space that a header field may have around a value (RFC 9110, section 5.6.3).
    var trimmed: Substring {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        var text = drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }
}
