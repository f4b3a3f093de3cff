// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import PipelineService
internal import PipelineStore

/// Writes answers as RFC 4180 with a header, no value altered.
struct CSVRenderer {
    let includesRecords: Bool
    private let csv = CSVWriter()

    /// From how many bytes on a long answer is handed over while it is written.
    private static let drainThreshold = 65_536

    init(includesRecords: Bool) {
        self.includesRecords = includesRecords
    }

    func write<Failure: Error>(
        _ answer: Answer,
        into writer: inout ByteWriter,
        drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        switch answer {
        case .done: break
        case .costs(let costs):
            if includesRecords {
                try writeRecords(costs, into: &writer, drain)
            } else {
                writeDays(costs, into: &writer)
            }
        case .notifications(let notifications):
            csv.appendHeader(Notification.columnNames, to: &writer)
            for item in notifications.items { csv.append(item, of: notifications.state, to: &writer) }
        case .cost(let record):
            csv.appendHeader(CostRecord.columnNames, to: &writer)
            row(Self.fields(of: record), into: &writer)
        case .notification(let notification):
            csv.appendHeader(Notification.columnNames, to: &writer)
            row(Self.fields(of: notification), into: &writer)
        case .help(let text):
            csv.appendHeader(["help"], to: &writer)
            row([text], into: &writer)
        case .users, .user, .imported, .exported, .marked, .simulated, .saved, .snapshots, .info, .history, .checked,
            .repaired:
            let sheet = ReportSheet(answer)
            csv.appendHeader(sheet.header, to: &writer)
            for fields in sheet.rows { row(fields, into: &writer) }
        }
    }

    private func writeRecords<Failure: Error>(
        _ costs: CostsAnswer,
        into writer: inout ByteWriter,
        _ drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        csv.appendHeader(CostRecord.columnNames, to: &writer)
        guard let records = costs.records else { return }
        var failure: Failure?
        records.forEachGroup { group in
            for index in group.indices { csv.append(group[index], of: records.state, to: &writer) }
            guard writer.count >= Self.drainThreshold else { return true }
            do throws(Failure) {
                try drain(&writer)
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
    }

    private func writeDays(_ costs: CostsAnswer, into writer: inout ByteWriter) {
        csv.appendHeader(["date", "amount"], to: &writer)
        for (day, sum) in costs.summary.byDay { row([day.description, sum.description], into: &writer) }
    }

    private func row(_ fields: [String?], into writer: inout ByteWriter) {
        for (index, field) in fields.enumerated() {
            if index > 0 { writer.append(UInt8(ascii: ",")) }
            csv.append(field, to: &writer)
        }
        writer.append(UInt8(ascii: "\n"))
    }

    private static func fields(of record: CostRecord) -> [String?] {
        [
            record.id.description, record.userID.description, record.jobID?.description, record.costType,
            record.amount.description, record.details?.text, record.billingPeriod.description,
            record.recordedAt.description,
        ]
    }

    private static func fields(of notification: Notification) -> [String?] {
        [
            notification.id.description, notification.userID.description, notification.type, notification.title,
            notification.message, notification.priority.name, notification.isRead ? "true" : "false",
            notification.actionURL, notification.metadata?.text, notification.createdAt.description,
        ]
    }
}
