// SPDX-License-Identifier: MIT

/// The contract in its plainest words: arrays in order of arrival, searched from end to end.
struct ModelLedger: Sendable {
    struct Cost: Sendable {
        var id: String
        var user: String
        var type: String
        var units: Int128
        var moment: ModelMoment
        var details: JSONValue
    }

    struct Notice: Sendable {
        var id: String
        var user: String
        var type: String
        var title: String
        var message: String
        var priority: String
        var isRead = false
        var moment: ModelMoment
    }

    var users: [String] = []
    var costs: [Cost] = []
    var notices: [Notice] = []

    static func data(_ members: [JSONValue.Member]) -> JSONValue {
        .object([.init(name: "success", value: true), .init(name: "data", value: .object(members))])
    }

    static func success() -> JSONValue { .object([.init(name: "success", value: true)]) }

    static func error(_ title: String) -> JSONValue { .object([.init(name: "error", value: .string(title))]) }

    private static func sum(_ costs: [Cost]) -> Int128 { costs.reduce(0) { $0 + $1.units } }

    func costs(of user: String, from start: ModelMoment?, to end: ModelMoment?, records: Bool) -> JSONValue {
        let found = costs.enumerated()
            .filter { $0.element.user == user }
            .filter { item in
                (start.map { $0 <= item.element.moment } ?? true) && (end.map { item.element.moment <= $0 } ?? true)
            }
            .sorted { ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset) }
            .map(\.element)
        let types = Set(found.map(\.type)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let days = Set(found.map(\.moment.day)).sorted()
        var members: [JSONValue.Member] = [
            .init(name: "total_cost", value: .number(DecimalText.roundedToCents(Self.sum(found)))),
            .init(
                name: "cost_by_type",
                value: .object(
                    types.map { type in
                        let sum = Self.sum(found.filter { $0.type == type })
                        return .init(name: type, value: .number(DecimalText.exact(sum)))
                    }
                )
            ),
            .init(
                name: "chart_data",
                value: .array(
                    days.map { day in
                        let sum = Self.sum(found.filter { $0.moment.day == day })
                        return .object([
                            .init(name: "date", value: .string(ModelMoment.text(ofDay: day))),
                            .init(name: "amount", value: .number(DecimalText.exact(sum))),
                        ])
                    }
                )
            ),
        ]
        if records {
            members.append(.init(name: "records", value: .array(found.map { .object(Self.members(of: $0)) })))
        }
        return Self.data(members)
    }

    func notifications(of user: String, limit: Int, before: String?, where fits: (Notice) -> Bool) -> JSONValue {
        var found = notices.enumerated()
            .filter { $0.element.user == user }
            .sorted { ($0.element.moment, $0.offset) > ($1.element.moment, $1.offset) }
            .map(\.element)
        let count = found.filter { !$0.isRead }.count
        if let before {
            guard let place = found.firstIndex(where: { $0.id == before }) else { return Self.error("Not found") }
            found.removeSubrange(...place)
        }
        found.removeAll { !fits($0) }
        return Self.data([
            .init(name: "notifications", value: .array(found.prefix(limit).map { .object(Self.members(of: $0)) })),
            .init(name: "unread_count", value: .number(String(count))),
        ])
    }

    func summary() -> JSONValue {
        let rows = users.sorted()
            .map { user in
                let own = notices.filter { $0.user == user }
                let costs = costs.filter { $0.user == user }
                return JSONValue.object([
                    .init(name: "id", value: .string(user)), .init(name: "email", value: nil),
                    .init(name: "records", value: .number(String(costs.count))),
                    .init(name: "total_cost", value: .number(DecimalText.roundedToCents(Self.sum(costs)))),
                    .init(name: "notifications", value: .number(String(own.count))),
                    .init(name: "unread", value: .number(String(own.filter { !$0.isRead }.count))),
                ])
            }
        return Self.data([.init(name: "users", value: .array(rows))])
    }

    /// Marks all of the notifications of a user, or none.
    mutating func mark(_ ids: [String], of user: String, isRead: Bool) -> JSONValue {
        let places = ids.map { id in notices.firstIndex { $0.id == id && $0.user == user } }
        guard !places.contains(nil) else { return Self.error("Not found") }
        for case let place? in places { notices[place].isRead = isRead }
        return Self.success()
    }

    /// Marks all notifications of a user read that are not later than one of them.
    mutating func markAll(of user: String, until id: String) -> JSONValue {
        guard let last = notices.firstIndex(where: { $0.id == id && $0.user == user }) else {
            return Self.error("Not found")
        }
        let place = (notices[last].moment, last)
        return markAll(of: user) { ($1.moment, $0) <= place }
    }

    /// Marks all notifications of a user read, or those that are not later than a moment.
    mutating func markAll(of user: String, until moment: ModelMoment? = nil) -> JSONValue {
        markAll(of: user) { _, notice in moment.map { notice.moment <= $0 } ?? true }
    }

    private mutating func markAll(of user: String, where fits: (Int, Notice) -> Bool) -> JSONValue {
        let places = notices.indices.filter { notices[$0].user == user && !notices[$0].isRead && fits($0, notices[$0]) }
        for place in places { notices[place].isRead = true }
        return Self.data([.init(name: "marked", value: .number(String(places.count)))])
    }

    static func members(of cost: Cost) -> [JSONValue.Member] {
        [
            .init(name: "id", value: .string(cost.id)), .init(name: "user_id", value: .string(cost.user)),
            .init(name: "job_id", value: nil), .init(name: "cost_type", value: .string(cost.type)),
            .init(name: "amount", value: .number(DecimalText.exact(cost.units))),
            .init(name: "details", value: cost.details),
            .init(name: "billing_period", value: .string(ModelMoment.text(ofDay: cost.moment.day))),
            .init(name: "recorded_at", value: .string(cost.moment.text)),
        ]
    }

    static func members(of notice: Notice) -> [JSONValue.Member] {
        [
            .init(name: "id", value: .string(notice.id)), .init(name: "user_id", value: .string(notice.user)),
            .init(name: "type", value: .string(notice.type)), .init(name: "title", value: .string(notice.title)),
            .init(name: "message", value: .string(notice.message)),
            .init(name: "priority", value: .string(notice.priority)),
            .init(name: "read", value: .bool(notice.isRead)), .init(name: "action_url", value: nil),
            .init(name: "metadata", value: nil), .init(name: "created_at", value: .string(notice.moment.text)),
        ]
    }
}
