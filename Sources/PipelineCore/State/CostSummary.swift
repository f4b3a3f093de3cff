// SPDX-License-Identifier: MIT

/// The sums of a user's costs over a span of time.
public struct CostSummary: Sendable {
    /// The exact sum.
    public let total: AmountSum
    /// The exact sum of each type, by name.
    public let byType: [(type: String, sum: AmountSum)]
    /// The exact sum of each UTC day that has records, oldest first.
    public let byDay: [(day: Day, sum: AmountSum)]
    /// The number of records.
    public let count: Int

    /// The sums of nothing.
    public static let empty = CostSummary(total: .zero, byType: [], byDay: [], count: 0)
}
