// SPDX-License-Identifier: MIT

/// The names of the options of all commands.
package enum OptionName: UInt8, Hashable, Sendable, CaseIterable {
    case email
    case period
    case startDate
    case endDate
    case records
    case noRecords
    case unread
    case limit
    case before
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

    /// The name as it is written after the two dashes.
    package var spelling: String {
        switch self {
        case .email: "email"
        case .period: "period"
        case .startDate: "start-date"
        case .endDate: "end-date"
        case .records: "records"
        case .noRecords: "no-records"
        case .unread: "unread"
        case .limit: "limit"
        case .before: "before"
        case .all: "all"
        case .type: "type"
        case .amount: "amount"
        case .jobID: "job-id"
        case .details: "details"
        case .billingPeriod: "billing-period"
        case .recordedAt: "recorded-at"
        case .id: "id"
        case .title: "title"
        case .message: "message"
        case .priority: "priority"
        case .actionURL: "action-url"
        case .metadata: "metadata"
        case .createdAt: "created-at"
        case .format: "format"
        case .user: "user"
        case .skipInvalid: "skip-invalid"
        case .spreadsheet: "spreadsheet"
        case .jobs: "jobs"
        case .days: "days"
        case .seed: "seed"
        case .users: "users"
        case .to: "to"
        }
    }

    /// The name with its two dashes.
    var flag: String { Self.flags[Int(rawValue)] }

    private static let flags = allCases.map { "--\($0.spelling)" }

    /// The name of the parameter or field that the option stands for, as errors and the API write it.
    package var parameter: String { String(spelling.map { $0 == "-" ? "_" : $0 }) }

    /// The option that stands for a parameter or field, or nil.
    package init?(parameter: String) {
        guard let name = Self.allCases.first(where: { $0.parameter == parameter }) else { return nil }
        self = name
    }
}
