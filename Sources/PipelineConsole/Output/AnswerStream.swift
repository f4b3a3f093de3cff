// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineCore
internal import PipelineService
internal import PipelineShell
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

    /// Writes an answer on a thread of its own, and waits for the pager; returns the pager's exit status.
    ///
    /// - Throws: ``StoreError`` of kind cancelled where the task is, or where nobody reads standard output any more.
    func write(
        _ answer: Answer,
        to command: ParsedCommand,
        _ renderer: AnswerRenderer
    ) async throws(StoreError) -> Int32 {
        let result = await withTaskCancellationHandler {
            await outcome { () throws(StoreError) in try render(answer, to: command, renderer) }
        } onCancel: {
            stop.isAsked.store(true, ordering: .relaxed)
        }
        return try result.get()
    }

    /// Writes bytes that are there already, and waits for the pager; returns its exit status.
    func write(_ bytes: [UInt8]) async -> Int32 {
        let result = await outcome { () throws(StoreError) in
            _ = bytes.withUnsafeBytes { write($0) }
        }
        return (try? result.get()) ?? PagerProcess.missingStatus
    }

    private func render(
        _ answer: Answer,
        to command: ParsedCommand,
        _ renderer: AnswerRenderer
    ) throws(StoreError) {
        var writer = ByteWriter(capacity: 1 << 17)
        var escaping = screen.escaping(renderer.format)
        try renderer.write(answer, to: command, into: &writer) { (writer: inout ByteWriter) throws(StoreError) in
            try drain(&writer, &escaping)
        }
        try drain(&writer, &escaping)
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
                        // A pager that is left early wants no more; that is no failure.
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
        guard isWritten else { throw StoreError(.cancelled, "Nobody reads the answer any more.") }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        pager?.write(bytes) ?? StandardStream.output.write(bytes)
    }
}
