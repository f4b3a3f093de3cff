// SPDX-License-Identifier: MIT

internal import PipelineFormats

/// Finds access tokens in the cookies that Supabase's clients keep.
struct SessionCookies: Sendable {
    /// Which cookies hold a session.
    enum Name: Hashable, Sendable {
        /// `sb-<ref>-auth-token` of any project.
        case anyProject
        /// One name.
        case exact(String)
    }

    /// The most chunks of a session that are read.
    static let mostChunks = 16
    /// The most sessions of different projects that are looked at.
    static let mostSessions = 4

    /// The one name, nil for those of any project.
    private let name: [UInt8]?
    /// The beginnings of the names that are looked for.
    ///
    /// A request has room for 16,000 cookies: taking each apart would take a millisecond.
    private let beginnings: [[UInt8]]

    /// Makes a finder of the cookies with a name.
    init(name: Name) {
        switch name {
        case .anyProject: self.name = nil
        case .exact(let name): self.name = Array(name.utf8)
        }
        let prefix = Array("sb-".utf8)
        beginnings =
            [prefix] + (self.name.map { $0.starts(with: prefix) ? [] : [Array($0.prefix(prefix.count))] } ?? [])
    }

    /// Returns the access tokens in the values of `Cookie`, best first, unchecked.
    ///
    /// - Complexity: O(n): the cookies are read once, and each is compared with ``mostSessions`` names at most.
    func tokens(in values: [[UInt8]], _ work: inout ByteWork) -> [[UInt8]] {
        var sessions = SessionTable()
        for list in values {
            var rest = list[...]
            while let pair = work.nextPart(of: &rest, between: UInt8(ascii: ";")) {
                guard isWanted(pair, &work), let (name, value) = Self.nameAndValue(pair, &work) else { continue }
                if work.isSame(name, "sb-access-token".utf8) {
                    if !value.isEmpty { return [Array(value)] }
                } else if let (session, part) = part(name, &work) {
                    sessions.add(value, as: part, of: session, &work)
                }
            }
        }
        return sessions.values(&work).compactMap { Self.accessToken($0, &work) }
    }

    /// Whether a pair's name begins like one that is looked for.
    private func isWanted(_ pair: ArraySlice<UInt8>, _ work: inout ByteWork) -> Bool {
        let start = work.firstVisible(in: pair)
        return beginnings.contains { beginning in
            pair.endIndex - start >= beginning.count
                && beginning.indices.allSatisfy { pair[start + $0] == beginning[$0] }
        }
    }

    private static func nameAndValue(
        _ pair: ArraySlice<UInt8>,
        _ work: inout ByteWork
    ) -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
        guard let equals = work.firstIndex(of: UInt8(ascii: "="), in: pair) else { return nil }
        var value = work.trimmed(pair[(equals + 1)...])
        let quote = UInt8(ascii: "\"")
        if value.count >= 2, value.first == quote, value.last == quote { value = value.dropFirst().dropLast() }
        return (work.trimmed(pair[..<equals]), value)
    }

    /// The session that a cookie belongs to by its name, and which part of it the cookie is; nil for any other cookie.
    private func part(_ name: ArraySlice<UInt8>, _ work: inout ByteWork) -> (ArraySlice<UInt8>, SessionTable.Part)? {
        if let exact = self.name {
            if work.isSame(name, exact) { return (name, .whole) }
            let (base, part) = Self.withoutNumber(name)
            return part != .whole && work.isSame(base, exact) ? (base, part) : nil
        }
        let (base, part) = Self.withoutNumber(name)
        return Self.isSessionName(base, &work) ? (base, part) : nil
    }

    /// A name without the `.0`, `.1`, … of a chunk, as far as chunks are read.
    private static func withoutNumber(_ name: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, SessionTable.Part) {
        let digits = name.suffix(3).reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let dot = name.endIndex - digits.count - 1
        guard (1...2).contains(digits.count), dot >= name.startIndex, name[dot] == UInt8(ascii: "."),
            digits.count == 1 || name[dot + 1] != UInt8(ascii: "0")
        else { return (name, .whole) }
        let number = name[(dot + 1)...].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return number < mostChunks ? (name[..<dot], .chunk(number)) : (name, .whole)
    }

    private static func isSessionName(_ name: ArraySlice<UInt8>, _ work: inout ByteWork) -> Bool {
        let (prefix, suffix) = ("sb-".utf8, "-auth-token".utf8)
        guard name.count > prefix.count + suffix.count, work.isSame(name.prefix(prefix.count), prefix),
            work.isSame(name.suffix(suffix.count), suffix)
        else { return false }
        var rest = name.dropFirst(prefix.count).dropLast(suffix.count)
        while let word = work.nextPart(of: &rest, between: UInt8(ascii: "-")) {
            work.count(word.count)
            guard !work.isSame(word, "flow".utf8), word.allSatisfy(Base64URL.contains) else { return false }
        }
        return true
    }

    /// The access token of a session; nil if the value is not one.
    private static func accessToken(_ value: [UInt8], _ work: inout ByteWork) -> [UInt8]? {
        let marker = "base64-".utf8
        if work.isSame(value.prefix(marker.count), marker) {
            return Base64URL.decode(value[marker.count...], &work).flatMap { accessToken(json: $0, &work) }
        }
        // A quote is a part of JSON that is not encoded; brackets and colons are left bare by some who encode the rest.
        if work.firstIndex(of: UInt8(ascii: "\""), in: value[...]) != nil { return accessToken(json: value, &work) }
        return PercentEncoding.decode(value[...], plusIsSpace: false, &work).flatMap { accessToken(json: $0, &work) }
    }

    /// The `access_token` of an object, or the first item of an array.
    private static func accessToken(json: [UInt8], _ work: inout ByteWork) -> [UInt8]? {
        work.count(json.count)
        let text = json.span
        var token: JSONToken?
        do throws(JSONError) {
            if json.first == UInt8(ascii: "[") {
                var reader = JSONArrayReader()
                try reader.open(text)
                token = try reader.next(text)
                while token != nil, try reader.next(text) != nil {}
            } else {
                var reader = JSONObjectReader()
                try reader.open(text)
                while let member = try reader.next(text) {
                    if member.key.isContent("access_token", in: text, &work) { token = member.value }
                }
            }
        } catch {
            return nil
        }
        guard let token, token.kind == .string else { return nil }
        return token.bytes(in: text, &work)
    }
}

/// The cookies of a few sessions, put in their places as they are read.
private struct SessionTable {
    /// What part of a session a cookie holds.
    enum Part: Hashable {
        /// All of it.
        case whole
        /// One of its chunks.
        case chunk(Int)
    }

    private struct Session {
        let name: ArraySlice<UInt8>
        var whole: ArraySlice<UInt8>?
        /// The first chunks, as far as the last that was found; nil stands for one that was not.
        var chunks: [ArraySlice<UInt8>?] = []
    }

    private var sessions: [Session] = []

    /// Takes the value of a cookie; of two with one name, the first counts.
    mutating func add(_ value: ArraySlice<UInt8>, as part: Part, of name: ArraySlice<UInt8>, _ work: inout ByteWork) {
        var index = 0
        while index < sessions.count, !work.isSame(name, sessions[index].name) { index += 1 }
        if index == sessions.count {
            guard index < SessionCookies.mostSessions else { return }
            sessions.append(Session(name: name))
        }
        switch part {
        case .whole:
            if sessions[index].whole == nil { sessions[index].whole = value }
        case .chunk(let number):
            while sessions[index].chunks.count <= number { sessions[index].chunks.append(nil) }
            if sessions[index].chunks[number] == nil { sessions[index].chunks[number] = value }
        }
    }

    /// The values of the sessions, in order: the whole one if there is one, else the chunks up to the first gap.
    func values(_ work: inout ByteWork) -> [[UInt8]] {
        var values: [[UInt8]] = []
        for session in sessions {
            var value: [UInt8] = []
            if let whole = session.whole, !whole.isEmpty {
                value = Array(whole)
            } else {
                for case let chunk? in session.chunks.prefix(while: { $0?.isEmpty == false }) { value += chunk }
            }
            work.count(value.count)
            if !value.isEmpty { values.append(value) }
        }
        return values
    }
}
