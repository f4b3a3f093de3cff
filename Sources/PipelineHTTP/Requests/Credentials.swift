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
        var work = ByteWork()
        if let value = values.first, let token = BearerToken.read(Array(value.utf8), &work) {
            return verifier.verify(token)
        }
        for token in cookies.tokens(in: fields[values: .cookie].map { Array($0.utf8) }, &work) {
            if let caller = verifier.verify(token), case .user = caller { return caller }
        }
        return nil
    }
}
