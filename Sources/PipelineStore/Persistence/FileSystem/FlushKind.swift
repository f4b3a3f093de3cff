// SPDX-License-Identifier: MIT

/// What a flush has to bring to the disk.
package enum FlushKind: Hashable, Sendable {
    /// The contents of a file and the length needed to read them.
    case data
    /// The contents of a file and everything known about it.
    case file
    /// The names in a directory.
    case directory
}
