// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats

extension CostsAnswer {
    /// From how many bytes on a long answer is handed over while it is written.
    private static let drainThreshold = 65_536

    func writeJSON<Failure: Error>(
        to writer: inout ByteWriter,
        includesRecords: Bool,
        drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        writeSums(to: &writer)
        if includesRecords { try writeRecords(to: &writer, drain: drain) }
        writer.append(UInt8(ascii: "}"))
    }

    /// Writes the sums and the days, with the object still open.
    func writeSums(to writer: inout ByteWriter) {
        writer.append(#"{"total_cost":"#)
        writer.append(summary.total.roundedToCents)
        writer.append(#","cost_by_type":{"#)
        for (index, entry) in summary.byType.enumerated() {
            if index > 0 { writer.append(UInt8(ascii: ",")) }
            writer.appendJSON(entry.type)
            writer.append(UInt8(ascii: ":"))
            writer.append(entry.sum)
        }
        writer.append(#"},"chart_data":"#)
        writer.appendJSON(list: summary.byDay) { writer, entry in
            writer.append(#"{"date":""#)
            writer.append(entry.day)
            writer.append(#"","amount":"#)
            writer.append(entry.sum)
            writer.append(UInt8(ascii: "}"))
        }
    }

    private func writeRecords<Failure: Error>(
        to writer: inout ByteWriter,
        drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        writer.append(#","records":["#)
        defer { writer.append(UInt8(ascii: "]")) }
        guard let records else { return }
        var rows = CostJSONWriter()
        var isFirst = true
        var failure: Failure?
        records.forEachGroup { group in
            if !isFirst { writer.append(UInt8(ascii: ",")) }
            isFirst = false
            rows.append(group, of: records.state, to: &writer)
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
}

extension NotificationsAnswer {
    func writeJSON(to writer: inout ByteWriter) {
        writer.append(#"{"notifications":["#)
        writer.appendJSON(items, of: state)
        writer.append(#"],"unread_count":"#)
        writer.append(unreadCount)
        writer.append(UInt8(ascii: "}"))
    }
}
