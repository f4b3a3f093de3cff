// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService
internal import PipelineStore

extension TableRenderer {
    func write(_ check: StoreCheck, into writer: inout ByteWriter) {
        var files = TextTable([
            .init("file"), .init("size", .right), .init("changes", .right), .init("verdict"),
            .init("", fitting: .wrapped),
        ])
        for file in check.files {
            let style: TextStyle = file.isDamaged ? .color(.red) : .plain
            files.append([
                StyledText(file.name), StyledText(file.bytes.map { Readable.byteCount($0) } ?? ""),
                StyledText(file.changes.map { "\($0.lowerBound)…\($0.upperBound)" } ?? ""),
                StyledText(file.verdict.name, style), StyledText(file.verdict.details ?? ""),
            ])
        }
        table(files, into: &writer)
        line("", into: &writer)
        if let refusal = check.refusal {
            line(StyledText("The store would not open: ", .color(.red)) + StyledText(refusal.details), into: &writer)
        } else if check.isSound {
            line(StyledText("Sound", .bold) + StyledText(", up to change \(check.sequence ?? 0)."), into: &writer)
        } else {
            line("Damaged, and no change is lost: it opens with every one up to \(check.sequence ?? 0).", into: &writer)
        }
    }

    func write(_ report: RepairReport, into writer: inout ByteWriter) {
        for damage in report.damages {
            line("\(damage.file) is damaged at offset \(damage.offset): \(damage.reason)", into: &writer)
        }
        line(
            "Saved every change up to \(report.sequence), \(Readable.byteCount(report.snapshot.bytes)).",
            into: &writer
        )
        guard let lost = report.lastLost else {
            line("The damaged files speak of no other change.", into: &writer)
            return
        }
        let first = report.sequence &+ 1
        let range = first == lost ? "Change \(first) is" : "Changes \(first) to \(lost) are"
        line(StyledText("\(range) lost.", .color(.red)), into: &writer)
    }
}
