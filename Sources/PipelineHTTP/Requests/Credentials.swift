// SPDX-License-Identifier: MIT

internal import HTTPTypes

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
