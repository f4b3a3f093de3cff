// SPDX-License-Identifier: MIT

/// The address of a Supabase project, from which the names of its tokens follow.
struct ProjectAddress {
    private let address: String

    /// Takes an address such as `https://abcdefgh.supabase.co`.
    init(_ address: String) {
        var address = address
        while address.hasSuffix("/") { address.removeLast() }
        self.address = address
    }

    /// Who makes the project's tokens.
    var issuer: String { address + "/auth/v1" }

    /// The cookie in which the project's clients keep the session: it has the first label of the host.
    var cookieName: String {
        let host = address.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? address[...]
        let label = host.prefix { $0 != "." && $0 != ":" }
        return "sb-\(label)-auth-token"
    }
}
