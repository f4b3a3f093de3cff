// SPDX-License-Identifier: MIT

/// What opening a store found and did.
package struct RecoveryReport: Hashable, Sendable {
    /// The journal's end that was cut off: a write that was never acknowledged.
    package var tornTail: Damage?
    /// How many bytes were cut off.
    package var tornBytes: UInt64 = 0
    /// Snapshots that could not be used.
    package var damagedSnapshots: [Damage]
    /// The files that keep cut and refused bytes, relative to the store.
    package var quarantined: [String] = []

    /// Makes the report of a store, one without a flaw if nothing is given.
    package init(damagedSnapshots: [Damage] = []) {
        self.damagedSnapshots = damagedSnapshots
    }

    /// Sentences for people about what was out of the ordinary; empty if nothing was.
    package var notices: [String] {
        var notices = damagedSnapshots.map { damage in
            "A snapshot is damaged (\(damage)); the one before it and the journals since gave the same state."
        }
        if let tornTail {
            notices.append(
                "The end of \(tornTail.file) was cut short at offset \(tornTail.offset): \(tornBytes) bytes that were never "
                    + "acknowledged were dropped."
            )
        }
        if !quarantined.isEmpty { notices.append("Kept for inspection: \(quarantined.joined(separator: ", ")).") }
        return notices
    }
}
