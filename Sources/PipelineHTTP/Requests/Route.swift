// SPDX-License-Identifier: MIT

internal import HTTPTypes

/// What can be asked for, by path.
enum Route: Hashable, Sendable {
    /// `/api/costs`
    case costs
    /// `/api/notifications`
    case notifications
    /// `/api/notifications/{id}/read`, with whatever stands in the place of the identifier.
    case mark(String)
    /// `/health`
    case health
    /// `/openapi.json`
    case description
    /// `/metrics`
    case metrics

    /// The route of a path, which is compared byte by byte; nil where there is none.
    init?(path: Substring, hasMetrics: Bool) {
        switch path {
        case "/api/costs": self = .costs
        case "/api/notifications": self = .notifications
        case "/health": self = .health
        case "/openapi.json": self = .description
        case "/metrics" where hasMetrics: self = .metrics
        default:
            let (prefix, suffix) = ("/api/notifications/", "/read")
            guard path.hasPrefix(prefix), path.hasSuffix(suffix),
                path.utf8.count > prefix.utf8.count + suffix.utf8.count
            else { return nil }
            let id = path.dropFirst(prefix.count).dropLast(suffix.count)
            guard !id.utf8.contains(UInt8(ascii: "/")) else { return nil }
            self = .mark(String(id))
        }
    }

    /// The route's row in the table of routes.
    var pattern: RoutePattern {
        switch self {
        case .costs: .costs
        case .notifications: .notifications
        case .mark: .mark
        case .health: .health
        case .description: .description
        case .metrics: .metrics
        }
    }
}
