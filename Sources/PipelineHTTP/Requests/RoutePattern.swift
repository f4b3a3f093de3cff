// SPDX-License-Identifier: MIT

internal import HTTPTypes

/// The table of routes: every path, with names in the place of values, and its methods.
enum RoutePattern: String, CaseIterable, Sendable {
    case costs = "/api/costs"
    case notifications = "/api/notifications"
    case mark = "/api/notifications/{id}/read"
    case health = "/health"
    case description = "/openapi.json"
    case metrics = "/metrics"

    /// The methods that the route has, `OPTIONS` aside.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .costs, .notifications: Self.questionsAndDeliveries
        case .mark: Self.changes
        case .health, .description, .metrics: Self.questions
        }
    }

    private static let questionsAndDeliveries: [HTTPRequest.Method] = [.get, .head, .post]
    private static let changes: [HTTPRequest.Method] = [.patch]
    private static let questions: [HTTPRequest.Method] = [.get, .head]

    /// The value of `Allow`.
    var allow: String { (methods + [.options]).map(\.rawValue).joined(separator: ", ") }
}
