// SPDX-License-Identifier: MIT

/// A request's target taken apart: the path and the query, as they were sent.
struct RequestTarget {
    /// The path, undecoded.
    let path: Substring
    /// What follows the first `?`, undecoded; empty if there is none.
    let query: Substring

    /// Takes a target apart; the scheme and the authority of an absolute one do not matter.
    init(_ target: String) {
        var rest = target[...]
        for scheme in ["http://".utf8, "https://".utf8] where rest.utf8.starts(with: scheme) {
            let authority = rest.utf8.dropFirst(scheme.count)
            let end = authority.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
            rest = end.map { rest[$0...] } ?? ""
            break
        }
        if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = rest[..<mark]
            query = rest[rest.utf8.index(after: mark)...]
        } else {
            path = rest
            query = ""
        }
    }

    /// The path as routes are written: decoded once, without one slash at its end; nil if it encodes no UTF-8.
    ///
    /// A `%2F` stays as it is: it separates nothing.
    func routePath(_ work: inout ByteWork) -> Substring? {
        work.count(path.utf8.count)
        var path = path
        if path.utf8.contains(UInt8(ascii: "%")) {
            let slash = UInt8(ascii: "/")
            let bytes = PercentEncoding.decode(Array(path.utf8)[...], plusIsSpace: false, except: slash, &work)
            guard let text = bytes.flatMap({ String(validating: $0, as: UTF8.self) }) else { return nil }
            path = text[...]
        }
        // The slash of the root is its path.
        if path.utf8.count > 2, path.utf8.last == UInt8(ascii: "/") {
            path = path[..<path.utf8.index(before: path.utf8.endIndex)]
        }
        return path
    }
}

/// Finds the parameters of a query that somebody asks for, from left to right: `+` is a space, `%XX` a byte.
struct QueryReader {
    private var rest: ArraySlice<UInt8>
    private let names: [String]
    /// A bit for every length that a name has; none has 64 bytes.
    private let lengths: UInt64

    /// Begins with a query, of which parameters with these names count.
    init(_ query: [UInt8], of names: [String]) {
        rest = query[...]
        self.names = names
        lengths = names.reduce(0) { $0 | 1 << UInt64($1.utf8.count) }
    }

    /// Returns the next parameter with one of the names, decoded; others are passed over.
    ///
    /// It is the index of its name, and its value, which is nil if it is not percent-encoding.
    mutating func next(_ work: inout ByteWork) -> (name: Int, value: [UInt8]?)? {
        while let pair = work.nextPart(of: &rest, between: UInt8(ascii: "&")) {
            let equals = work.firstIndex(of: UInt8(ascii: "="), in: pair)
            guard let name = index(of: pair[..<(equals ?? pair.endIndex)], &work) else { continue }
            guard let equals else { return (name, []) }
            return (name, PercentEncoding.decode(pair[(equals + 1)...], plusIsSpace: true, &work))
        }
        return nil
    }

    private func index(of text: ArraySlice<UInt8>, _ work: inout ByteWork) -> Int? {
        work.count(text.count)
        guard text.contains(UInt8(ascii: "%")) else { return index(ofDecoded: text, &work) }
        return PercentEncoding.decode(text, plusIsSpace: true, &work).flatMap { index(ofDecoded: $0[...], &work) }
    }

    private func index(ofDecoded text: ArraySlice<UInt8>, _ work: inout ByteWork) -> Int? {
        // Most of what somebody makes up has another length than all names, and is not compared with any.
        guard text.count < UInt64.bitWidth, lengths >> UInt64(text.count) & 1 == 1 else { return nil }
        return names.firstIndex { work.isSame(text, $0.utf8) }
    }
}
