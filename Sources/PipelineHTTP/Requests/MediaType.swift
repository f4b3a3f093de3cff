// SPDX-License-Identifier: MIT

/// The one media type that bodies have.
enum MediaType {
    /// What answers say.
    static let json = "application/json"

    /// Whether a `Content-Type` says JSON in UTF-8.
    static func isJSON(_ value: String?) -> Bool {
        guard let value else { return false }
        let parts = value.split(separator: ";", omittingEmptySubsequences: false).map { trim($0).lowercased() }
        guard parts[0] == json else { return false }
        return parts.dropFirst()
            .allSatisfy { parameter in
                guard parameter.hasPrefix("charset=") else { return true }
                return ["utf-8", "\"utf-8\"", "utf8"].contains(parameter.dropFirst("charset=".count))
            }
    }

    private static func trim(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
