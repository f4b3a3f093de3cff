// SPDX-License-Identifier: MIT

internal import HTTPTypes

/// Finds the token of a request, and says who has it.
struct Credentials: Sendable {
    /// Where Supabase's clients send the key of their project.
    private static let keyField = "apikey"

    private let verifier: TokenVerifier
    private let cookies: SessionCookies
    private let refresher: KeySetRefresher?

    /// Makes a reader of tokens.
    ///
    /// - Parameters:
    ///   - verifier: What tokens are verified by.
    ///   - cookies: Where sessions are.
    ///   - refresher: Asked for keys that a token names and the verifier lacks.
    init(verifier: TokenVerifier, cookies: SessionCookies, refresher: KeySetRefresher? = nil) {
        self.verifier = verifier
        self.cookies = cookies
        self.refresher = refresher
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
    func caller(of fields: HTTPFields, isForPlatform: Bool) async -> Caller? {
        let values = fields[values: .authorization]
        guard values.count <= 1 else { return nil }
        var work = ByteWork()
        if let value = values.first, let token = BearerToken.read(Array(value.utf8), &work) {
            return await verify(token)
        }
        let keys = isForPlatform ? fields.values(named: Self.keyField) : []
        if keys.count == 1, let caller = await verify(Array(keys[0].utf8)), case .platform = caller { return caller }
        for token in cookies.tokens(in: fields[values: .cookie].map { Array($0.utf8) }, &work) {
            if let caller = await verify(token), case .user = caller { return caller }
        }
        return nil
    }

    /// Returns who has a token, with a key that has just come if the token asks for it.
    private func verify(_ token: [UInt8]) async -> Caller? {
        if let caller = verifier.verify(token) { return caller }
        guard let refresher, verifier.lacksKey(of: token) else { return nil }
        await refresher.refreshForUnknownKey()
        return verifier.verify(token)
    }
}
