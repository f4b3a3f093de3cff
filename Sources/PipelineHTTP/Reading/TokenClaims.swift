// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats

/// What a token's payload claims; none of it has been judged yet.
struct TokenClaims {
    /// The audience that users have.
    private static let userAudience = "authenticated"

    /// When the token expires, in seconds since 1970.
    private(set) var expiry: Double?
    /// When the token becomes valid.
    private(set) var notBefore: Double?
    /// When the token was made.
    private(set) var issuedAt: Double?
    /// Whether the token is for users.
    private(set) var isForUsers = false
    /// Who made the token.
    private(set) var issuer: String?
    /// What its bearer may do.
    private(set) var role: String?
    /// Whom it names.
    private(set) var subject: String?

    /// Reads a payload strictly; nil if it is not a JSON object, or a claim has a type that it must not have.
    init?(_ json: [UInt8]) {
        let text = json.span
        var reader = JSONObjectReader()
        do throws(JSONError) {
            try reader.open(text)
            while let member = try reader.next(text) {
                guard take(member, text) else { return nil }
            }
        } catch {
            return nil
        }
    }

    /// Takes a claim; false if it has a type that it must not have.
    private mutating func take(_ member: JSONMember, _ text: Span<UInt8>) -> Bool {
        switch member.key.string(in: text) {
        case "exp": return Self.take(member.value, text, into: &expiry)
        case "nbf": return Self.take(member.value, text, into: &notBefore)
        case "iat": return Self.take(member.value, text, into: &issuedAt)
        case "iss": return Self.take(member.value, text, into: &issuer)
        case "role": return Self.take(member.value, text, into: &role)
        case "sub": return Self.take(member.value, text, into: &subject)
        case "aud": return takeAudience(member.value, text)
        default: return true
        }
    }

    private static func take(_ value: JSONToken, _ text: Span<UInt8>, into claim: inout Double?) -> Bool {
        guard value.kind == .number, let number = Double(value.string(in: text)), number.isFinite else { return false }
        claim = number
        return true
    }

    private static func take(_ value: JSONToken, _ text: Span<UInt8>, into claim: inout String?) -> Bool {
        guard value.kind == .string else { return false }
        claim = value.string(in: text)
        return true
    }

    private mutating func takeAudience(_ value: JSONToken, _ text: Span<UInt8>) -> Bool {
        if value.kind == .string {
            isForUsers = value.string(in: text) == Self.userAudience
            return true
        }
        guard value.kind == .array else { return false }
        let array = text.extracting(value.range)
        var reader = JSONArrayReader()
        do throws(JSONError) {
            try reader.open(array)
            while let item = try reader.next(array) {
                guard item.kind == .string else { return false }
                if item.string(in: array) == Self.userAudience { isForUsers = true }
            }
        } catch {
            return false
        }
        return true
    }
}

extension TokenClaims {
    /// How far the issuer's clock may be ahead of ours, in seconds.
    private static let leeway = 30.0
    /// The largest whole number that every reader of JSON agrees on.
    private static let largestNumber = 9_007_199_254_740_992.0

    /// Whether the token is valid at a moment: it expires later, and did not begin in the future.
    func hold(at now: Timestamp) -> Bool {
        let now = now.seconds
        guard let expiry, expiry > 0, expiry < Self.largestNumber, expiry > now else { return false }
        return (notBefore ?? now) <= now + Self.leeway && (issuedAt ?? now) <= now + Self.leeway
    }
}

extension Timestamp {
    /// The seconds since 1970.
    var seconds: Double { Double(microseconds) / 1_000_000 }
}
