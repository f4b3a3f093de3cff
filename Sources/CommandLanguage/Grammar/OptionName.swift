// SPDX-License-Identifier: MIT

/// The names of the options of all commands.
///
/// They are numbers, so that a set of them is one machine word and comparing two is one comparison.
package enum OptionName: UInt8, Hashable, Sendable, CaseIterable {
    case email
    case period
    case startDate
    case endDate
    case records
    case noRecords
    case unread
    case limit
    case since
    case until
    case before
    case after
    case all
    case type
    case amount
    case jobID
    case details
    case billingPeriod
    case recordedAt
    case id
    case title
    case message
    case priority
    case actionURL
    case metadata
    case createdAt
    case format
    case user
    case skipInvalid
    case spreadsheet
    case jobs
    case days
    case seed
    case users
    case to

    /// The name as it is written after the two dashes: `start-date` for `startDate`.
    package var spelling: String { Self.spellings[Int(rawValue)] }

    /// The spellings by raw value, made once from the names of the cases.
    private static let spellings = allCases.map { name in
        var spelling = ""
        var isAfterLowercase = false
        for character in "\(name)" {
            if character.isUppercase, isAfterLowercase { spelling += "-" }
            spelling += character.lowercased()
            isAfterLowercase = character.isLowercase
        }
        return spelling
    }

    /// The name with its two dashes.
    var flag: String { Self.flags[Int(rawValue)] }

    private static let flags = allCases.map { "--\($0.spelling)" }

    /// The flag that says the opposite, for those that have one: `--no-records` for `--records`.
    package var opposite: OptionName? {
        switch self {
        case .records: .noRecords
        case .noRecords: .records
        default: nil
        }
    }

    /// The name of the parameter or field that the option stands for, as errors and the API write it.
    package var parameter: String { String(spelling.map { $0 == "-" ? "_" : $0 }) }

    /// The option that stands for a parameter or field, or nil.
    package init?(parameter: String) {
        guard let name = Self.allCases.first(where: { $0.parameter == parameter }) else { return nil }
        self = name
    }
}

/// A set of option names in one machine word.
package struct OptionNameSet: Hashable, Sendable {
    private var bits: UInt64 = 0

    /// Makes an empty set.
    package init() {}

    /// Whether the set has `name`.
    package func contains(_ name: OptionName) -> Bool { bits & Self.bit(name) != 0 }

    /// Adds `name`; returns whether it was new.
    @discardableResult
    package mutating func insert(_ name: OptionName) -> Bool {
        let isNew = !contains(name)
        bits |= Self.bit(name)
        return isNew
    }

    /// The bit of `name`: there are fewer than 64 names.
    private static func bit(_ name: OptionName) -> UInt64 { 1 &<< UInt64(name.rawValue) }
}

extension OptionNameSet: ExpressibleByArrayLiteral {
    /// Makes a set of the names.
    package init(arrayLiteral elements: OptionName...) {
        for name in elements { insert(name) }
    }
}
