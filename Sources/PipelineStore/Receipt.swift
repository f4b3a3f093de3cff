// SPDX-License-Identifier: MIT

package import PipelineCore

/// What has to be on disk before an answer is given.
package struct Receipt: Hashable, Sendable {
    let mark: FlushMark

    /// The number of the last change that the answer saw.
    package var sequence: UInt64 { mark.sequence }
}

/// A copy of the state, with the receipt of what it holds.
package struct LedgerView: Sendable {
    /// The state.
    package let state: LedgerState
    /// What has to be on disk before an answer from it is given; nil where there is no disk.
    package let receipt: Receipt?
}

/// A change that was applied.
package struct Commit: Sendable {
    /// How many rows or marks it changed.
    package let affected: Int
    /// What has to be on disk before it is acknowledged; nil where there is no disk.
    package let receipt: Receipt?
}
