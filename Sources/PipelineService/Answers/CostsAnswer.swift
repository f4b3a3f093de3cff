// SPDX-License-Identifier: MIT

package import PipelineCore

/// The first question's answer: the sums, and the records where they were asked for.
package struct CostsAnswer: Sendable {
    /// What was asked.
    package let request: CostsRequest
    /// The sums.
    package let summary: CostSummary
    /// The sequence number of the last change to anything of the user's, 0 where the state knows nothing of the user.
    package let lastChange: UInt64
    /// The records; nil where they were not asked for, or the state knows nothing of the user.
    ///
    /// An answer without them holds no copy of the state.
    package let records: CostRecords?

    init(of user: UserID, _ request: CostsRequest, includesRecords: Bool, in state: borrowing LedgerState) {
        self.request = request
        guard let number = state.userNumber(of: user) else {
            summary = .empty
            lastChange = 0
            records = nil
            return
        }
        summary = state.costSummary(of: number, in: request.range)
        lastChange = state.lastChange(of: number)
        records = includesRecords ? CostRecords(state: copy state, user: number, range: request.range) : nil
    }
}
