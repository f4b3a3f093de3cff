// SPDX-License-Identifier: MIT

/// How much a notification matters.
public enum Priority: UInt8, CaseIterable, Sendable {
    /// Worth knowing some time.
    case low
    /// The usual one.
    case medium
    /// To be seen at once.
    case high

    /// The priority's name.
    public var name: String {
        switch self {
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        }
    }

    /// Parses the name of a priority.
    public init(parsing text: some StringProtocol) throws(ValueError) {
        guard let priority = Self.allCases.first(where: { $0.name.utf8.elementsEqual(text.utf8) }) else {
            throw ValueError(mustBeOneOf: Self.allCases.map(\.name))
        }
        self = priority
    }
}
