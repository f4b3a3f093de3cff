// SPDX-License-Identifier: MIT

import TestSupport

/// Requests of one user, and deliveries for the user, at random; the same seed gives the same requests.
struct RandomTraffic {
    private let user: String
    /// The first digits of every identifier here, so that those of two users differ.
    private let prefix: String
    private var random: SeededGenerator
    private var costCount = 0
    private var noteCount = 0
    /// Identifiers that are another user's.
    private let foreign: String

    init(of user: String, prefix: String, foreign: String, seed: UInt64) {
        self.user = user
        self.prefix = prefix
        self.foreign = foreign
        random = SeededGenerator(seed: seed)
    }

    /// The next request, complete but for the end of its head; `tag` is the last one that the user was given.
    mutating func next(tag: String?) -> String {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<15: return delivery("/api/costs", rows { $0.cost() })
        case 15..<30: return delivery("/api/notifications", rows { $0.notification() })
        case 30..<55: return request("GET", "/api/costs" + costQuery(), tag: tag)
        case 55..<75: return request("GET", "/api/notifications" + notificationQuery(), tag: tag)
        case 75..<95: return request("PATCH", "/api/notifications/\(anyID())/read")
        case 95..<97: return request("GET", "/health")
        default: return request(["DELETE", "PUT", "PATCH"].randomElement(using: &random) ?? "", "/api/costs")
        }
    }

    private func request(_ method: String, _ target: String, tag: String? = nil) -> String {
        "\(method) \(target) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(TokenMint.user(user))\r\n"
            + (tag.map { "If-None-Match: \($0)\r\n" } ?? "")
    }

    private func delivery(_ path: String, _ body: String) -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(TokenMint.service)\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
    }

    private mutating func rows(_ row: (inout RandomTraffic) -> String) -> String {
        let rows = (0..<Int.random(in: 0...4, using: &random)).map { _ in row(&self) }
        return "[" + rows.joined(separator: ",") + "]"
    }

    private mutating func id(_ kind: String, below count: Int) -> String {
        let digits = String(Int.random(in: 0..<max(1, count), using: &random))
        return prefix + kind + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// An identifier that is mostly new; one that is not may be the same row again, or another with its name.
    private mutating func cost() -> String {
        costCount += Int.random(in: 0..<4, using: &random) > 0 ? 1 : 0
        let type = ["compute", "storage", "nétwork"].randomElement(using: &random) ?? ""
        let amount = Int.random(in: -99...9999, using: &random)
        return """
            {"id":"\(id("-4111-8111-", below: costCount * 2))","user_id":"\(user)","cost_type":"\(type)",\
            "amount":"\(amount / 100).\(abs(amount) % 90 + 10)","recorded_at":"\(moment())"}
            """
    }

    private mutating func notification() -> String {
        noteCount += Int.random(in: 0..<4, using: &random) > 0 ? 1 : 0
        return """
            {"id":"\(id("-4222-8222-", below: noteCount * 2))","user_id":"\(user)","type":"t","title":"T \(noteCount)",\
            "message":"of \(user)","created_at":"\(moment())"}
            """
    }

    private mutating func moment() -> String {
        let day = Int.random(in: 1...28, using: &random)
        let (year, month) = [(2025, "12"), (2026, "01"), (2025, "03")].randomElement(using: &random) ?? (2026, "01")
        return "\(year)-\(month)-\(day < 10 ? "0" : "")\(day)T1\(Int.random(in: 0...9, using: &random)):00:00Z"
    }

    private mutating func costQuery() -> String {
        let day = String(moment().prefix(10))
        return [
            "", "?period=week", "?period=year", "?period=day", "?start_date=\(day)", "?end_date=\(day)",
            "?start_date=2025-03-01&end_date=\(moment())", "?start_date=x", "?period=",
        ]
        .randomElement(using: &random) ?? ""
    }

    private mutating func notificationQuery() -> String {
        ["", "?unread=true", "?limit=3", "?limit=1000&unread=false", "?limit=0", "?unread=x"]
            .randomElement(using: &random) ?? ""
    }

    private mutating func anyID() -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return "x"
        case 1, 2: return foreign + "-4222-8222-00000000000\(Int.random(in: 0..<10, using: &random))"
        default: return id("-4222-8222-", below: noteCount * 2)
        }
    }
}
