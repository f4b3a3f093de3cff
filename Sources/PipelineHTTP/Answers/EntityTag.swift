// SPDX-License-Identifier: MIT

internal import Crypto
internal import PipelineCore
internal import PipelineService

/// Makes the tags by which a client asks whether an answer is still the same.
///
/// A tag stands for the user's own last change and what the answer depends on beside it, under a key that lives as
/// long as the process: it tells nothing about other users' changes, and none outlives a store that went back.
struct EntityTag: Sendable {
    private let key = SymmetricKey(size: .bits128)

    /// The tag of an answer for a user; nil where answers of the kind have none.
    func tag(of answer: Answer, for user: String, query: String) -> String? {
        let content: String
        switch answer {
        case .costs(let costs):
            let change = costs.lastChange
            // What a rolling period leaves behind is told by how many records it still has.
            content = "costs \(change) \(costs.summary.count)"
        case .notifications(let notifications):
            let change = notifications.user.map { notifications.state.lastChange(of: $0) } ?? 0
            content = "notifications \(change)"
        default: return nil
        }
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(user) \(content) \(query)".utf8), using: key)
        let digits = code.prefix(16).map { Self.hexadecimal[Int($0)] }.joined()
        return "\"\(digits)\""
    }

    private static let hexadecimal = (0..<256).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }

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
