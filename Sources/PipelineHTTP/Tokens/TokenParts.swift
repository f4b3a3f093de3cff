// SPDX-License-Identifier: MIT

/// The three parts of a token, whose form was checked and nothing else.
struct TokenParts {
    /// The most bytes of a token.
    static let longestToken = 8192

    /// What is signed: the header, a dot, the payload.
    let signed: ArraySlice<UInt8>
    /// The signature as it was sent.
    let signatureText: ArraySlice<UInt8>
    private let headerText: ArraySlice<UInt8>
    private let payloadText: ArraySlice<UInt8>

    /// Takes a token apart; nil where it has not the form of one.
    init?(_ token: [UInt8]) {
        guard token.count <= Self.longestToken, let first = token.firstIndex(of: Self.dot),
            let last = token.lastIndex(of: Self.dot), first < last
        else { return nil }
        headerText = token[..<first]
        payloadText = token[(first + 1)..<last]
        signatureText = token[(last + 1)...]
        signed = token[..<last]
        guard !headerText.isEmpty, !payloadText.isEmpty, !signatureText.isEmpty else { return nil }
    }

    private static let dot = UInt8(ascii: ".")

    /// The header's JSON, nil where it is not canonical base64url.
    var header: [UInt8]? { Base64URL.decode(headerText) }
    /// The payload's JSON, nil where it is not canonical base64url; a second dot is of no alphabet.
    var payload: [UInt8]? { Base64URL.decode(payloadText) }
    /// The signature, nil where it is not canonical base64url.
    var signature: [UInt8]? { Base64URL.decode(signatureText) }
}
