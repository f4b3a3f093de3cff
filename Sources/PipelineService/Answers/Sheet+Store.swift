// SPDX-License-Identifier: MIT

internal import PipelineCore
package import PipelineStore

// What requests answer that look at a store's files, or write them.
extension Sheet {
    /// A snapshot was written.
    static func saved(_ snapshot: SnapshotInfo) -> Sheet {
        .object(
            [("generation", .ordinal(snapshot.generation)), ("bytes", .bytes(snapshot.bytes))],
            saying: "Saved snapshot \(snapshot.generation), \(Readable.byteCount(snapshot.bytes))."
        )
    }

    /// The snapshots on disk, newest last.
    static func snapshots(_ snapshots: [SnapshotInfo]) -> Sheet {
        .list(
            "snapshots",
            columns: [
                Column("generation", isNumeric: true), Column("time"), Column("bytes", "size", isNumeric: true),
                "sequence", .forPeople("changes", isNumeric: true),
            ],
            rows: snapshots.map { members(of: $0).map(\.cell) + [.count(Int(clamping: $0.sequence))] }
        )
    }

    /// A snapshot as programs see it.
    private static func members(of snapshot: SnapshotInfo) -> [(column: Column, cell: Cell)] {
        [
            ("generation", .ordinal(snapshot.generation)),
            ("time", .moment(Timestamp(microseconds: snapshot.time))), ("bytes", .bytes(snapshot.bytes)),
            ("sequence", .ordinal(snapshot.sequence)),
        ]
    }

    /// What a store holds and how it is kept.
    ///
    /// - Parameters:
    ///   - state: What the store holds.
    ///   - directory: The store's directory; nil if there is no disk.
    ///   - moneyAtRisk: The money that a power cut would take now, without signs.
    ///   - status: How the files are kept; nil if there is no disk.
    /// - Returns: A figure a line.
    static func info(
        _ state: LedgerState,
        directory: String?,
        moneyAtRisk: AmountSum,
        status: StoreStatus?
    ) -> Sheet {
        var figures: [(column: Column, cell: Cell)] = [
            (Column("users"), .count(state.userCount)), (Column("records", "cost records"), .count(state.costCount)),
            (Column("notifications"), .count(state.notificationCount)),
            (Column("changes"), .count(Int(clamping: state.sequence))),
            (Column("text_bytes", "texts"), .bytes(UInt64(state.blobs.byteCount))), ("store", .text(directory)),
            (.forPeople("store"), .text(directory ?? "in memory only: nothing is kept")),
        ]
        guard let status else { return .figures(figures) }
        // Readers of the two kinds find what is at risk in different places, and go on finding it there.
        figures += risk(moneyAtRisk, status, for: .nested)
        figures += condition(of: status)
        figures += risk(moneyAtRisk, status, for: .flat)
        figures += lastSnapshot(of: status)
        let changes = Readable.counted(Int(clamping: status.changesNotOnDisk), "change")
        let loss =
            status.changesNotOnDisk == 0
            ? "nothing" : "\(changes), \(Readable.grouped(moneyAtRisk.description)) of money"
        figures.append((.forPeople("a power cut would take"), .text(loss)))
        return .figures(figures)
    }

    private static func risk(
        _ money: AmountSum,
        _ status: StoreStatus,
        for audience: Audience
    ) -> [(column: Column, cell: Cell)] {
        [
            (Column("changes_at_risk", for: audience), .count(Int(clamping: status.changesNotOnDisk))),
            (Column("money_at_risk", for: audience), .money(money)),
        ]
    }

    private static func condition(of status: StoreStatus) -> [(column: Column, cell: Cell)] {
        var figures: [(column: Column, cell: Cell)] = [
            ("condition", .text(status.condition.name)), ("error", .text(status.condition.error?.details)),
            (.forPeople("condition"), .text(status.condition.error?.details ?? status.condition.name)),
            (Column("fsync"), .text(status.fsync.rawValue)), ("generation", .ordinal(status.generation)),
            (.forPeople("last snapshot"), .text(sentence(on: status.lastSnapshot))),
        ]
        if let failure = status.snapshotFailure {
            figures.append((.forPeople("snapshot error"), .text(failure.details)))
        }
        figures += [
            (Column("journal_bytes", "journal"), .bytes(status.journalBytes)),
            (
                Column("changes_since_snapshot", "changes since snapshot"),
                .count(Int(clamping: status.changesSinceSnapshot))
            ),
        ]
        return figures
    }

    private static func lastSnapshot(of status: StoreStatus) -> [(column: Column, cell: Cell)] {
        let snapshot = status.lastSnapshot
        let milliseconds = snapshot?.duration.map { UInt64(clamping: Int($0 / .milliseconds(1))) }
        return [
            (Column("last_snapshot", for: .nested), .object(snapshot.map { members(of: $0) })),
            (Column("last_snapshot", for: .flat), .ordinal(snapshot?.generation)),
            (Column("snapshot_milliseconds", for: .nested), .ordinal(milliseconds)),
            ("snapshot_error", .text(status.snapshotFailure?.details)),
        ]
    }

    private static func sentence(on snapshot: SnapshotInfo?) -> String {
        guard let snapshot else { return "none yet" }
        let took = snapshot.duration.map { ", took \(Readable.duration($0))" } ?? ""
        let time = Timestamp(microseconds: snapshot.time)
        return "\(snapshot.generation) at \(time), \(Readable.byteCount(snapshot.bytes))\(took)"
    }

    /// What checking a store's files found.
    package static func checked(_ check: StoreCheck) -> Sheet {
        .list(
            "files",
            columns: [
                Column("name", "file"), .forPeople("size", isNumeric: true), .forPeople("changes", isNumeric: true),
                Column("verdict"), "generation", "bytes", "first_change", "last_change",
                Column("offset", for: .nested), Column("details", "", fitting: .wrapped),
            ],
            rows: check.files.map { file in
                [
                    .text(file.name), .bytes(file.bytes),
                    .text(file.changes.map { "\($0.lowerBound)…\($0.upperBound)" }),
                    .text(file.verdict.name, file.isDamaged ? .alarming : .plain), .ordinal(file.generation),
                    .bytes(file.bytes), .ordinal(file.changes?.lowerBound), .ordinal(file.changes?.upperBound),
                    .ordinal(file.verdict.damage?.offset), .text(file.verdict.details),
                ]
            },
            members: [
                ("sound", .flag(check.isSound)), ("sequence", .ordinal(check.sequence)),
                ("refusal", .text(check.refusal?.details)),
            ],
            saying: [verdict(on: check)]
        )
    }

    private static func verdict(on check: StoreCheck) -> Sentence {
        if let refusal = check.refusal {
            Sentence("The store would not open: ", .alarming) + Sentence(refusal.details)
        } else if check.isSound {
            Sentence("Sound", .strong) + Sentence(", up to change \(check.sequence ?? 0).")
        } else {
            "Damaged, but no change is lost: it opens with every change up to \(check.sequence ?? 0)."
        }
    }

    /// What repairing a store saved and lost.
    package static func repaired(_ report: RepairReport) -> Sheet {
        .object(
            [
                ("sequence", .ordinal(report.sequence)), ("last_lost", .ordinal(report.lastLost)),
                (Column("bytes", for: .flat), .bytes(report.snapshot.bytes)),
                (Column("snapshot", for: .nested), .object(members(of: report.snapshot))),
                (
                    Column("damages", for: .nested),
                    .objects(
                        report.damages.map {
                            [
                                ("file", .text($0.file)), ("offset", .ordinal($0.offset)),
                                ("details", .text($0.reason)),
                            ]
                        }
                    )
                ),
            ],
            saying: sentences(on: report)
        )
    }

    private static func sentences(on report: RepairReport) -> [Sentence] {
        var sentences = report.damages.map {
            Sentence("\($0.file) is damaged at offset \($0.offset): \($0.reason)")
        }
        sentences.append("Saved every change up to \(report.sequence), \(Readable.byteCount(report.snapshot.bytes)).")
        if let lost = report.lastLost {
            let first = report.sequence &+ 1
            let range = first == lost ? "Change \(first) is" : "Changes \(first) to \(lost) are"
            sentences.append(Sentence("\(range) lost.", .alarming))
        } else {
            sentences.append("The damaged files mention no other change.")
        }
        return sentences
    }
}
