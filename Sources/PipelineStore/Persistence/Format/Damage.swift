// SPDX-License-Identifier: MIT

/// Bytes on disk that are not what was written: where, and how it shows.
package struct Damage: Error, Hashable, Sendable {
    /// The file's name in the store.
    package var file: String
    /// The offset of the first byte that cannot be trusted.
    package var offset: UInt64
    /// How it shows, as the end of a sentence.
    package var reason: String

    /// Makes a finding from its parts.
    package init(file: String, offset: UInt64, reason: String) {
        self.file = file
        self.offset = offset
        self.reason = reason
    }
}

extension Damage: CustomStringConvertible {
    /// File, offset and reason in a few words.
    package var description: String { "\(file), offset \(offset): \(reason)" }
}
