// SPDX-License-Identifier: MIT

/// What the file system knows about a file: kind, size, owner, permissions and the time of its last change.
package struct FileStatus: Hashable, Sendable {
    /// The kinds of file that a store tells apart.
    package enum Kind: Hashable, Sendable {
        /// A plain file.
        case regular
        /// A directory.
        case directory
        /// A link, a pipe, a device: nothing that a store makes.
        case other
    }

    /// What the file is.
    package var kind: Kind
    /// The length in bytes.
    package var size: UInt64
    /// The owner's user id.
    package var owner: UInt32
    /// The permission bits with set-id and sticky bits, `0o7777` at most.
    package var permissions: UInt32
    /// When the contents changed last, in microseconds since 1970.
    package var modified: Int64

    /// Makes a status from its parts.
    package init(kind: Kind, size: UInt64, owner: UInt32, permissions: UInt32, modified: Int64) {
        self.kind = kind
        self.size = size
        self.owner = owner
        self.permissions = permissions
        self.modified = modified
    }
}
