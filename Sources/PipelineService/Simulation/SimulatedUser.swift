// SPDX-License-Identifier: MIT

internal import PipelineCore

/// A user whom a simulation makes: the identifier and the address follow from the seed and the place in the list.
struct SimulatedUser: Sendable {
    let id: UserID
    let email: EmailAddress

    /// Makes the user at a place in the list.
    ///
    /// The default seed's users are alice@example.com, bob@example.com and so on; those of another seed carry it in
    /// their addresses (alice+7@example.com), so that no two seeds claim the same address.
    init(index: Int, seed: Int) throws(StoreError) {
        var generator = SplitMix64(mixing: [Self.domain, UInt64(bitPattern: Int64(seed)), UInt64(index)])
        id = UserID(.random(using: &generator))
        let name = index < Self.names.count ? Self.names[index] : "user\(index + 1)"
        let address = "\(name)\(seed == Simulation.defaultSeed ? "" : "+\(seed)")@example.com"
        do {
            email = try EmailAddress(parsing: address)
        } catch {
            throw error.described(field: "email", text: address)
        }
    }

    /// What tells the numbers of users from those of jobs: "users" as ASCII.
    private static let domain: UInt64 = 0x75_7365_7273

    private static let names = [
        "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "ken", "laura", "mallory",
        "nina", "oscar", "peggy", "quentin", "ruth", "sybil", "trent", "ursula", "victor", "wendy", "xavier",
        "yvonne", "zoe",
    ]
}
