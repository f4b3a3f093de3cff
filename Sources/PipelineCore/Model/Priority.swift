// SPDX-License-Identifier: MIT

/// How much a notification matters.
package enum Priority: UInt8, CaseIterable, Sendable {
    /// Worth knowing some time.
    case low
    /// The usual one.
    case medium
    /// To be seen at once.
    case high

    /// The priority's name.
    package var name: String {
        switch self {
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        }
    }

    /// Parses the name of a priority.
    ///
    /// - Throws: ``ValueError`` if no priority has that name.
    package init(parsing text: Span<UInt8>) throws(ValueError) {
        for priority in Self.allCases where text.hasSameBytes(as: priority.name) {
            self = priority
            return
        }
        throw ValueError(mustBeOneOf: Self.allCases.map(\.name))
    }

    /// Parses the name of a priority, as ``init(parsing:)`` does from bytes.
    package init(parsing text: some StringProtocol) throws(ValueError) {
        self = try text.withBytes { (bytes) throws(ValueError) in try Self(parsing: bytes) }
    }
}
