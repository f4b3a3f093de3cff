// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import PipelineConsole
internal import PipelineHTTP
internal import PipelineService

/// The options that say whose tokens are valid; secrets come from files or the environment.
struct TokenArguments: ParsableArguments {
    @Option(help: ArgumentHelp("A file with the HS256 secret (default: $SUPABASE_JWT_SECRET).", valueName: "file"))
    var jwtSecretFile: String?

    @Option(
        help: ArgumentHelp("A key set with ES256 and RS256 public keys; read again on SIGHUP.", valueName: "file")
    )
    var jwksFile: String?

    @Option(
        help: ArgumentHelp(
            "Where the project's key set is; read every 10 minutes, and for a key that a token names.",
            valueName: "url"
        )
    )
    var jwksUrl: String?

    @Option(
        help: ArgumentHelp("What iss must be (default: $SUPABASE_URL/auth/v1, else any).", valueName: "url")
    )
    var issuer: String?

    @Option(
        help: ArgumentHelp("The cookie with the session (default: sb-<ref>-auth-token).", valueName: "name")
    )
    var cookieName: String?

    @Option(help: ArgumentHelp("A file with the token for submitting records.", valueName: "file"))
    var ingestTokenFile: String?

    /// Where the keys come from.
    var keyFiles: KeyFiles { KeyFiles(secretPath: jwtSecretFile, keySetPath: jwksFile, hasAddress: jwksUrl != nil) }

    /// Puts what the options say into the server's options.
    func fill(_ options: inout ServerOptions) throws {
        let project = Environment.value("SUPABASE_URL").map { ProjectAddress($0) }
        options.issuer = issuer ?? project?.issuer
        options.cookieName = cookieName ?? project?.cookieName
        if let jwksUrl { options.keySetAddress = try KeySetAddress(parsing: jwksUrl) }
        if let ingestTokenFile { options.ingestToken = try IngestToken(SecretFile.read(ingestTokenFile)) }
    }
}

/// Where the keys come from that tokens are verified with.
struct KeyFiles: Sendable {
    /// The file with the HS256 secret; without one, `SUPABASE_JWT_SECRET` is used.
    let secretPath: String?
    /// The file with the public keys.
    let keySetPath: String?
    /// Whether there are keys at an address too.
    let hasAddress: Bool

    /// Reads the keys.
    ///
    /// - Parameter notice: Told of keys that are ignored.
    /// - Returns: The keys.
    /// - Throws: If a file cannot be read, or a key cannot be used.
    func read(_ notice: (String) -> Void) throws -> TokenKeys {
        let secret = try secretPath.map { try SecretFile.read($0) } ?? Self.environmentSecret
        guard secret != nil || keySetPath != nil || hasAddress else {
            throw KeyError(
                "Tokens need a key: use --jwt-secret-file, SUPABASE_JWT_SECRET, --jwks-file or --jwks-url."
            )
        }
        let publicKeys = try keySetPath.map { try PublicKeySet(SecretFile.readAll($0)) }
        for sentence in publicKeys?.notices ?? [] { notice(sentence) }
        return try TokenKeys(secret: secret, publicKeys: publicKeys, mayBeNone: hasAddress)
    }

    private static var environmentSecret: [UInt8]? {
        Environment.value("SUPABASE_JWT_SECRET").map { Array($0.utf8) }
    }
}

/// The address of a Supabase project, from which the names of its tokens follow.
private struct ProjectAddress {
    private let address: String

    /// Takes an address such as `https://abcdefgh.supabase.co`.
    init(_ address: String) {
        var address = address
        while address.hasSuffix("/") { address.removeLast() }
        self.address = address
    }

    /// Who issues the project's tokens.
    var issuer: String { address + "/auth/v1" }

    /// The cookie in which the project's clients keep the session: it has the first label of the host.
    var cookieName: String {
        let host = address.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? address[...]
        let label = host.prefix { $0 != "." && $0 != ":" }
        return "sb-\(label)-auth-token"
    }
}

/// Reads secrets and keys from files.
private enum SecretFile {
    /// The most bytes of such a file.
    private static let longestFile = 1 << 20

    /// Returns the content of a file without a line's end after it.
    static func read(_ path: String) throws -> [UInt8] {
        var bytes = try readAll(path)
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        return bytes
    }

    /// Returns the content of a file.
    static func readAll(_ path: String) throws -> [UInt8] {
        var source = try FileSource(path: path)
        defer { source.close() }
        var bytes: [UInt8] = []
        var piece: [UInt8] = []
        let stop = StopSignal()
        while true {
            try source.read(into: &piece, unless: stop)
            if piece.isEmpty { return bytes }
            bytes += piece
            guard bytes.count <= longestFile else {
                throw KeyError("The file '\(path)' must have at most \(longestFile) bytes.")
            }
        }
    }
}
