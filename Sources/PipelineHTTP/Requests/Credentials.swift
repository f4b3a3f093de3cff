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

    /// Returns who asks.
    ///
    /// A token in the header is the one that counts, valid or not; the platform's is accepted only there.
    ///
    /// - Throws: ``TokenRefusal`` without a valid token: the first one's, if there are several in cookies.
    func caller(of fields: HTTPFields) throws(TokenRefusal) -> Caller {
        let values = fields[values: .authorization]
        guard values.count <= 1 else { throw .several }
        var work = ByteWork()
        if let value = values.first, let token = BearerToken.read(Array(value.utf8), &work) {
            return try verifier.verify(token)
        }
        var first: TokenRefusal?
        for token in cookies.tokens(in: fields[values: .cookie].map { Array($0.utf8) }, &work) {
            do throws(TokenRefusal) {
                let caller = try verifier.verify(token)
                if case .user = caller { return caller }
                throw .platform
            } catch {
                first = first ?? error
            }
        }
        throw first ?? .missing
    }
}
