// SPDX-License-Identifier: MIT

/// What a batch knows of a row beside its content: where it stands in the file, and which of its fields were given.
struct RowNote: FixedSizeElement {
    /// The line of the file on which the row begins.
    var line: UInt32
    /// One bit a field that was given.
    var columns: UInt8

    static let zero = RowNote(line: 0, columns: 0)
}
