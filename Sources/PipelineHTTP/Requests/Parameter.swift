// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService

/// A parameter of a question.
struct Parameter: Sendable {
    /// What a value of a parameter is.
    enum Kind: Sendable {
        case choice([String])
        case moment
        case count
        case boolean
    }

    let name: String
    let kind: Kind
    let summary: String
}

extension CostsRequest {
    static let period = Parameter(
        name: "period",
        kind: .choice(Period.allCases.map(\.rawValue)),
        summary: "A rolling period that ends now (default: month)."
    )
    static let startDate = Parameter(
        name: "start_date",
        kind: .moment,
        summary: "A date, which means its first microsecond, or a timestamp. Overrides period."
    )
    static let endDate = Parameter(
        name: "end_date",
        kind: .moment,
        summary: "A date, which means that whole day, or a timestamp. Overrides period."
    )
    static let parameters = [period, startDate, endDate]

    init(now: Timestamp, _ value: (Parameter) -> String?) throws(StoreError) {
        try self.init(
            period: value(Self.period),
            startDate: value(Self.startDate),
            endDate: value(Self.endDate),
            now: now
        )
    }
}

extension NotificationsRequest {
    static let unread = Parameter(name: "unread", kind: .boolean, summary: "Whether only unread ones (default: false).")
    static let limit = Parameter(name: "limit", kind: .count, summary: "The most notifications (default: 20).")
    static let parameters = [unread, limit]

    init(_ value: (Parameter) -> String?) throws(StoreError) {
        try self.init(unread: value(Self.unread), limit: value(Self.limit))
    }
}
