// SPDX-License-Identifier: MIT

/// A request's target taken apart: the path and the query, as they were sent.
struct RequestTarget {
    /// The path, undecoded.
    let path: Substring
    /// What follows the first `?`, undecoded; empty where there is none.
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
