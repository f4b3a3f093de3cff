// SPDX-License-Identifier: MIT

/// Where the public keys of a project are read from: `https`, or `http` on this machine.
package struct KeySetAddress: Sendable {
    /// The address as it was given.
    let text: String

    /// Takes an address.
    ///
    /// - Throws: ``KeyError`` if it is none, or what it leads to could be read or changed on its way.
    package init(parsing text: String) throws(KeyError) {
        guard let (scheme, host) = Self.parts(of: text), scheme == "https" || Self.isLoopback(host) else {
            throw KeyError(
                "--jwks-url must be https://HOST[:PORT]/PATH, or http:// with a loopback address, not '\(text)'."
            )
        }
        self.text = text
    }

    /// The scheme and the host of an address; nil if it has another form, or names a user.
    private static func parts(of text: String) -> (scheme: String, host: Substring)? {
        let refused = #"@\#"<>^`{|}"#.utf8
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !refused.contains($0) }),
            let scheme = ["https", "http"].first(where: { text.hasPrefix("\($0)://") })
        else { return nil }
        let authority = text.dropFirst(scheme.utf8.count + 3).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host: Substring
        let rest: Substring
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[...end]
            rest = authority[authority.index(after: end)...]
        } else {
            host = authority.prefix { $0 != ":" }
            rest = authority[host.endIndex...]
        }
        let port = rest.dropFirst()
        guard !host.isEmpty, rest.isEmpty || UInt16(port) != nil && port.utf8.allSatisfy({ $0 != UInt8(ascii: "+") })
        else { return nil }
        return (scheme, host)
    }

    /// Whether a host is this machine, whatever a name server says.
    private static func isLoopback(_ host: Substring) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127"
            && numbers.allSatisfy { $0.utf8.allSatisfy { $0.isDigit } && UInt8($0) != nil }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
