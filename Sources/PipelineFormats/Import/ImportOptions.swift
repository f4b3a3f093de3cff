// SPDX-License-Identifier: MIT

package import PipelineCore

/// What an import assumes if a row does not say.
package struct ImportOptions: Sendable {
    /// The owner of rows without a `user_id`; nil if every row must have one.
    package var owner: UserID?
    /// The time of rows without one.
    package var now: Timestamp
    /// Whether rows that cannot be taken are collected instead of ending the import.
    package var skipsInvalidRows: Bool
    /// Where the identifiers of rows without one come from.
    package var random: any RandomNumberGenerator & Sendable

    /// Makes options.
    package init(
        owner: UserID?,
        now: Timestamp,
        skipsInvalidRows: Bool = false,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.owner = owner
        self.now = now
        self.skipsInvalidRows = skipsInvalidRows
        self.random = random
    }

    /// The owner of a row: its own, else the one of the options.
    func owner(of row: UserID?) throws(StoreError) -> UserID {
        guard let owner = row ?? owner else {
            throw .invalid("user_id", "user_id is required: add the column, log in or add --user.")
        }
        return owner
    }

    /// A new identifier.
    mutating func makeID() -> UUID {
        UUID.random(using: &random)
    }
}
