// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineFormats

/// The choices that the first byte of an input makes.
private struct Choices {
    let format: FileFormat
    let skips: Bool
    let hasOwner: Bool
    let pieceLength: Int

    init(_ byte: UInt8) {
        format = byte & 1 == 0 ? .csv : .jsonl
        skips = byte & 2 != 0
        hasOwner = byte & 4 != 0
        pieceLength = [1 << 20, 1, 7, 64][Int(byte >> 3 & 3)]
    }

    var options: ImportOptions {
        ImportOptions(
            owner: hasOwner ? UserID(UUID(high: 7, low: 7)) : nil,
            now: Timestamp(microseconds: 1_700_000_000_000_000),
            skipsInvalidRows: skips,
            random: Counter()
        )
    }
}

/// Identifiers that are the same every time.
private struct Counter: RandomNumberGenerator, Sendable {
    var value: UInt64 = 0
    mutating func next() -> UInt64 {
        value &+= 0x9E37_79B9_7F4A_7C15
        return value
    }
}

func fuzzCosts(_ bytes: [UInt8]) {
    fuzz(bytes) { CostImport($0.format, $0.options) }
}

func fuzzFocus(_ bytes: [UInt8]) {
    fuzz(bytes) { CostImport(.focus, $0.options) }
}

func fuzzNotifications(_ bytes: [UInt8]) {
    fuzz(bytes) { (choices) throws(StoreError) in try NotificationImport(choices.format, choices.options) }
}

func fuzzUsers(_ bytes: [UInt8]) {
    fuzz(bytes) { (choices) throws(StoreError) in try UserImport(choices.format, skipsInvalidRows: choices.skips) }
}

/// Reads a file as a whole and in pieces, adds its rows, and takes the way out and back.
private func fuzz<Batch: MergeableBatch>(
    _ bytes: [UInt8],
    _ make: (Choices) throws(StoreError) -> RowImport<Batch>
) {
    guard let first = bytes.first, let reader = try? make(Choices(first)) else { return }
    let file = Array(bytes.dropFirst())
    let whole = read(reader, file, pieceLength: 1 << 20)
    let pieces = read(reader, file, pieceLength: Choices(first).pieceLength)
    let errors = [pieces.error, whole.error].map { $0 ?? "no error" }
    require(whole.error == pieces.error, "read in pieces: \(errors[0]); as a whole: \(errors[1])")
    require(whole.batch.count == pieces.batch.count, "read in pieces, a file has other rows")
    guard whole.error == nil else { return }
    var state = LedgerState()
    add(whole.batch, to: &state)
    judge(state)
    judgeRoundTrip(state)
}

private func read<Batch: MergeableBatch>(
    _ reader: RowImport<Batch>,
    _ file: [UInt8],
    pieceLength: Int
) -> (batch: Batch, error: String?) {
    var reader = reader
    do throws(StoreError) {
        for start in stride(from: 0, to: file.count, by: pieceLength) {
            try reader.feed(file.span.extracting(start..<min(start + pieceLength, file.count)))
        }
        try reader.finish()
        return (reader.batch, nil)
    } catch {
        return (reader.batch, error.details)
    }
}

/// Adds the good rows of a batch; those that are there then must all be found unchanged.
private func add(_ batch: some MergeableBatch, to state: inout LedgerState) {
    guard let plan = try? batch.plan(in: state), plan.newCount > 0 else { return }
    let change = plan.batch.change
    do {
        try state.check(change)
    } catch {
        fatalError("what was planned is refused: \(error.details)")
    }
    _ = state.apply(change)
    guard let again = try? plan.batch.plan(in: state) else { fatalError("there is no plan for what is there") }
    require(again.newCount == 0 && again.conflicts.isEmpty, "what was added is not found again")
}

/// What is exported must import again to the same rows, in both formats.
private func judgeRoundTrip(_ state: LedgerState) {
    for format in [FileFormat.csv, .jsonl] {
        var copy = LedgerState()
        let files = exported(state, format)
        add(imported(files[0]) { try UserImport(format) }, to: &copy)
        add(imported(files[1]) { CostImport(format, Choices(0).options) }, to: &copy)
        add(imported(files[2]) { try NotificationImport(format, Choices(0).options) }, to: &copy)
        require(exported(copy, format) == files, "what was exported imports to other rows")
    }
}

private func imported<Batch: MergeableBatch>(_ file: [UInt8], _ make: () throws -> RowImport<Batch>) -> Batch {
    do {
        var reader = try make()
        try reader.feed(file.span)
        try reader.finish()
        return reader.batch
    } catch {
        fatalError("what was exported does not import: \(error)")
    }
}

/// The users, the costs and the notifications as files.
private func exported(_ state: LedgerState, _ format: FileFormat) -> [[UInt8]] {
    guard let export = try? RowExport(of: state, owner: nil, format) else { return [] }
    var files: [[UInt8]] = [[], [], []]
    _ = export.writeUsers { drain(&$0, &files[0]) }
    _ = export.writeCosts { drain(&$0, &files[1]) }
    _ = export.writeNotifications { drain(&$0, &files[2]) }
    return files
}

private func drain(_ writer: inout ByteWriter, _ file: inout [UInt8]) {
    writer.withBytes { file.append(contentsOf: $0) }
    writer.removeAll()
}
