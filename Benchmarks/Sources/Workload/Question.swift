// SPDX-License-Identifier: MIT

internal import PipelineAnswers
package import PipelineCore
package import PipelineService
internal import PipelineStore

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
        var answer = AnswerWriter(try await reply(service, of: user).value, .json)
        var length = 0
        var hasMore = true
        while hasMore {
            writer.removeAll()
            hasMore = answer.writeNext(to: &writer, length: Self.pieceLength)
            length += writer.count
        }
        return length
    }

    private static let pieceLength = 65_536

    private func reply(_ service: LedgerService, of user: UserID) async throws -> Reply {
        switch self {
        case .sumsFromMidnight: try await costs("2025-12-02", .startDate, service, of: user, includesRecords: false)
        case .sums: try await costs("month", .period, service, of: user, includesRecords: false)
        case .records: try await costs("month", .period, service, of: user, includesRecords: true)
        case .sumsOfYear: try await costs("year", .period, service, of: user, includesRecords: false)
        case .recordsOfYear: try await costs("year", .period, service, of: user, includesRecords: true)
        case .newest: try await service.notifications(of: user, try NotificationsRequest())
        }
    }

    private func costs(
        _ text: String,
        _ parameter: CostsRequest.Parameter,
        _ service: LedgerService,
        of user: UserID,
        includesRecords: Bool
    ) async throws -> Reply {
        let request = try CostsRequest(now: Workload.now, recordsByDefault: includesRecords) {
            $0 == parameter ? text : nil
        }
        return await service.costs(of: user, request)
    }
}
