// SPDX-License-Identifier: MIT

internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService
internal import PipelineStore
internal import Synchronization

/// Where a long answer goes while it is made: standard output, or the pager that stands before it.
struct AnswerStream: Sendable {
    /// Whether whoever waits for the answer wants no more of it.
    private final class Stop: Sendable {
        let isAsked = Atomic(false)
    }

    /// The pager, nil for standard output itself.
    let pager: PagerProcess?
    let screen: AnswerScreen
    private let stop = Stop()

    init(pager: PagerProcess?, screen: AnswerScreen) {
        self.pager = pager
        self.screen = screen
    }

    /// Writes an answer on a thread of its own, and waits for the pager.
    ///
    /// - Parameters:
    ///   - beginning: The bytes that are there already.
    ///   - rest: What makes the others; nil if there are none.
    ///   - format: The format of the bytes.
    /// - Returns: The pager's exit status.
    /// - Throws: `StoreError` of kind cancelled if the task is, or if the reader of standard output is gone.
    func write(_ beginning: [UInt8], _ rest: AnswerWriter?, _ format: AnswerFormat) async throws(StoreError) -> Int32 {
        let result = await withTaskCancellationHandler {
            await outcome { () throws(StoreError) in try pull(beginning, rest, format) }
        } onCancel: {
            stop.isAsked.store(true, ordering: .relaxed)
        }
        return try result.get()
    }

    /// The bytes that are made before they are written.
    private static let pieceLength = 1 << 16

    private func pull(_ beginning: [UInt8], _ rest: AnswerWriter?, _ format: AnswerFormat) throws(StoreError) {
        var escaping = screen.escaping(format)
        var writer = ByteWriter(capacity: beginning.count + Self.pieceLength)
        writer.append(beginning)
        var rest = rest
        while true {
            try drain(&writer, &escaping)
            guard rest != nil else { return }
            let hasMore = rest?.writeNext(to: &writer, length: Self.pieceLength) ?? false
            if !hasMore { rest = nil }
        }
    }

    private func outcome(
        _ body: @escaping @Sendable () throws(StoreError) -> Void
    ) async -> Result<Int32, StoreError> {
        do {
            return .success(
                try await DedicatedThread.run { () throws(StoreError) in
                    do throws(StoreError) {
                        try body()
                    } catch {
                        // A pager that is left early wants no more, which is not a failure.
                        guard pager != nil else { throw error }
                    }
                    return pager?.finish() ?? 0
                }
            )
        } catch {
            return .failure(error)
        }
    }

    private func drain(_ writer: inout ByteWriter, _ escaping: inout TerminalEscaping?) throws(StoreError) {
        // Ctrl-C is the pager's own affair.
        if pager == nil, stop.isAsked.load(ordering: .relaxed) {
            throw StoreError(.cancelled, "The answer was stopped.")
        }
        var isWritten: Bool
        if escaping != nil {
            var fit = ByteWriter(capacity: writer.count)
            writer.withBytes { escaping?.append($0, to: &fit) }
            isWritten = fit.withBytes { write($0) }
        } else {
            isWritten = writer.withBytes { write($0) }
        }
        writer.removeAll()
        guard isWritten else { throw StoreError(.cancelled, "The answer's reader is gone.") }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        pager?.write(bytes) ?? StandardStream.output.write(bytes)
    }
}
