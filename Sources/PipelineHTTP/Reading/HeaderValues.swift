// SPDX-License-Identifier: MIT

/// The token behind `Bearer` in a value of `Authorization`.
enum BearerToken {
    /// Returns the token; nil for another scheme.
    static func read(_ value: [UInt8], _ work: inout ByteWork) -> [UInt8]? {
        guard let rest = work.rest(of: value[...], behind: "bearer".utf8) else { return nil }
        guard let space = rest.first else { return [] }
        guard space == UInt8(ascii: " ") else { return nil }
        let token = rest.drop { $0 == UInt8(ascii: " ") }
        work.count(rest.count)
        return Array(token)
    }
}

/// The values of `Accept` (RFC 9110, section 12.5.1).
struct AcceptedTypes {
    /// A media type on offer, and how welcome it is: as the most specific range that fits it says.
    private struct Offer {
        /// The type.
        let type: [UInt8]
        /// The type with its slash, and without what follows.
        let kind: ArraySlice<UInt8>
        var specificity = 0
        var quality = 0.0

        init(_ type: String) {
            self.type = Array(type.utf8)
            kind = self.type.prefix { $0 != UInt8(ascii: "/") }
        }

        /// How closely the name of a range fits: 0 if it does not.
        func specificity(of name: ArraySlice<UInt8>, _ work: inout ByteWork) -> Int {
            if work.isSameIgnoringCase(name, type) { return 3 }
            if work.isSame(name, "*/*".utf8) { return 1 }
            guard name.count == kind.count + 2, work.isSameIgnoringCase(name.prefix(kind.count), kind) else { return 0 }
            return work.isSame(name.suffix(2), "/*".utf8) ? 2 : 0
        }
    }

    private var offers: [Offer]

    /// Returns which of the types on offer, in small letters, is most welcome; nil if none is.
    ///
    /// Of those that are equally welcome it is the first.
    static func preferred(of types: [String], in values: [[UInt8]], _ work: inout ByteWork) -> Int? {
        var accepted = Self(offers: types.map { Offer($0) })
        for value in values {
            var rest = value[...]
            while let range = work.nextPart(of: &rest, between: UInt8(ascii: ",")) { accepted.take(range, &work) }
        }
        var best: (index: Int?, quality: Double) = (nil, 0)
        for (index, offer) in accepted.offers.enumerated() where offer.quality > best.quality {
            best = (index, offer.quality)
        }
        return best.index
    }

    /// Takes a range: a name, and parameters.
    private mutating func take(_ range: ArraySlice<UInt8>, _ work: inout ByteWork) {
        var parts = range
        guard let first = work.nextPart(of: &parts, between: UInt8(ascii: ";")) else { return }
        let name = work.trimmed(first)
        for index in offers.indices {
            let specificity = offers[index].specificity(of: name, &work)
            guard specificity > offers[index].specificity else { continue }
            offers[index].specificity = specificity
            offers[index].quality = Self.quality(parts, &work)
        }
    }

    /// The weight among the parameters of a range; 1 if there is none that can be read.
    static func quality(_ parameters: ArraySlice<UInt8>, _ work: inout ByteWork) -> Double {
        var rest = parameters
        while let parameter = work.nextPart(of: &rest, between: UInt8(ascii: ";")) {
            guard let text = work.rest(of: work.trimmed(parameter), behind: "q=".utf8) else { continue }
            // A weight has five characters at most.
            guard text.count <= 16, let weight = Double(String(decoding: text, as: UTF8.self)), !weight.isNaN else {
                return 1
            }
            return min(max(weight, 0), 1)
        }
        return 1
    }
}

/// A value of `Content-Type`.
enum ContentType {
    /// Whether a value says JSON in UTF-8.
    static func isJSON(_ value: [UInt8], _ work: inout ByteWork) -> Bool {
        let end = work.firstIndex(of: UInt8(ascii: ";"), in: value[...]) ?? value.endIndex
        guard work.isSameIgnoringCase(work.trimmed(value[..<end]), "application/json".utf8) else { return false }
        var rest = value[end...]
        while let parameter = work.nextPart(of: &rest, between: UInt8(ascii: ";")) {
            guard let charset = work.rest(of: work.trimmed(parameter), behind: "charset=".utf8) else { continue }
            guard ["utf-8", "\"utf-8\"", "utf8"].contains(where: { work.isSameIgnoringCase(charset, $0.utf8) }) else {
                return false
            }
        }
        return true
    }
}

/// The values of `If-None-Match` (RFC 9110, section 13.1.2).
enum EntityTagList {
    /// What those who compress answers add to a tag, before the quote at its end: Apache and this server, and Jetty.
    private static let suffixes = ["-gzip\"", "--gzip\""]

    /// The tag of the same content, compressed.
    static func compressed(_ tag: String) -> String { tag.dropLast() + suffixes[0] }

    /// Whether the values hold a tag, or that of the same content compressed, by the weak comparison, or `*`.
    static func holds(_ tag: String, in values: [[UInt8]], _ work: inout ByteWork) -> Bool {
        for value in values {
            var rest = value[...]
            while let part = work.nextPart(of: &rest, between: UInt8(ascii: ",")) {
                let candidate = work.trimmed(part)
                let isWeak = candidate.starts(with: "W/".utf8)
                if isOf(tag, isWeak ? candidate.dropFirst(2) : candidate, &work) { return true }
                if work.isSame(candidate, "*".utf8) { return true }
            }
        }
        return false
    }

    private static func isOf(_ tag: String, _ candidate: ArraySlice<UInt8>, _ work: inout ByteWork) -> Bool {
        if work.isSame(candidate, tag.utf8) { return true }
        let start = tag.utf8.dropLast()
        return suffixes.contains { suffix in
            candidate.count == start.count + suffix.utf8.count && work.isSame(candidate.prefix(start.count), start)
                && work.isSame(candidate.dropFirst(start.count), suffix.utf8)
        }
    }
}

/// The values of `Connection` (RFC 9110, section 7.6.1).
enum ConnectionOptions {
    /// Whether the values hold an option, which has no capital letters, in any case.
    static func hold(_ option: String, in values: [[UInt8]], _ work: inout ByteWork) -> Bool {
        for value in values {
            var rest = value[...]
            while let part = work.nextPart(of: &rest, between: UInt8(ascii: ",")) {
                if work.isSameIgnoringCase(work.trimmed(part), option.utf8) { return true }
            }
        }
        return false
    }
}

/// The values of `Access-Control-Request-Headers`: the names of fields.
enum FieldNameList {
    /// Returns the names as a list again; nil if there are none, or what stands between the commas cannot be a name.
    static func read(_ values: [[UInt8]], _ work: inout ByteWork) -> String? {
        var list: [UInt8] = []
        for value in values {
            var rest = value[...]
            while let part = work.nextPart(of: &rest, between: UInt8(ascii: ",")) {
                let name = work.trimmed(part)
                work.count(name.count)
                guard name.allSatisfy(\.isTokenByte) else { return nil }
                if name.isEmpty { continue }
                if !list.isEmpty { list += ", ".utf8 }
                list += name
            }
        }
        return list.isEmpty ? nil : String(decoding: list, as: UTF8.self)
    }
}
