// SPDX-License-Identifier: MIT

package import PipelineCore

/// The records of an answer about costs: a view of the state that was asked, read when the answer is written.
package struct CostRecords: Sendable {
    /// The state that was asked.
    package let state: LedgerState
    /// The user.
    package let user: UserNumber
    /// The span of time that was asked.
    package let range: DateRange

    /// Calls `body` with the records in groups, oldest first, until it returns false.
    package func forEachGroup(_ body: (Span<CostRow>) -> Bool) {
        state.forEachCostGroup(of: user, in: range, body)
    }
}
