// SPDX-License-Identifier: MIT

/// The ways in which a store opens a file.
package enum OpenMode: Hashable, Sendable {
    /// For reading; the file must be there.
    case read
    /// For reading and writing; the file must be there.
    case update
    /// For reading and writing; the file must not be there yet.
    case create
    /// For reading and writing; made where it is absent.
    case createOrUpdate
}
