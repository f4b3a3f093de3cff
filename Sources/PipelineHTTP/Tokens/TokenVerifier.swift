// SPDX-License-Identifier: MIT

internal import Crypto
internal import PipelineCore
internal import PipelineService
internal import Synchronization

/// Verifies access tokens and remembers those that are valid.
///
/// The module's page says why it is our own.
final class TokenVerifier: Sendable {
    /// A token that was found valid.
    private struct Entry {
        let token: [UInt8]
        let caller: Caller
        let expiry: Double
    }

    private struct State {
        /// The keys that tokens are verified with: those of the server and those from the project's address.
        var keys: TokenKeys
        var ownKeys: TokenKeys
        var projectKeys: PublicKeySet?
        /// How often the keys were replaced.
        var generation = 0
        /// Valid tokens by their signatures.
        var entries: [ArraySlice<UInt8>: Entry] = [:]

        init(_ keys: TokenKeys) {
            self.keys = keys
            ownKeys = keys
        }

        /// Verifies with the keys that there are now, and forgets what was found with the old ones.
        mutating func keysChanged() {
            keys = projectKeys.map { ownKeys.adding($0) } ?? ownKeys
            generation += 1
            entries = [:]
        }
    }

    /// The most tokens that are remembered.
    private static let capacity = 1024

    private let state: Mutex<State>
    private let issuer: [UInt8]?
    private let ingestToken: IngestToken?
    private let clock: WallClock

    /// Makes a verifier.
    ///
    /// - Parameters:
    ///   - keys: The keys that tokens are verified with.
    ///   - issuer: What `iss` must be, nil for any.
    ///   - ingestToken: The platform's own token, which is not a signed one.
    ///   - clock: What tells the time.
    init(keys: TokenKeys, issuer: String?, ingestToken: IngestToken?, clock: WallClock) {
        state = Mutex(State(keys))
        self.issuer = issuer.map { Array($0.utf8) }
        self.ingestToken = ingestToken
        self.clock = clock
    }

    /// Takes other keys of the server's own and forgets what was found with the old ones.
    func replaceKeys(_ keys: TokenKeys) {
        state.withLock {
            $0.ownKeys = keys
            $0.keysChanged()
        }
    }

    /// Takes other keys from the project's address and forgets what was found with the old ones.
    func replaceProjectKeys(_ keys: PublicKeySet) {
        state.withLock {
            $0.projectKeys = keys
            $0.keysChanged()
        }
    }

    /// Returns who has a token.
    ///
    /// - Throws: ``TokenRefusal`` if it is not valid.
    func verify(_ token: [UInt8]) throws(TokenRefusal) -> Caller {
        do throws(TokenRefusal) {
            return try verifySigned(token)
        } catch {
            guard ingestToken?.isSame(as: token) == true else { throw error }
            return .platform(VerifiedPlatform())
        }
    }

    private func verifySigned(_ token: [UInt8]) throws(TokenRefusal) -> Caller {
        let now = clock.now
        var work = ByteWork()
        guard let parts = TokenParts(token, &work) else { throw .malformed }
        let entry = state.withLock { $0.entries[parts.signatureText] }
        if let entry, entry.token.span.hasSameBytes(as: token.span) {
            guard entry.expiry > now.seconds else { throw .expired(Int(now.seconds - entry.expiry)) }
            return entry.caller
        }
        let (keys, generation) = state.withLock { ($0.keys, $0.generation) }
        try keys.checkSignature(of: parts)
        guard let claims = parts.claims(&work), let expiry = claims.expiry else { throw .malformed }
        if let refusal = claims.refusal(at: now) { throw refusal }
        let caller = try caller(claims)
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.entries.count >= Self.capacity { state.entries.removeAll(keepingCapacity: true) }
            state.entries[parts.signatureText] = Entry(token: token, caller: caller, expiry: expiry)
        }
        return caller
    }

    /// Whom claims name; their signature and time were checked.
    private func caller(_ claims: TokenClaims) throws(TokenRefusal) -> Caller {
        guard let role = claims.role else { throw .wrongRole }
        if role.elementsEqual("authenticated".utf8) {
            guard issuer == nil || claims.issuer == issuer else { throw .wrongIssuer(claims.issuer) }
            guard claims.isForUsers, let subject = claims.subject, let id = try? UUID(parsing: subject.span) else {
                throw .wrongAudience
            }
            return .user(VerifiedUser(UserID(id)))
        }
        if role.elementsEqual("service_role".utf8) {
            guard isServiceIssuer(claims.issuer) else { throw .wrongIssuer(claims.issuer) }
            return .platform(VerifiedPlatform())
        }
        throw .wrongRole
    }

    /// Whether a service key may say that it is of an issuer: keys that people make themselves often say none.
    private func isServiceIssuer(_ name: [UInt8]?) -> Bool {
        guard let name else { return true }
        return name == issuer || Self.serviceIssuers.contains { name.elementsEqual($0.utf8) }
    }

    /// What Supabase's own service keys say: those of projects, and those of its command-line tool.
    private static let serviceIssuers = ["supabase", "supabase-demo"]
}

/// Who asks, as a valid token proves.
enum Caller: Sendable {
    /// A user.
    case user(VerifiedUser)
    /// The platform itself.
    case platform(VerifiedPlatform)
}

/// A user who has shown a valid token; only the verifier makes one.
struct VerifiedUser: Sendable {
    /// The user.
    let id: UserID

    fileprivate init(_ id: UserID) {
        self.id = id
    }
}

/// The platform, which has shown a valid token; only the verifier makes one.
struct VerifiedPlatform: Sendable {
    fileprivate init() {}
}
