// SPDX-License-Identifier: MIT

internal import PipelineConsole
internal import PipelineHTTP

/// Where the keys that tokens are checked with come from.
struct KeyFiles: Sendable {
    /// The file with the HS256 secret; `SUPABASE_JWT_SECRET` is used where there is none.
    let secretPath: String?
    /// The file with the public keys.
    let keySetPath: String?

    /// Reads the keys anew.
    ///
    /// - Parameter notice: Told of keys that are left out.
    /// - Returns: The keys.
    /// - Throws: Where a file cannot be read, or a key not be used.
    func read(_ notice: (String) -> Void) throws -> TokenKeys {
        let secret = try secretPath.map { try SecretFile.read($0) } ?? Self.environmentSecret
        guard secret != nil || keySetPath != nil else {
            throw KeyError("Tokens need a key: give --jwt-secret-file, SUPABASE_JWT_SECRET or --jwks-file.")
        }
        let publicKeys = try keySetPath.map { try PublicKeySet(SecretFile.readAll($0)) }
        for sentence in publicKeys?.notices ?? [] { notice(sentence) }
        return try TokenKeys(secret: secret, publicKeys: publicKeys)
    }

    private static var environmentSecret: [UInt8]? {
        Environment.value("SUPABASE_JWT_SECRET").map { Array($0.utf8) }
    }
}
