// SPDX-License-Identifier: MIT

package import PipelineCore

/// Reads a file of users, handed over in pieces of any size, into a batch, as ``CostImport`` does for costs.
package struct UserImport: Sendable {
    private var rows: RowFeed<UserAssembler>

    /// Makes an import of a file in a format.
    ///
    /// - Throws: `StoreError` where the format has no users.
    package init(_ format: FileFormat, skipsInvalidRows: Bool = false) throws(StoreError) {
        try format.refuseFocus()
        rows = RowFeed(UserAssembler(), isCSV: format == .csv, skipsInvalidRows: skipsInvalidRows)
    }

    /// Takes the next piece of the file.
    ///
    /// - Throws: `StoreError` that names the line of the first row that cannot be taken; where such rows are skipped,
    ///   only for a file that cannot be read on.
    package mutating func feed(_ piece: Span<UInt8>) throws(StoreError) {
        try rows.feed(piece)
    }

    /// Takes note that the file ends here.
    ///
    /// - Throws: `StoreError`, as ``feed(_:)`` does, about what was still incomplete.
    package mutating func finish() throws(StoreError) {
        try rows.finish()
    }

    /// The users that were read so far.
    package var batch: UserBatch { rows.assembler.batch }

    /// The rows that were skipped, in order of the file; the errors do not repeat the line.
    package var errors: [RowError] { rows.errors }
}
