// SPDX-License-Identifier: MIT

/// The fields of a cost that a row of an import gave: only those are compared with a stored record.
package struct CostColumns: OptionSet, Sendable {
    /// One bit a field.
    package let rawValue: UInt8

    /// Makes a set from its bits.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// `job_id`.
    package static let jobID = CostColumns(rawValue: 1)
    /// `details`.
    package static let details = CostColumns(rawValue: 2)
    /// `billing_period`.
    package static let billingPeriod = CostColumns(rawValue: 4)
    /// `recorded_at`.
    package static let recordedAt = CostColumns(rawValue: 8)
    /// Every field that may be absent.
    package static let all: CostColumns = [.jobID, .details, .billingPeriod, .recordedAt]
}
