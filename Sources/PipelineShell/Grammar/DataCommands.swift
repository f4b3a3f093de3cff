// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineCore

extension Grammar {
    static let dataCommands: [CommandDescription] = [
        CommandDescription(
            id: .costs,
            path: ["costs"],
            topic: .data,
            summary: "Show the training costs of a period, by type and by day",
            options: [
                .value(
                    .period,
                    .choice(of: Period.self, isChecked: false),
                    "P",
                    "the last 7, 30 or 365 days; month where absent"
                ),
                .value(.startDate, .moment, "D", "from this date or time on, in the place of the period"),
                .value(.endDate, .moment, "D", "up to this date or time, the whole of it included"),
                .flag(.records, "with every record", opposite: .noRecords),
                .flag(.noRecords, "without the records", opposite: .records),
            ],
            notes: ["json and csv carry the records unless told not to, table only when told to."],
            examples: ["costs --period week", "costs --start-date 2025-12-01 --end-date 2025-12-31 --records"]
        ),
        CommandDescription(
            id: .notifications,
            path: ["notifications"],
            topic: .data,
            summary: "Show the notifications, newest first",
            options: [
                .flag(.unread, "only the unread ones"),
                .value(.limit, .count, "N", "at most so many; 20 where absent"),
                .value(.before, .notificationID, "ID", "those after the last one of a page"),
            ],
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

    private static let addCost = CommandDescription(
        id: .addCost,
        path: ["add", "cost"],
        topic: .data,
        summary: "Add a cost record for the user",
        options: [
            .required(.type, .costType, "T", "the type, 1 to 50 characters"),
            .required(.amount, .amount, "A", "the amount, an exact decimal"),
            .value(.jobID, .uuid, "ID", "the training job"),
            .value(.details, .json, "JSON", "any JSON value"),
            .value(.billingPeriod, .date, "D", "the day it is billed; that of the time where absent"),
            .value(.recordedAt, .moment, "T", "the time; now where absent"),
            .value(.id, .uuid, "ID", "the record's id; a new one where absent"),
        ],
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
        options: [
            .required(.type, .notificationType, "T", "the type, 1 to 50 characters"),
            .required(.title, .text, "S", "the title, 1 to 200 characters"),
            .required(.message, .text, "S", "the message"),
            .value(.priority, .choice(Priority.allCases.map(\.name), isChecked: false), "P", "medium where absent"),
            .value(.actionURL, .text, "U", "where it leads"),
            .value(.metadata, .json, "JSON", "any JSON value"),
            .value(.createdAt, .moment, "T", "the time; now where absent"),
            .value(.id, .uuid, "ID", "the notification's id; a new one where absent"),
        ],
        examples: ["add notification --type job_completed --title 'Training completed' --message 'It took 2 h.'"]
    )
}
