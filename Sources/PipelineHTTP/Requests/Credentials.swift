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

    /// Returns who asks.
    ///
    /// A token behind `Bearer` is the one that counts, valid or not. Without one, the platform's may be in `apikey`, to
    /// which the routes of users pay no attention: there clients send a key that everybody has. Cookies are users' alone.
    ///
    /// - Parameters:
    ///   - fields: The header.
    ///   - isForPlatform: Whether what is asked for is the platform's to ask.
    /// - Returns: Who asks.
    /// - Throws: ``TokenRefusal`` without a valid token: the first one's, if there are several in cookies.
    func caller(of fields: HTTPFields, isForPlatform: Bool) async throws(TokenRefusal) -> Caller {
        let values = fields[values: .authorization]
        guard values.count <= 1 else { throw .several }
        var work = ByteWork()
        if let value = values.first, let token = BearerToken.read(Array(value.utf8), &work) {
            return try await verify(token)
        }
        var first: TokenRefusal?
        let keys = isForPlatform ? fields.values(named: Self.keyField) : []
        if keys.count == 1 {
            do throws(TokenRefusal) {
                let caller = try await verify(Array(keys[0].utf8))
                if case .platform = caller { return caller }
                first = .wrongRole
            } catch {
                first = error
            }
        }
        for token in cookies.tokens(in: fields[values: .cookie].map { Array($0.utf8) }, &work) {
            do throws(TokenRefusal) {
                let caller = try await verify(token)
                if case .user = caller { return caller }
                throw .platform
            } catch {
                first = first ?? error
            }
        }
        throw first ?? .missing
    }

    /// Returns who has a token, with a key that has just come if the token asks for it.
    private func verify(_ token: [UInt8]) async throws(TokenRefusal) -> Caller {
        do throws(TokenRefusal) {
            return try verifier.verify(token)
        } catch {
            guard let refresher, case .unknownKey = error else { throw error }
            await refresher.refreshForUnknownKey()
            return try verifier.verify(token)
        }
    }
}
