// SPDX-License-Identifier: MIT

/// An identifier and the number of its row, on their way into an index.
struct IDEntry: BitwiseCopyable, Sendable {
    /// The identifier.
    let id: UUID
    /// The number of the row.
    let row: UInt32

    init(_ id: UUID, row: Int) {
        self.id = id
        self.row = UInt32(truncatingIfNeeded: row)
    }
}
