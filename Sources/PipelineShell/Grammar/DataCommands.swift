// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineAnswers

extension Grammar {
    static let dataCommands: [CommandDescription] = [
        CommandDescription(
            id: .costs,
            path: ["costs"],
            topic: .data,
            summary: "Show the training costs of a period, by type and by day",
            options: ParameterOptions.costs.descriptions + [
                .flag(.records, "with every record", opposite: .noRecords),
                .flag(.noRecords, "without the records", opposite: .records),
            ],
            notes: [recordsNote],
            examples: ["costs --period week", "costs --start-date 2025-12-01 --end-date 2025-12-31 --records"]
        ),
        CommandDescription(
            id: .notifications,
            path: ["notifications"],
            topic: .data,
            summary: "Show the notifications, newest first",
            options: ParameterOptions.notifications.descriptions,
            examples: ["notifications --unread --limit 5"]
        ),
        CommandDescription(
            id: .read,
            path: ["read"],
            topic: .data,
            summary: "Mark notifications read",
            operands: [.many("ID", .notificationID, waivedBy: .all)],
            options: [.flag(.all, "all that are unread")],
            notes: ["An ID may be a prefix of four characters or more. All of the ids are marked, or none."],
            examples: ["read 9b1d", "read --all"]
        ),
        CommandDescription(
            id: .unread,
            path: ["unread"],
            topic: .data,
            summary: "Mark notifications unread",
            operands: [.many("ID", .notificationID)],
            notes: ["An ID may be a prefix of four characters or more. All of the ids are marked, or none."],
            examples: ["unread 9b1d"]
        ),
        addCost,
        addNotification,
        CommandDescription(
            id: .simulate,
            path: ["simulate"],
            topic: .data,
            summary: "Make training jobs with their costs and notifications",
            options: [
                .value(.jobs, .count, "N", "how many jobs"),
                .value(.days, .count, "D", "over how many days until now"),
                .value(.seed, .integer, "S", "the same seed and clock give the same data"),
                .value(.users, .count, "N", "for how many new users, in the place of the one logged in"),
            ],
            examples: ["simulate --jobs 10 --days 30 --seed 1"]
        ),
    ]

    /// Which formats carry the records unless told otherwise.
    private static let recordsNote: String = {
        let names = AnswerFormat.all.filter(\.carriesRecordsByDefault).map(\.name)
        return "Records are included by default in \(ValueKind.enumeration(of: names, conjunction: "and"))."
    }()

    private static let addCost = CommandDescription(
        id: .addCost,
        path: ["add", "cost"],
        topic: .data,
        summary: "Add a cost record for the user",
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
        summary: "Add a notification for the user",
        options: ParameterOptions.notificationFields.descriptions,
        examples: ["add notification --type job_completed --title 'Training completed' --message 'It took 2 h.'"]
    )
}
