// SPDX-License-Identifier: MIT

/// The journal's change to a new file: everything up to ``sequence`` belongs to the snapshot of ``generation``.
struct Rotation: Hashable, Sendable {
    /// The generation of the new journal and of the snapshot before it.
    var generation: UInt64
    /// The last change before the new journal.
    var sequence: UInt64
}
