// SPDX-License-Identifier: MIT

/// The fields of a cost that a row of an import gave: only those are compared with a stored record.
public struct CostColumns: OptionSet, Sendable {
    /// One bit a field.
    public let rawValue: UInt8

    /// Makes a set from its bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// `job_id`.
    public static let jobID = CostColumns(rawValue: 1)
    /// `details`.
    public static let details = CostColumns(rawValue: 2)
    /// `billing_period`.
    public static let billingPeriod = CostColumns(rawValue: 4)
    /// `recorded_at`.
    public static let recordedAt = CostColumns(rawValue: 8)
    /// Every field that may be absent.
    public static let all: CostColumns = [.jobID, .details, .billingPeriod, .recordedAt]
}
