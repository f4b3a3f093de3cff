// SPDX-License-Identifier: MIT

internal import Benchmark
internal import PipelineCore
internal import PipelineFormats
internal import Workload

/// Writes and reads the files of a hundred thousand costs.
func measureFormats() {
    let configuration = Benchmark.Configuration(
        metrics: [.wallClock, .throughput, .peakMemoryResident],
        maxDuration: .seconds(3)
    )
    for (name, format) in [("CSV", FileFormat.csv), ("JSON Lines", .jsonl)] {
        Benchmark("\(name): export 100,000 costs", configuration: configuration) { benchmark in
            let state = Exported.state
            benchmark.startMeasurement()
            let export = try RowExport(of: state, owner: nil, format)
            var bytes = 0
            _ = export.writeCosts { (writer: inout ByteWriter) throws(Never) in
                bytes += writer.count
                writer.removeAll()
            }
            blackHole(bytes)
        }
        Benchmark("\(name): read 100,000 costs", configuration: configuration) { benchmark in
            let file = Exported.file(format)
            benchmark.startMeasurement()
            var reader = CostImport(format, ImportOptions(owner: nil, now: Workload.now))
            try reader.feed(file.span)
            try reader.finish()
            blackHole(reader.batch.count)
        }
        Benchmark("\(name): import 100,000 costs", configuration: configuration) { benchmark in
            let file = Exported.file(format)
            benchmark.startMeasurement()
            var state = LedgerState()
            var reader = CostImport(format, ImportOptions(owner: nil, now: Workload.now))
            try reader.feed(file.span)
            try reader.finish()
            state.apply(try state.plan(reader.batch).batch.change)
            blackHole(state.costCount)
        }
    }
}

/// The records and their files, made once, when they are asked for.
private enum Exported {
    static let state = Workload.oneUser(costs: 100_000).makeState()
    private static let csv = make(.csv)
    private static let jsonLines = make(.jsonl)

    static func file(_ format: FileFormat) -> [UInt8] { format == .csv ? csv : jsonLines }

    private static func make(_ format: FileFormat) -> [UInt8] {
        var bytes: [UInt8] = []
        // Only a format that is read alone is refused.
        guard let export = try? RowExport(of: state, owner: nil, format) else { return [] }
        _ = export.writeCosts { (writer: inout ByteWriter) throws(Never) in
            bytes += writer.bytes
            writer.removeAll()
        }
        return bytes
    }
}
