// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import PipelineCore
internal import PipelineService

extension Route {
    /// The routes about what the store holds, in the order of the OpenAPI document.
    static let ledgerRoutes: [Route] = [
        Route(
            method: .get,
            path: "/api/costs",
            name: "costs",
            tag: .costs,
            summary: "What training has cost",
            parameters: CostsRequest.Parameter.allCases.map(\.description),
            success: Success(
                description: "The sums, the days and the records",
                schema: .named(
                    "Costs",
                    .envelope(
                        .object(
                            [
                                "total_cost": .number, "cost_by_type": .dictionary(of: .number),
                                "chart_data": .array(of: .object(["date": .day, "amount": .number])),
                                "records": .array(of: .costRecord),
                            ],
                            optional: ["records"]
                        )
                    )
                )
            ),
            handler: .user { .answer(try await $0.ledger.costs($0.query)) }
        ),
        Route(
            method: .post,
            path: "/api/costs",
            name: "addCosts",
            tag: .costs,
            summary: "Add cost records, all or none",
            success: .stored(.costRecord),
            handler: .platform(body: .oneOrMore(.costInput)) { try await $0.ledger.add($0, to: .costs) }
        ),
        Route(
            method: .get,
            path: "/api/notifications",
            name: "notifications",
            tag: .notifications,
            summary: "What happened, newest first",
            parameters: NotificationsRequest.Parameter.allCases.map(\.description),
            success: Success(
                description: "The notifications, and how many are unread",
                schema: .named(
                    "Notifications",
                    .envelope(.object(["notifications": .array(of: .notification), "unread_count": .count]))
                ),
                isPaged: true
            ),
            handler: .user { .answer(try await $0.ledger.notifications($0.query)) }
        ),
        Route(
            method: .post,
            path: "/api/notifications",
            name: "addNotifications",
            tag: .notifications,
            summary: "Add notifications, all or none",
            success: .stored(.notification),
            handler: .platform(body: .oneOrMore(.notificationInput)) {
                try await $0.ledger.add($0, to: .notifications)
            }
        ),
        Route(
            method: .patch,
            path: "/api/notifications/{id}/read",
            name: "markRead",
            tag: .notifications,
            summary: "Mark a notification read",
            success: Success(description: "It is read", schema: .done),
            handler: .user { try await $0.ledger.mark($0.id, isRead: true) }
        ),
        Route(
            method: .patch,
            path: "/api/notifications/{id}/unread",
            name: "markUnread",
            tag: .notifications,
            summary: "Mark a notification unread",
            success: Success(description: "It is unread", schema: .done),
            handler: .user { try await $0.ledger.mark($0.id, isRead: false) }
        ),
        Route(
            method: .post,
            path: "/api/notifications/read-all",
            name: "markAllRead",
            tag: .notifications,
            summary: "Mark all notifications read, or those up to one or to a time",
            parameters: ReadAllRequest.Parameter.allCases.map(\.description),
            takesParametersInBody: true,
            success: Success(
                description: "They are read; so many were not before",
                schema: .named("Marked", .envelope(.object(["marked": .count])))
            ),
            handler: .user { try await $0.ledger.markAllRead($0.query) }
        ),
        Route(
            method: .get,
            path: "/api/notifications/counts",
            name: "notificationCounts",
            tag: .notifications,
            summary: "How many notifications are unread, of which kinds",
            success: Success(
                description: "The number of unread ones, by priority and by type too",
                schema: .named(
                    "NotificationCounts",
                    .envelope(
                        .object([
                            "unread": .count, "by_priority": .object(Priority.allCases.map { ($0.name, .count) }),
                            "by_type": .dictionary(of: .count),
                        ])
                    )
                )
            ),
            handler: .user { .answer(try await $0.ledger.notificationCounts()) }
        ),
    ]
}

extension Route.Success {
    /// The rows of a delivery, as many as were sent.
    fileprivate static func stored(_ row: Schema) -> Route.Success {
        Route.Success(
            statuses: [.created, .ok],
            description: "The rows as stored",
            schema: .envelope(.oneOrMore(row))
        )
    }
}
