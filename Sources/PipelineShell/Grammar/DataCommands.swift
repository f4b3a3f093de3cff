// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineAnswers
internal import PipelineCore

extension Grammar {
    static let dataCommands: [CommandDescription] = [
        CommandDescription(
            id: .costs,
            path: ["costs"],
            topic: .data,
            summary: "Show training costs by type and by day",
            options: ParameterOptions.costs.descriptions + [
                .flag(.noRecords, "Leave out the records.", opposite: .records)
            ],
            notes: [periodsNote, recordsNote],
            examples: [
                "costs --period week", "costs --period last-month", "costs --billing-period 2025-12",
                "costs --start-date 2025-12-01 --end-date 2025-12-31 --records",
            ]
        ),
        CommandDescription(
            id: .notifications,
            path: ["notifications"],
            topic: .data,
            summary: "Show notifications, newest first",
            options: ParameterOptions.notifications.descriptions,
            examples: ["notifications --unread --limit 5", "notifications --priority high --since 2025-12-01"]
        ),
        CommandDescription(
            id: .read,
            path: ["read"],
            topic: .data,
            summary: "Mark notifications as read",
            operands: [.many("ID", .notificationID, waivedBy: .all)],
            options: [.flag(.all, "Mark all unread notifications.")] + ParameterOptions.readAll.descriptions,
            notes: ["ID may be a prefix of at least four characters. Either all IDs are marked or none."],
            examples: ["read 9b1d", "read --all", "read --all --until 2025-12-26"]
        ),
        CommandDescription(
            id: .unread,
            path: ["unread"],
            topic: .data,
            summary: "Mark notifications as unread",
            operands: [.many("ID", .notificationID)],
            notes: ["ID may be a prefix of at least four characters. Either all IDs are marked or none."],
            examples: ["unread 9b1d"]
        ),
        addCost,
        addNotification,
        CommandDescription(
            id: .simulate,
            path: ["simulate"],
            topic: .data,
            summary: "Generate training jobs with costs and notifications",
            options: [
                .value(.jobs, .count, "N", "The number of jobs."),
                .value(.days, .count, "D", "The number of days that the jobs span, until now."),
                .value(.seed, .integer, "S", "The same seed and clock give the same data."),
                .value(.users, .count, "N", "Generate N new users; by default, the current user gets the jobs."),
            ],
            examples: ["simulate --jobs 10 --days 30 --seed 1"]
        ),
    ]

    /// What a period may be.
    private static let periodsNote =
        "A period is \(ValueKind.period(CostPeriod.names).expectation). Weeks begin on Monday."

    /// Which formats include the records unless told otherwise.
    private static let recordsNote: String = {
        func names(carryingRecords: Bool) -> [String] {
            AnswerFormat.all.filter { $0.carriesRecordsByDefault == carryingRecords }.map(\.name)
        }
        let (with, without) = (names(carryingRecords: true), names(carryingRecords: false))
        let (includers, others) = (
            ValueKind.enumeration(of: with, conjunction: "and"), ValueKind.enumeration(of: without, conjunction: "and")
        )
        return "By default, \(includers) include the records; \(others) \(without.count == 1 ? "does" : "do") not."
    }()

    private static let addCost = CommandDescription(
        id: .addCost,
        path: ["add", "cost"],
        topic: .data,
        summary: "Add a cost record",
        options: ParameterOptions.costFields.descriptions,
        examples: [
            "add cost --type storage --amount 2.73",
            "add cost --type training_compute --amount -5 --details '{\"gpu_type\": \"H100\"}'",
        ]
    )

    private static let addNotification = CommandDescription(
        id: .addNotification,
        path: ["add", "notification"],
        topic: .data,
        summary: "Add a notification",
        options: ParameterOptions.notificationFields.descriptions,
        examples: ["add notification --type job_completed --title 'Training completed' --message 'It took 2 h.'"]
    )
}
