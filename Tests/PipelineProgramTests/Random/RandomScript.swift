// SPDX-License-Identifier: MIT

import TestSupport

/// Random commands with the answers that the naive model gives to them.
struct RandomScript: Sendable {
    /// A command and its answer; of an error the title alone.
    struct Step: Sendable {
        var command: String
        var answer: JSONValue
    }

    private var random: SeededGenerator
    private var ledger = ModelLedger()
    private let users: [String]
    /// Told apart from other scripts on the same store by the first digits of its ids.
    private let digit: Character
    private var nextID = 0
    /// Ids that belong to nobody of this script.
    var foreignIDs = [testID(1, "9")]
    /// Who is logged in.
    private(set) var user = ""

    init(seed: UInt64, users: [String], digit: Character = "c") {
        random = SeededGenerator(seed: seed)
        self.users = users
        self.digit = digit
    }

    /// The commands that make the users known.
    mutating func introduction() -> [Step] {
        let steps = users.map { user in
            Step(
                command: "user add \(user)",
                answer: ModelLedger.data([
                    .init(name: "id", value: .string(user)), .init(name: "email", value: nil),
                ])
            )
        }
        ledger.users = users
        return steps + [login()]
    }

    /// Logs one of the users in: every process begins with it.
    mutating func login() -> Step {
        user = users.randomElement(using: &random) ?? ""
        let length = random.once(in: 2) ? 36 : 8
        return Step(command: "login \(user.prefix(length))", answer: ModelLedger.success())
    }

    /// The ids of the script's notifications.
    var noticeIDs: [String] { ledger.notices.map(\.id) }

    /// The next command.
    mutating func step() -> Step {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: login()
        case 1...5: addCost()
        case 6...9: addNotice()
        case 10...12: mark()
        case 13: markAll()
        case 14...16: askCosts()
        case 17: users.count > 1 ? Step(command: "users", answer: ledger.summary()) : askNotifications()
        default: askNotifications()
        }
    }

    private mutating func makeID() -> String {
        nextID += 1
        return testID(nextID * 7919 % 65_536, digit)
    }

    private mutating func addCost() -> Step {
        let isKnown = random.once(in: 12)
        let id = isKnown ? ledger.costs.randomElement(using: &random)?.id ?? makeID() : makeID()
        let scales: [Int128] = [1, 1000, 10_000_000_000, 1_000_000_000_000]
        let units =
            Int128(Int.random(in: -99_999...999_999, using: &random)) * (scales.randomElement(using: &random) ?? 1)
        let details: [(text: String, value: JSONValue)] = [
            ("null", nil), ("7", .number("7")),
            (#"{"a":[1.50]}"#, .object([.init(name: "a", value: .array([.number("1.50")]))])),
        ]
        let detail = details.randomElement(using: &random) ?? details[0]
        let types = ["compute", "storage", "ä", "Z", "a b"]
        let cost = ModelLedger.Cost(
            id: id,
            user: user,
            type: types.randomElement(using: &random) ?? "t",
            units: units,
            moment: .random(using: &random),
            details: detail.value
        )
        let options = "--type '\(cost.type)' --recorded-at \(cost.moment.text) --id \(id) --details '\(detail.text)'"
        if random.once(in: 20) {
            return Step(command: "add cost \(options) --amount 1e9", answer: ModelLedger.error("Invalid amount"))
        }
        let command = "add cost --amount \(DecimalText.exact(units)) \(options)"
        if ledger.costs.contains(where: { $0.id == id }) {
            return Step(command: command, answer: ModelLedger.error("Conflict"))
        }
        ledger.costs.append(cost)
        return Step(command: command, answer: ModelLedger.data(ModelLedger.members(of: cost)))
    }

    private mutating func addNotice() -> Step {
        let notice = ModelLedger.Notice(
            id: makeID(),
            user: user,
            type: ["job_started", "job_failed"].randomElement(using: &random) ?? "t",
            title: ["Training Started", "🚀 fertig", "a 'b'"].randomElement(using: &random) ?? "t",
            message: ["", "It took 2 h.", "line\nfeed"].randomElement(using: &random) ?? "",
            priority: ["low", "medium", "high"].randomElement(using: &random) ?? "low",
            moment: .random(using: &random)
        )
        ledger.notices.append(notice)
        let message = notice.message.replacing("\n", with: "\\n")
        return Step(
            command: "add notification --type \(notice.type) --title \"\(notice.title)\" --message \"\(message)\" "
                + "--priority=\(notice.priority) --created-at=\(notice.moment.text) --id \(notice.id)",
            answer: ModelLedger.data(ModelLedger.members(of: notice))
        )
    }

    private mutating func someNotice() -> String {
        let own = ledger.notices.filter { $0.user == user }
        let pool = random.once(in: 10) ? foreignIDs + ledger.notices.map(\.id) : own.map(\.id)
        return pool.randomElement(using: &random) ?? foreignIDs[0]
    }

    private mutating func mark() -> Step {
        let ids = (0..<Int.random(in: 1...3, using: &random)).map { _ in someNotice() }
        let isRead = !random.once(in: 3)
        let command = "\(isRead ? "read" : "unread") \(ids.joined(separator: " "))"
        return Step(command: command, answer: ledger.mark(ids, of: user, isRead: isRead))
    }

    private mutating func markAll() -> Step {
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let (text, moment) = bound { $0.upperBound }
            return Step(command: "read --all --until '\(text)'", answer: ledger.markAll(of: user, until: moment))
        case 1:
            let id = someNotice()
            return Step(command: "read --all --until \(id)", answer: ledger.markAll(of: user, until: id))
        default: return Step(command: "read --all", answer: ledger.markAll(of: user))
        }
    }

    private mutating func askNotifications() -> Step {
        let unread = random.once(in: 3)
        let limit = random.once(in: 2) ? Int.random(in: 1...30, using: &random) : nil
        let before = random.once(in: 3) ? someNotice() : nil
        let type = random.once(in: 4) ? ["job_started", "job_failed", "none"].randomElement(using: &random) : nil
        let priorities = random.once(in: 4) ? ["low", "high"] : []
        let (text, since) = random.once(in: 4) ? bound { $0.lowerBound } : ("", nil)
        let options =
            [unread ? "--unread" : nil, limit.map { "--limit \($0)" }, before.map { "--before \($0)" }]
            + [type.map { "--type \($0)" }, since.map { _ in "--since '\(text)'" }]
            + priorities.map { "--priority \($0)" }
        let answer = ledger.notifications(of: user, limit: limit ?? 20, before: before) { notice in
            !(unread && notice.isRead) && (type.map { $0 == notice.type } ?? true)
                && (priorities.isEmpty || priorities.contains(notice.priority))
                && (since.map { $0 <= notice.moment } ?? true)
        }
        return Step(command: "notifications " + options.compactMap(\.self).joined(separator: " "), answer: answer)
    }

    private mutating func askCosts() -> Step {
        let records = !random.once(in: 3)
        let flag = records ? "" : " --no-records"
        if random.once(in: 2) {
            let period =
                [("", 30), ("--period week", 7), ("--period month", 30)].randomElement(using: &random) ?? ("", 30)
            let start = ModelMoment.now.earlier(days: period.1)
            let answer = ledger.costs(of: user, from: start, to: nil, records: records)
            return Step(command: "costs \(period.0)\(flag)", answer: answer)
        }
        let (startText, start) = bound { $0.lowerBound }
        let (endText, end) = bound { $0.upperBound }
        let command = "costs --start-date '\(startText)' --end-date '\(endText)'\(flag)"
        if let start, let end, end < start {
            return Step(command: command, answer: ModelLedger.error("Invalid start_date"))
        }
        let isRolling = start == nil && end == nil
        let from = isRolling ? ModelMoment.now.earlier(days: 30) : start
        return Step(command: command, answer: ledger.costs(of: user, from: from, to: end, records: records))
    }

    /// A date, a timestamp or nothing, and the moment that it stands for.
    private mutating func bound(
        _ edge: (ClosedRange<ModelMoment>) -> ModelMoment
    ) -> (text: String, moment: ModelMoment?) {
        let moment = ModelMoment.random(using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return ("", nil)
        case 1, 2: return (moment.text, moment)
        default: return (ModelMoment.text(ofDay: moment.day), edge(ModelMoment.bounds(ofDay: moment.day)))
        }
    }
}
