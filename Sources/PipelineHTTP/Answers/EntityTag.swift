// SPDX-License-Identifier: MIT

/// Makes the tags by which a client asks whether an answer is still the same.
///
/// A tag stands for the user's own last change and what the answer depends on beside it, under a key that lives as
/// long as the process: it tells nothing about other users' changes, and none outlives a store that went back.
struct EntityTag: Sendable {
    private let key: (UInt64, UInt64) = (.random(in: 0...(.max)), .random(in: 0...(.max)))

    /// The tag of a version of an answer to a question.
    func tag(of version: UserAnswer.Version, route: RoutePattern, query: String) -> String {
        // Swift's hash of keyed input is SipHash, made to hide what it is of.
        var hasher = Hasher()
        hasher.combine(key.0)
        hasher.combine(key.1)
        hasher.combine(version)
        hasher.combine(route)
        hasher.combine(query)
        let digits = String(UInt(bitPattern: hasher.finalize()), radix: 16)
        return "\"\(digits)\""
    }

    /// Whether the values of `If-None-Match` hold a tag.
    static func matches(_ values: [String], _ tag: String) -> Bool {
        values.flatMap { $0.split(separator: ",") }
            .contains { candidate in
                var candidate = candidate.drop { $0 == " " || $0 == "\t" }
                while candidate.last == " " || candidate.last == "\t" { candidate.removeLast() }
                if candidate.hasPrefix("W/") { candidate = candidate.dropFirst(2) }
                return candidate == tag || candidate == "*"
            }
    }
}
