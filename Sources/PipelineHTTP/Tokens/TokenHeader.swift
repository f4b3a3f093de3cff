// SPDX-License-Identifier: MIT

internal import PipelineFormats

/// A token's header: how it says that it is signed.
struct TokenHeader {
    /// The algorithm.
    let algorithm: TokenAlgorithm
    /// The name of the key.
    let keyID: String?

    /// Members that change how a token is to be read, or bring a key along.
    private static let refusedNames: Set<String> = ["crit", "b64", "zip", "jwk", "jku"]

    /// Reads a header strictly; nil where it is anything else.
    init?(_ json: [UInt8]) {
        let text = json.span
        var reader = JSONObjectReader()
        var algorithm: TokenAlgorithm?
        var keyID: String?
        do throws(JSONError) {
            try reader.open(text)
            while let member = try reader.next(text) {
                let name = member.key.string(in: text)
                guard !Self.refusedNames.contains(name), !name.hasPrefix("x5") else { return nil }
                guard name == "alg" || name == "kid" else { continue }
                guard member.value.kind == .string else { return nil }
                let value = member.value.string(in: text)
                if name == "alg" { algorithm = TokenAlgorithm(rawValue: value) } else { keyID = value }
            }
        } catch {
            return nil
        }
        guard let algorithm else { return nil }
        self.algorithm = algorithm
        self.keyID = keyID
    }
}
