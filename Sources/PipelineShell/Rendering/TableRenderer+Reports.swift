// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService
internal import PipelineStore

extension TableRenderer {
    func write(_ users: [UserSummary], into writer: inout ByteWriter) {
        var rows = TextTable([
            .init("e-mail", fitting: .truncated, minimumWidth: 16), .init("id"),
            .init("records", .right), .init("total cost", .right), .init("notifications", .right, isExpendable: true),
            .init("unread", .right),
        ])
        for user in users {
            rows.append([
                StyledText(user.email ?? ""), StyledText(String(user.id.description.prefix(8)), .dim),
                StyledText(Readable.grouped(user.costCount)),
                StyledText(Readable.grouped(user.total.roundedToCents.description)),
                StyledText(Readable.grouped(user.notificationCount)), StyledText(Readable.grouped(user.unreadCount)),
            ])
        }
        table(rows, into: &writer)
    }

    func write(_ snapshots: [SnapshotInfo], into writer: inout ByteWriter) {
        var rows = TextTable([
            .init("generation", .right), .init("time"), .init("size", .right), .init("changes", .right),
        ])
        for snapshot in snapshots {
            rows.append([
                StyledText(String(snapshot.generation)),
                StyledText(Timestamp(microseconds: snapshot.time).description),
                StyledText(Readable.byteCount(snapshot.bytes)), StyledText(Readable.grouped(snapshot.sequence)),
            ])
        }
        table(rows, into: &writer)
    }

    func write(_ report: StoreReport, into writer: inout ByteWriter) {
        var rows: [(String, String)] = [
            ("users", Readable.grouped(report.users)), ("cost records", Readable.grouped(report.costs)),
            ("notifications", Readable.grouped(report.notifications)), ("changes", Readable.grouped(report.sequence)),
            ("texts", Readable.byteCount(report.textBytes)),
            ("store", report.directory ?? "in memory alone: nothing is kept"),
        ]
        if let status = report.status {
            rows += Self.rows(of: status)
            let money = Readable.grouped(report.moneyAtRisk.description)
            let changes = Self.counted(Int(clamping: status.changesNotOnDisk), "change")
            let loss = status.changesNotOnDisk == 0 ? "nothing" : "\(changes), \(money) of money"
            rows.append(("a power cut would take", loss))
        }
        var figures = TextTable([.init(""), .init("", fitting: .wrapped)], hasRule: false)
        for (name, value) in rows { figures.append([StyledText(name, .dim), StyledText(value)]) }
        for row in figures.lines(maximumWidth: style.width) where !row.isEmpty { line(row, into: &writer) }
    }

    private static func rows(of status: StoreStatus) -> [(String, String)] {
        var rows: [(String, String)] = [
            ("condition", status.condition.error?.details ?? status.condition.name), ("fsync", status.fsync.rawValue),
        ]
        if let snapshot = status.lastSnapshot {
            let took = snapshot.duration.map { ", took \(Readable.duration($0))" } ?? ""
            let time = Timestamp(microseconds: snapshot.time)
            rows.append(
                ("last snapshot", "\(snapshot.generation) at \(time), \(Readable.byteCount(snapshot.bytes))\(took)")
            )
        } else {
            rows.append(("last snapshot", "none yet"))
        }
        if let failure = status.snapshotFailure { rows.append(("snapshot error", failure.details)) }
        rows += [
            ("journal", Readable.byteCount(status.journalBytes)),
            ("changes since snapshot", Readable.grouped(status.changesSinceSnapshot)),
        ]
        return rows
    }
}
