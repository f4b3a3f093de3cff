// SPDX-License-Identifier: MIT

internal import Crypto
internal import CryptoExtras
internal import PipelineFormats

/// The usable public keys of a JSON Web Key Set (RFC 7517), by their names: P-256 and RSA.
package struct PublicKeySet: Sendable {
    private(set) var keys: [[UInt8]: TokenKey] = [:]
    /// Sentences about keys that are ignored.
    package private(set) var notices: [String] = []

    /// Reads a set.
    ///
    /// A key of another type or for another use is ignored, with a notice.
    ///
    /// - Throws: ``KeyError`` if the text is not a set, two keys have one name, or a key is private, broken or too weak.
    package init(_ json: [UInt8]) throws(KeyError) {
        let text = json.span.extracting((json.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0)...)
        var reader = JSONObjectReader()
        var hasKeys = false
        do {
            try reader.open(text)
            while let member = try reader.next(text) {
                guard member.key.string(in: text) == "keys" else { continue }
                hasKeys = true
                let array = text.extracting(member.value.range)
                var items = JSONArrayReader()
                try items.open(array)
                while let item = try items.next(array) { try add(array.extracting(item.range)) }
            }
        } catch let error as KeyError {
            throw error
        } catch {
            throw KeyError("The key set must be JSON of the form {\"keys\": […]}: \(error).")
        }
        guard hasKeys else { throw KeyError("The key set has no member keys.") }
    }

    /// What some editors write before a text in UTF-8.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private mutating func add(_ text: Span<UInt8>) throws(KeyError) {
        let all = try Self.members(text)
        try Self.refusePrivateKey(all)
        let members = all.compactMapValues(\.self)
        guard let name = members["kid"] else {
            notices.append("A key without a kid is ignored: no token can name it.")
            return
        }
        guard members["use"] ?? "sig" == "sig" else {
            notices.append("The key '\(name)' is ignored: it is not for signatures.")
            return
        }
        guard let key = try Self.key(members, name: name) else {
            notices.append("The key '\(name)' is ignored: only ES256 on P-256 and RS256 are supported.")
            return
        }
        guard keys.updateValue(key, forKey: Array(name.utf8)) == nil else {
            throw KeyError("Two keys have the kid '\(name)'.")
        }
    }

    /// The members that private keys have, and public ones have not (RFC 7518, section 6; RFC 8037).
    private static let privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth"]

    /// Refuses a key that can sign, whatever it is for: with it, whoever reads the file can make tokens of any user.
    private static func refusePrivateKey(_ members: [String: String?]) throws(KeyError) {
        guard let found = privateMembers.first(where: { members.keys.contains($0) }) else { return }
        let key = members["kid"].flatMap(\.self).map { "key '\($0)'" } ?? "key without a kid"
        throw KeyError(
            """
            The \(key) is a private key, since it has a member \(found): leave out its members \
            \(privateMembers.joined(separator: ", ")), or export its public half; make a new key if anybody else has \
            seen this one.
            """
        )
    }

    /// The members of a key; nil stands for one that is no string.
    private static func members(_ text: Span<UInt8>) throws(KeyError) -> [String: String?] {
        var members: [String: String?] = [:]
        var reader = JSONObjectReader()
        do throws(JSONError) {
            try reader.open(text)
            while let member = try reader.next(text) {
                let value = member.value.kind == .string ? member.value.string(in: text) : nil
                members.updateValue(value, forKey: member.key.string(in: text))
            }
        } catch {
            throw KeyError("A key of the set is not a JSON object: \(error).")
        }
        return members
    }

    /// The key with these members; nil if its type is not supported.
    private static func key(_ members: [String: String], name: String) throws(KeyError) -> TokenKey? {
        func bytes(_ member: String) throws(KeyError) -> [UInt8] {
            var work = ByteWork()
            guard let bytes = members[member].flatMap({ Base64URL.decode(base64URL($0)[...], &work) }) else {
                throw KeyError("The key '\(name)' must have a member \(member) in base64url.")
            }
            return bytes
        }
        switch (members["kty"], members["alg"]) {
        case ("EC", nil), ("EC", "ES256"):
            guard members["crv"] == "P-256" else { return nil }
            let point = try bytes("x") + bytes("y")
            guard let key = try? P256.Signing.PublicKey(rawRepresentation: point) else {
                throw KeyError("The key '\(name)' is not a point on P-256.")
            }
            return .es256(key)
        case ("RSA", nil), ("RSA", "RS256"):
            let modulus = try bytes("n")
            let exponent = try bytes("e")
            guard let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent), key.keySizeInBits >= 2048 else {
                throw KeyError("The key '\(name)' must be an RSA key of at least 2,048 bits.")
            }
            return .rs256(key)
        default: return nil
        }
    }

    /// A text of base64 with padding, or in its other alphabet, as base64url has it: no key is another one for that.
    private static func base64URL(_ text: String) -> [UInt8] {
        var bytes = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
        guard bytes.count % 4 == 0 else { return bytes }
        for _ in 0..<2 where bytes.last == UInt8(ascii: "=") { bytes.removeLast() }
        return bytes
    }
}
