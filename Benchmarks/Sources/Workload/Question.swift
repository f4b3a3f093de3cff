// SPDX-License-Identifier: MIT

package import PipelineCore
package import PipelineService

/// What is asked, and the answer written as JSON, as it goes to whoever asked.
package enum Question: String, CaseIterable, Sendable {
    /// The sums of 30 days without the records, from a midnight on.
    case sumsFromMidnight = "Q1a midnight"
    /// The sums of the last 30 × 24 hours.
    case sums = "Q1a odd"
    /// The same with the records.
    case records = "Q1"
    /// The sums of a year.
    case sumsOfYear = "Q2a"
    /// A year with the records.
    case recordsOfYear = "Q2"
    /// The newest 20 notifications and how many are unread.
    case newest = "Q3"

    /// Asks through the actor and writes the answer; returns its length in bytes.
    package func ask(_ service: LedgerService, of user: UserID, into writer: inout ByteWriter) async throws -> Int {
        writer.removeAll()
        var length = 0
        let answer = try await reply(service, of: user).answer
        answer.writeJSON(to: &writer, includesRecords: self == .records || self == .recordsOfYear) {
            (writer: inout ByteWriter) throws(Never) in
            length += writer.count
            writer.removeAll()
        }
        return length + writer.count
    }

    private func reply(_ service: LedgerService, of user: UserID) async throws -> Reply {
        switch self {
        case .sumsFromMidnight:
            await service.costs(of: user, try CostsRequest(startDate: "2025-12-02", now: Workload.now))
        case .sums, .records: await service.costs(of: user, try CostsRequest(period: "month", now: Workload.now))
        case .sumsOfYear, .recordsOfYear:
            await service.costs(of: user, try CostsRequest(period: "year", now: Workload.now))
        case .newest: try await service.notifications(of: user, try NotificationsRequest())
        }
    }
}
