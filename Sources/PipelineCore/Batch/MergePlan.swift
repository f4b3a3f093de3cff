// SPDX-License-Identifier: MIT

/// What becomes of the rows of a batch: those that are new, those that are there already, and those that clash.
package struct MergePlan<Batch: Sendable>: Sendable {
    /// The rows that are new.
    package let batch: Batch
    /// The number of rows that are new.
    package let newCount: Int
    /// The number of rows that are there already with the same content.
    package let unchangedCount: Int
    /// The rows whose identifier or address is there already with other content, in order of the file.
    package let conflicts: [RowError]

    init(batch: Batch, newCount: Int, unchangedCount: Int, conflicts: [RowError]) {
        self.batch = batch
        self.newCount = newCount
        self.unchangedCount = unchangedCount
        self.conflicts = conflicts
    }

    init(_ batch: Batch, _ sorting: MergeSorting) {
        self.init(
            batch: batch,
            newCount: sorting.accepted.count,
            unchangedCount: sorting.unchangedCount,
            conflicts: sorting.conflicts
        )
    }
}

/// A row of an import that cannot be taken, and why.
package struct RowError: Error, Hashable, Sendable {
    /// The line of the file on which the row begins.
    package let line: Int
    /// What is wrong with it.
    package let error: StoreError

    /// Makes an error of the row that begins on a line.
    package init(line: Int, error: StoreError) {
        self.line = line
        self.error = error
    }
}
