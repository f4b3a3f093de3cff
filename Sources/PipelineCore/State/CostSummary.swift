// SPDX-License-Identifier: MIT

/// The sums of a user's costs over a span of time.
package struct CostSummary: Sendable {
    /// The exact sum.
    package let total: AmountSum
    /// The exact sum of each type, by name.
    package let byType: [(type: String, sum: AmountSum)]
    /// The exact sum of each UTC day that has records, oldest first.
    package let byDay: [(day: Day, sum: AmountSum)]
    /// The number of records.
    package let count: Int

    /// The sums of nothing.
    package static let empty = CostSummary(total: .zero, byType: [], byDay: [], count: 0)
}
