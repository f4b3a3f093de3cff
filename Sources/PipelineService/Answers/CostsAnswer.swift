// SPDX-License-Identifier: MIT

package import PipelineCore

/// The first question's answer: the sums, and the records as a view of the state that was asked.
package struct CostsAnswer: Sendable {
    /// The state that was asked; rows are read from it when the answer is written.
    package let state: LedgerState
    /// The user, nil where the state knows nothing of the user.
    package let user: UserNumber?
    /// What was asked.
    package let request: CostsRequest
    /// The moment of asking.
    package let now: Timestamp
    /// The sums.
    package let summary: CostSummary

    init(state: LedgerState, user: UserNumber?, request: CostsRequest, now: Timestamp) {
        self.state = state
        self.user = user
        self.request = request
        self.now = now
        summary = user.map { state.costSummary(of: $0, in: request.range) } ?? .empty
    }

    /// Calls `body` with the records in groups, oldest first, until it returns false.
    package func forEachGroup(_ body: (Span<CostRow>) -> Bool) {
        if let user { state.forEachCostGroup(of: user, in: request.range, body) }
    }
}
