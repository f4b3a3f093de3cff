// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineCore

extension Grammar {
    static let dataCommands: [CommandDescription] = [
        CommandDescription(
            id: .costs,
            path: ["costs"],
            topic: .data,
            summary: "Show training costs by type and by day",
            options: [
                .value(
                    .period,
                    .choice(of: Period.self, isChecked: false),
                    "P",
                    "The last 7, 30 or 365 days (default: month)."
                ),
                .value(.startDate, .moment, "D", "First date or time; replaces the period."),
                .value(.endDate, .moment, "D", "Last date or time, inclusive."),
                .flag(.records, "Show every cost record.", opposite: .noRecords),
                .flag(.noRecords, "Leave out the records.", opposite: .records),
            ],
            notes: ["By default, json and csv include the records; table does not."],
            examples: ["costs --period week", "costs --start-date 2025-12-01 --end-date 2025-12-31 --records"]
        ),
        CommandDescription(
            id: .notifications,
            path: ["notifications"],
            topic: .data,
            summary: "Show notifications, newest first",
            options: [
                .flag(.unread, "Show only unread notifications."),
                .value(.limit, .count, "N", "Show at most N notifications (default: 20)."),
                .value(.before, .notificationID, "ID", "Continue after ID, the last one of a page."),
            ],
            examples: ["notifications --unread --limit 5"]
        ),
        CommandDescription(
            id: .read,
            path: ["read"],
            topic: .data,
            summary: "Mark notifications as read",
            operands: [.many("ID", .notificationID, waivedBy: .all)],
            options: [.flag(.all, "Mark all unread notifications.")],
            notes: ["ID may be a prefix of at least four characters. Either all IDs are marked or none."],
            examples: ["read 9b1d", "read --all"]
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

    private static let addCost = CommandDescription(
        id: .addCost,
        path: ["add", "cost"],
        topic: .data,
        summary: "Add a cost record",
        options: [
            .required(.type, .costType, "T", "The type, 1 to 50 characters."),
            .required(.amount, .amount, "A", "The amount, an exact decimal."),
            .value(.jobID, .uuid, "ID", "The training job."),
            .value(.details, .json, "JSON", "Any JSON value."),
            .value(.billingPeriod, .date, "D", "The day it is billed (default: the day of --recorded-at)."),
            .value(.recordedAt, .moment, "T", "When it was recorded (default: now)."),
            .value(.id, .uuid, "ID", "The record's ID (default: a new one)."),
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
        summary: "Add a notification",
        options: [
            .required(.type, .notificationType, "T", "The type, 1 to 50 characters."),
            .required(.title, .text, "S", "The title, 1 to 200 characters."),
            .required(.message, .text, "S", "The message."),
            .value(
                .priority,
                .choice(Priority.allCases.map(\.name), isChecked: false),
                "P",
                "The priority (default: medium)."
            ),
            .value(.actionURL, .text, "U", "The address that it links to."),
            .value(.metadata, .json, "JSON", "Any JSON value."),
            .value(.createdAt, .moment, "T", "When it was created (default: now)."),
            .value(.id, .uuid, "ID", "The notification's ID (default: a new one)."),
        ],
        examples: ["add notification --type job_completed --title 'Training completed' --message 'It took 2 h.'"]
    )
}
