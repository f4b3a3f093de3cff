// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats

/// What a token's payload claims; none of it has been judged yet.
struct TokenClaims {
    /// When the token expires, in seconds since 1970.
    private(set) var expiry: Double?
    /// When the token becomes valid.
    private(set) var notBefore: Double?
    /// When the token was made.
    private(set) var issuedAt: Double?
    /// Whether the token is for users.
    private(set) var isForUsers = false
    /// Who made the token.
    private(set) var issuer: [UInt8]?
    /// What its bearer may do.
    private(set) var role: [UInt8]?
    /// Whom it names.
    private(set) var subject: [UInt8]?

    /// Reads a payload strictly; nil if it is not a JSON object, or a claim has a type that it must not have.
    init?(_ json: [UInt8], _ work: inout ByteWork) {
        work.count(json.count)
        let text = json.span
        var reader = JSONObjectReader()
        do throws(JSONError) {
            try reader.open(text)
            while let member = try reader.next(text) {
                guard take(member, text, &work) else { return nil }
            }
        } catch {
            return nil
        }
    }

    /// Takes a claim; false if it has a type that it must not have.
    private mutating func take(_ member: JSONMember, _ text: Span<UInt8>, _ work: inout ByteWork) -> Bool {
        let (key, value) = (member.key, member.value)
        if key.isContent("exp", in: text, &work) { return Self.take(value, text, into: &expiry, &work) }
        if key.isContent("nbf", in: text, &work) { return Self.take(value, text, into: &notBefore, &work) }
        if key.isContent("iat", in: text, &work) { return Self.take(value, text, into: &issuedAt, &work) }
        if key.isContent("iss", in: text, &work) { return Self.take(value, text, into: &issuer, &work) }
        if key.isContent("role", in: text, &work) { return Self.take(value, text, into: &role, &work) }
        if key.isContent("sub", in: text, &work) { return Self.take(value, text, into: &subject, &work) }
        if key.isContent("aud", in: text, &work) { return takeAudience(value, text, &work) }
        return true
    }

    private static func take(
        _ value: JSONToken,
        _ text: Span<UInt8>,
        into claim: inout Double?,
        _ work: inout ByteWork
    ) -> Bool {
        guard value.kind == .number, value.range.count <= longestNumber,
            let number = Double(String(decoding: value.bytes(in: text, &work), as: UTF8.self)), number.isFinite
        else { return false }
        claim = number
        return true
    }

    private static func take(
        _ value: JSONToken,
        _ text: Span<UInt8>,
        into claim: inout [UInt8]?,
        _ work: inout ByteWork
    ) -> Bool {
        guard value.kind == .string else { return false }
        claim = value.bytes(in: text, &work)
        return true
    }

    private mutating func takeAudience(_ value: JSONToken, _ text: Span<UInt8>, _ work: inout ByteWork) -> Bool {
        if value.kind == .string {
            isForUsers = value.isContent(Self.userAudience, in: text, &work)
            return true
        }
        guard value.kind == .array else { return false }
        let array = text.extracting(value.range)
        work.count(array.count)
        var reader = JSONArrayReader()
        do throws(JSONError) {
            try reader.open(array)
            while let item = try reader.next(array) {
                guard item.kind == .string else { return false }
                if item.isContent(Self.userAudience, in: array, &work) { isForUsers = true }
            }
        } catch {
            return false
        }
        return true
    }
}

extension TokenClaims {
    /// The audience that users have.
    private static let userAudience: StaticString = "authenticated"
    /// The most characters of a number; a moment to the microsecond has seventeen.
    private static let longestNumber = 64
    /// How far the issuer's clock may be ahead of ours, in seconds.
    private static let leeway = 30.0
    /// The largest whole number that every reader of JSON agrees on.
    private static let largestNumber = 9_007_199_254_740_992.0

    /// Why the token is not valid at a moment: it has no end or is over, or it begins in the future; nil if it is.
    func refusal(at now: Timestamp) -> TokenRefusal? {
        let now = now.seconds
        guard let expiry, expiry > 0, expiry < Self.largestNumber else { return .malformed }
        guard expiry > now else { return .expired(Int(now - expiry)) }
        let isEarly = (notBefore ?? now) > now + Self.leeway || (issuedAt ?? now) > now + Self.leeway
        return isEarly ? .early : nil
    }
}

extension Timestamp {
    /// The seconds since 1970.
    var seconds: Double { Double(microseconds) / 1_000_000 }
}
