// SPDX-License-Identifier: MIT

/// A rolling span of time that ends now.
package enum Period: String, CaseIterable, Hashable, Sendable {
    /// The last 7 × 24 hours.
    case week
    /// The last 30 × 24 hours.
    case month
    /// The last 365 × 24 hours.
    case year

    /// The period's length in days of 24 hours.
    package var days: Int64 {
        switch self {
        case .week: 7
        case .month: 30
        case .year: 365
        }
    }

    /// Parses the name of a period.
    package init(parsing text: some StringProtocol) throws(ValueError) {
        guard let period = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) }) else {
            throw ValueError(mustBeOneOf: Self.allCases.map(\.rawValue))
        }
        self = period
    }
}
