// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import PipelineConsole
internal import PipelineHTTP

/// The options that say whose tokens hold; secrets come from files or the environment.
struct TokenArguments: ParsableArguments {
    @Option(help: ArgumentHelp("The HS256 secret (or SUPABASE_JWT_SECRET).", valueName: "file"))
    var jwtSecretFile: String?

    @Option(help: ArgumentHelp("Public keys, ES256 and RS256; read again on SIGHUP.", valueName: "file"))
    var jwksFile: String?

    @Option(help: ArgumentHelp("What iss must be (or SUPABASE_URL + /auth/v1; default: any).", valueName: "url"))
    var issuer: String?

    @Option(help: ArgumentHelp("The cookie with the session (default: sb-<ref>-auth-token).", valueName: "name"))
    var cookieName: String?

    @Option(help: ArgumentHelp("The token with which the platform hands over records.", valueName: "file"))
    var ingestTokenFile: String?

    /// Where the keys come from.
    var keyFiles: KeyFiles { KeyFiles(secretPath: jwtSecretFile, keySetPath: jwksFile) }

    /// Puts what the options say into the server's options.
    func fill(_ options: inout ServerOptions) throws {
        let project = Environment.value("SUPABASE_URL").map { ProjectAddress($0) }
        options.issuer = issuer ?? project?.issuer
        options.cookieName = cookieName ?? project?.cookieName
        if let ingestTokenFile { options.ingestToken = try IngestToken(SecretFile.read(ingestTokenFile)) }
    }
}
