// SPDX-License-Identifier: MIT

internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService
internal import PipelineStore

/// Answers that wait for the flush that covers them, and for company: they are written in large pieces, in order.
struct OutputQueue: Sendable {
    /// A piece of output: where it goes, and what has to be on disk before.
    private struct Entry {
        let stream: StandardStream
        let end: Int
        let receipt: Receipt?
        let refusal: Refusal?
    }

    /// How an answer that could not be kept is answered in its place.
    struct Refusal: Sendable {
        let format: AnswerFormat
        let location: CommandPlace?
    }

    /// What came of writing.
    enum Result: Equatable {
        /// Everything is written; so many answers had to be taken back.
        case written(refused: Int)
        /// The reader is gone.
        case brokenPipe
    }

    private let store: LedgerStore
    private let writesToFile = StandardStream.output.isFile && StandardStream.error.isFile
    private var bytes: [UInt8] = []
    private var entries: [Entry] = []
    /// What the answers wait for together: no receipt that another one covers, so one unless changes were given up.
    private var receipts: [Receipt] = []

    /// The length from which the queue wants to be written: more if it has to wait for a flush, which the commands
    /// that follow need not wait for.
    private var threshold: Int { receipts.isEmpty ? 64 << 10 : 1 << 20 }

    init(store: LedgerStore) {
        self.store = store
    }

    /// Whether there is enough to be written.
    var isFull: Bool { bytes.count >= threshold || entries.count >= 16_384 }

    /// Adds an answer that is given when its receipt is covered.
    mutating func append(_ writer: borrowing ByteWriter, receipt: Receipt?, refusal: Refusal) {
        writer.withBytes { bytes.append(contentsOf: $0) }
        entries.append(Entry(stream: .output, end: bytes.count, receipt: receipt, refusal: refusal))
        if let receipt { expect(receipt) }
    }

    /// Adds text that waits for nothing but what is before it.
    mutating func append(_ text: String, to stream: StandardStream) {
        guard !text.isEmpty else { return }
        bytes.append(contentsOf: text.utf8)
        if let last = entries.last, last.stream == stream, last.receipt == nil, last.refusal == nil {
            entries.removeLast()
        }
        entries.append(Entry(stream: stream, end: bytes.count, receipt: nil, refusal: nil))
    }

    /// Waits for the flush that covers everything in the queue, and writes it.
    mutating func flush() async -> Result {
        guard !entries.isEmpty else { return .written(refused: 0) }
        var refused = 0
        if await !areKept(receipts) { refused = await takeBack() }
        receipts.removeAll(keepingCapacity: true)
        let isWritten = writesToFile ? Self.write(bytes, pieces) : await Self.writeWithoutBlocking(bytes, pieces)
        entries.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        return isWritten ? .written(refused: refused) : .brokenPipe
    }

    private mutating func expect(_ receipt: Receipt) {
        if let last = receipts.last {
            if last.covers(receipt) { return }
            if receipt.covers(last) { receipts.removeLast() }
        }
        receipts.append(receipt)
    }

    private func areKept(_ receipts: [Receipt]) async -> Bool {
        for receipt in receipts where (try? await store.flushed(receipt)) == nil { return false }
        return true
    }

    /// Puts errors in the place of the answers that could not be kept, and returns how many.
    private mutating func takeBack() async -> Int {
        let old = entries
        let oldBytes = bytes
        entries = []
        bytes = []
        var refused = 0
        var start = 0
        for entry in old {
            defer { start = entry.end }
            var failure: StoreError?
            if let receipt = entry.receipt {
                do throws(StoreError) {
                    try await store.flushed(receipt)
                } catch {
                    failure = error
                }
            }
            guard let failure, let refusal = entry.refusal else {
                bytes.append(contentsOf: oldBytes[start..<entry.end])
                entries.append(Entry(stream: entry.stream, end: bytes.count, receipt: nil, refusal: nil))
                continue
            }
            refused += 1
            let report = ErrorReport(failure, location: refusal.location)
            append(report.text(refusal.format), to: report.stream(refusal.format))
        }
        return refused
    }

    /// The parts of the queue's bytes, neighbours of one stream in one piece.
    private var pieces: [(stream: StandardStream, range: Range<Int>)] {
        var pieces: [(stream: StandardStream, range: Range<Int>)] = []
        var start = 0
        for index in entries.indices {
            if index + 1 < entries.count, entries[index + 1].stream == entries[index].stream { continue }
            pieces.append((entries[index].stream, start..<entries[index].end))
            start = entries[index].end
        }
        return pieces
    }

    private static func write(_ bytes: [UInt8], _ pieces: [(stream: StandardStream, range: Range<Int>)]) -> Bool {
        for (stream, range) in pieces {
            let isWritten = bytes[range].withUnsafeBytes { stream.write($0) }
            // Errors need no reader.
            if !isWritten, stream == .output { return false }
        }
        return true
    }

    /// Writes what is taken at once, and the rest on a thread of its own, which may wait for a slow reader.
    ///
    /// A thread for every piece would make the commands wait for it: 500 times in a script of 100,000.
    private static func writeWithoutBlocking(
        _ bytes: [UInt8],
        _ pieces: [(stream: StandardStream, range: Range<Int>)]
    ) async -> Bool {
        var rest = pieces
        while let (stream, range) = rest.first {
            let written = stream.isPipe ? bytes[range].withUnsafeBytes { stream.writeReady($0) } : 0
            // Errors need no reader.
            if written == nil, stream == .output { return false }
            if let written, written < range.count {
                rest[0].range = range.lowerBound + written..<range.upperBound
                let slow = rest
                return (try? await DedicatedThread.run { () throws(StoreError) in write(bytes, slow) })
                    ?? write(bytes, slow)
            }
            rest.removeFirst()
        }
        return true
    }
}
