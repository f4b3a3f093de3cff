// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineFormats

// What requests answer that add, mark, write or list rows.
extension Sheet {
    /// Every user in figures.
    static func users(_ users: [UserSummary]) -> Sheet {
        .list(
            "users",
            columns: userColumns,
            rows: users.map { user in
                [
                    .id(user.id.uuid), .text(user.email), .id(user.id.uuid), .count(user.costCount),
                    .money(user.total.roundedToCents), .count(user.notificationCount), .count(user.unreadCount),
                ]
            }
        )
    }

    private static let userColumns: [Column] = [
        "id", Column("email", "e-mail", fitting: .truncated(to: 16)), .forPeople("id"),
        Column("records", isNumeric: true), Column("total_cost", "total cost", isNumeric: true),
        Column("notifications", isNumeric: true, isExpendable: true), Column("unread", isNumeric: true),
    ]

    /// A user: who is logged in, or who was added.
    package static func user(id: UserID, email: String?) -> Sheet {
        .object(
            userIdentity,
            [.id(id.uuid), .text(email)],
            saying: [
                email.map { Sentence($0, .strong) + Sentence("  \(id)", .faint) } ?? Sentence(id.description, .strong)
            ]
        )
    }

    private static let userIdentity: [Column] = ["id", "email"]

    /// What became of the rows of an import.
    ///
    /// - Parameters:
    ///   - new: The number of rows that were added.
    ///   - unchanged: The number of rows that were there already with the same content.
    ///   - errors: Why rows were left out, in order of the file.
    ///   - skipsInvalidRows: Whether bad rows were to be left out.
    /// - Returns: The counts, with the errors if they were asked for.
    static func imported(new: Int, unchanged: Int, errors: [RowError], skipsInvalidRows: Bool) -> Sheet {
        var members: [(column: Column, cell: Cell)] = [
            ("imported", .count(new)), ("unchanged", .count(unchanged)), ("skipped", .count(errors.count)),
        ]
        if skipsInvalidRows {
            members.append(
                (
                    Column("errors", for: .nested),
                    .objects(errors.map { [("line", .count($0.line)), ("details", .text($0.error.details))] })
                )
            )
        }
        return .object(
            members,
            saying: ["imported: \(new)  unchanged: \(unchanged)  skipped: \(errors.count)"]
                + errors.map { Sentence("line \($0.line): ", .faint) + Sentence($0.error.details) }
        )
    }

    /// How many rows were written to a file.
    static func exported(_ count: Int) -> Sheet {
        .object([("exported", .count(count))], saying: "Exported \(Readable.counted(count, "row")).")
    }

    /// How many notifications were marked read.
    static func marked(_ count: Int) -> Sheet {
        .object([("marked", .count(count))], saying: "Marked \(Readable.counted(count, "notification")) read.")
    }

    /// How many notifications are unread, of which kinds.
    static func counted(_ counts: UnreadCounts) -> Sheet {
        let priorities = counts.byPriority.map { (name: $0.priority.name, count: $0.count) }
        let types = counts.byType.map { (name: $0.type, count: $0.count) }
        func object(_ counts: [(name: String, count: Int)]) -> Cell {
            .object(counts.map { (Column($0.name), .count($0.count)) })
        }
        func flat(_ counts: [(name: String, count: Int)], by group: String) -> [(column: Column, cell: Cell)] {
            counts.map { (Column("\(group).\($0.name)", $0.name, for: [.flat, .people]), .count($0.count)) }
        }
        return .figures(
            [
                (Column("unread"), .count(counts.total)),
                (Column("by_priority", for: .nested), object(priorities)),
                (Column("by_type", for: .nested), object(types)),
            ] + flat(priorities, by: "by_priority") + flat(types, by: "by_type")
        )
    }

    /// What a simulation added.
    static func simulated(jobs: Int, users: Int, costs: Int, notifications: Int) -> Sheet {
        let rows = "\(Readable.counted(costs, "cost record")) and \(Readable.counted(notifications, "notification"))"
        return .object(
            [
                ("jobs", .count(jobs)), ("users", .count(users)), ("costs", .count(costs)),
                ("notifications", .count(notifications)),
            ],
            saying: "Simulated \(Readable.counted(jobs, "training job")): \(rows)."
        )
    }

    /// The commands that were typed, each with its number, from 1.
    package static func history(_ lines: [(number: Int, command: String)]) -> Sheet {
        .list(
            "history",
            columns: ["number", "command"],
            rows: lines.map { [.ordinal(UInt64($0.number)), .text($0.command)] },
            saying: lines.map { line in
                let number = String(line.number)
                let padding = String(repeating: " ", count: max(0, 5 - number.utf8.count))
                return Sentence("\(padding)\(number)  ", .faint) + Sentence(line.command)
            }
        )
    }
}
