// SPDX-License-Identifier: MIT

internal import HTTPTypes

/// Finds the token of a request, and says who has it.
struct Credentials: Sendable {
    /// Where Supabase's clients send the key of their project.
    private static let keyField = "apikey"

    private let verifier: TokenVerifier
    private let cookies: SessionCookies

    /// Makes a reader of tokens.
    init(verifier: TokenVerifier, cookies: SessionCookies) {
        self.verifier = verifier
        self.cookies = cookies
    }

    /// Says who asks; nil without a valid token.
    ///
    /// A token behind `Bearer` is the one that counts, valid or not. Without one, the platform's may be in `apikey`, to
    /// which the routes of users pay no attention: there clients send a key that everybody has. Cookies are users' alone.
    ///
    /// - Parameters:
    ///   - fields: The header.
    ///   - isForPlatform: Whether what is asked for is the platform's to ask.
    /// - Returns: Who asks.
    func caller(of fields: HTTPFields, isForPlatform: Bool) -> Caller? {
        let values = fields[values: .authorization]
        guard values.count <= 1 else { return nil }
        var work = ByteWork()
        if let value = values.first, let token = BearerToken.read(Array(value.utf8), &work) {
            return verifier.verify(token)
        }
        let keys = isForPlatform ? fields.values(named: Self.keyField) : []
        if keys.count == 1, let caller = verifier.verify(Array(keys[0].utf8)), case .platform = caller { return caller }
        for token in cookies.tokens(in: fields[values: .cookie].map { Array($0.utf8) }, &work) {
            if let caller = verifier.verify(token), case .user = caller { return caller }
        }
        return nil
    }
}
