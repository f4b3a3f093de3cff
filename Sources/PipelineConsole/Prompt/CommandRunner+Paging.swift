// SPDX-License-Identifier: MIT

internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService
internal import PipelineShell
internal import PipelineStore

extension CommandRunner {
    /// Whether answers are for a person at a terminal who can turn pages.
    var canPage: Bool { isInteractive && screen.isTerminal && !isWatching && evaluator.session.format.isForPeople }

    /// Writes an answer that is long, or taller than the terminal, as it is made: through the pager if there is one.
    ///
    /// - Parameters:
    ///   - beginning: The bytes that are there already.
    ///   - rest: What makes the others; nil if there are none.
    ///   - receipt: What has to be on disk before.
    ///   - location: Where the command stands.
    mutating func stream(
        _ beginning: [UInt8],
        _ rest: AnswerWriter?,
        receipt: Receipt?,
        location: CommandPlace?
    ) async -> Flow {
        let flow = await flush()
        guard case .goOn = flow else { return flow }
        let format = evaluator.session.format
        do throws(StoreError) {
            if let receipt { try await evaluator.service.store.flushed(receipt) }
            if canPage, let pager = Pager()?.start() {
                let status = await paging(pager) { (try? await $0.write(beginning, rest, format)) ?? 0 }
                if status != PagerProcess.missingStatus { return .goOn }
            }
            _ = try await AnswerStream(pager: nil, screen: screen).write(beginning, rest, format)
            return .goOn
        } catch {
            guard error.code == .cancelled else { return await fail(error, location: location) }
            return Task.isCancelled && isInteractive ? .goOn : .brokenPipe
        }
    }

    /// Runs `body` while a pager has the terminal; the time that it takes is the reader's, not the command's.
    private mutating func paging(
        _ pager: PagerProcess,
        _ body: (AnswerStream) async -> Int32
    ) async -> Int32 {
        let start = ContinuousClock.now
        interruption.attach(pager)
        let status = await body(AnswerStream(pager: pager, screen: screen))
        interruption.attach(nil as PagerProcess?)
        readingTime += start.duration(to: .now)
        return status
    }
}
