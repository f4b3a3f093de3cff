// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import PipelineFormats

/// Finds the token of a request, and says who has it.
struct Credentials: Sendable {
    private let verifier: TokenVerifier
    private let cookies: SessionCookies

    /// Makes a reader of tokens.
    init(verifier: TokenVerifier, cookies: SessionCookies) {
        self.verifier = verifier
        self.cookies = cookies
    }

    /// Returns who asks; nil without a valid token.
    ///
    /// A token in the header is the one that counts, valid or not; the platform's is accepted only there.
    func caller(of fields: HTTPFields) -> Caller? {
        let values = fields[values: .authorization]
        guard values.count <= 1 else { return nil }
        if let value = values.first, let token = Self.bearerToken(value) { return verifier.verify(token) }
        for token in cookies.tokens(in: fields[values: .cookie]) {
            if let caller = verifier.verify(token), case .user = caller { return caller }
        }
        return nil
    }

    /// The token behind `Bearer`; nil for another scheme.
    private static func bearerToken(_ value: String) -> [UInt8]? {
        // An array first: a token is long, and a slice of a string's bytes is copied one by one.
        let bytes = Array(value.utf8)
        let scheme = "bearer".utf8
        // Setting a bit makes a capital letter a small one, and no other byte a letter.
        guard bytes.count >= scheme.count, zip(bytes, scheme).allSatisfy({ $0 | 0x20 == $1 }) else { return nil }
        var start = scheme.count
        guard start < bytes.count else { return [] }
        guard bytes[start] == UInt8(ascii: " ") else { return nil }
        while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
        return Array(bytes[start...])
    }
}

/// Finds access tokens in the cookies that Supabase's clients keep.
struct SessionCookies: Sendable {
    /// Which cookies hold a session.
    enum Name: Hashable, Sendable {
        /// `sb-<ref>-auth-token` of any project.
        case anyProject
        /// One name.
        case exact(String)
    }

    private let name: Name

    /// Makes a finder of the cookies with a name.
    init(name: Name) {
        self.name = name
    }

    /// Returns the access tokens in the values of `Cookie`, best first, unchecked.
    func tokens(in headers: [String]) -> [[UInt8]] {
        let cookies = Self.parse(headers)
        if let token = cookies.first(where: { $0.name == "sb-access-token" && !$0.value.isEmpty }) {
            return [Array(token.value.utf8)]
        }
        return sessionNames(cookies).compactMap { Self.value(of: $0, cookies) }.compactMap { Self.accessToken($0) }
    }

    private static func parse(_ headers: [String]) -> [(name: Substring, value: Substring)] {
        headers.flatMap { $0.utf8.split(separator: UInt8(ascii: ";")) }
            .compactMap { pair in
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return nil }
                var value = Substring(pair[pair.index(after: equals)...]).trimmed
                if value.utf8.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
                    value = value.dropFirst().dropLast()
                }
                return (Substring(pair[..<equals]).trimmed, value)
            }
    }

    /// The names of the cookies that may hold a session, without the number of a chunk, in order.
    private func sessionNames(_ cookies: [(name: Substring, value: Substring)]) -> [Substring] {
        if case .exact(let name) = name { return [name[...]] }
        var names: [Substring] = []
        for cookie in cookies {
            let base = cookie.name.hasSuffix(".0") ? cookie.name.dropLast(2) : cookie.name
            guard Self.isSessionName(base), !names.contains(base) else { continue }
            names.append(base)
            if names.count == Self.mostNames { break }
        }
        return names
    }

    /// The most sessions of different projects that are looked at.
    private static let mostNames = 8

    private static func isSessionName(_ name: Substring) -> Bool {
        let (prefix, suffix) = ("sb-", "-auth-token")
        guard name.utf8.count > prefix.utf8.count + suffix.utf8.count, name.hasPrefix(prefix), name.hasSuffix(suffix)
        else { return false }
        let reference = name.dropFirst(prefix.count).dropLast(suffix.count)
        return !"-\(reference)-".contains("-flow-") && reference.utf8.allSatisfy { Base64URL.contains($0) }
    }

    /// The value of a cookie: whole if there is a whole one, else its chunks up to the first gap.
    private static func value(of name: Substring, _ cookies: [(name: Substring, value: Substring)]) -> String? {
        func find(_ name: String) -> Substring? { cookies.first { $0.name == name }?.value }
        if let whole = find(String(name)), !whole.isEmpty { return String(whole) }
        var value = ""
        var number = 0
        while let chunk = find("\(name).\(number)"), !chunk.isEmpty {
            value += chunk
            number += 1
        }
        return value.isEmpty ? nil : value
    }

    /// The access token of a session; nil if the value is not one.
    private static func accessToken(_ value: String) -> [UInt8]? {
        let marker = "base64-"
        let bytes = Array(value.utf8)
        if value.hasPrefix(marker) {
            return Base64URL.decode(bytes[marker.utf8.count...]).flatMap { accessToken(json: $0) }
        }
        if let first = bytes.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            return accessToken(json: bytes)
        }
        return PercentEncoding.decode(bytes[...], plusIsSpace: false).flatMap { accessToken(json: $0) }
    }

    /// The `access_token` of an object, or the first item of an array.
    private static func accessToken(json: [UInt8]) -> [UInt8]? {
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
                    if member.key.string(in: text) == "access_token" { token = member.value }
                }
            }
        } catch {
            return nil
        }
        guard let token, token.kind == .string else { return nil }
        return Array(token.string(in: text).utf8)
    }
}
