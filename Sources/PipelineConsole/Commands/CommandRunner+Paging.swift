// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineCore
internal import PipelineService
internal import PipelineShell
internal import PipelineStore

extension CommandRunner {
    /// Whether answers are for a person at a terminal who can turn pages.
    var canPage: Bool { isInteractive && screen.isTerminal && !isWatching && evaluator.session.format == .table }

    /// Shows an answer that is taller than the terminal in a pager; plainly where there is none.
    mutating func page(_ answer: [UInt8], receipt: Receipt?, location: CommandPlace?) async -> Flow {
        let flow = await flush()
        guard case .goOn = flow else { return flow }
        do throws(StoreError) {
            if let receipt { try await evaluator.service.store.flushed(receipt) }
        } catch {
            return await fail(error, location: location)
        }
        if let pager = Pager()?.start() {
            let status = await paging(pager) { await $0.write(answer) }
            if status != PagerProcess.missingStatus { return .goOn }
        }
        _ = await AnswerStream(pager: nil, screen: screen).write(answer)
        return .goOn
    }

    /// Writes a long answer piece by piece, so that memory does not grow with it.
    mutating func stream(
        _ reply: Reply,
        to command: ParsedCommand,
        _ renderer: AnswerRenderer,
        location: CommandPlace?
    ) async -> Flow {
        let flow = await flush()
        guard case .goOn = flow else { return flow }
        do throws(StoreError) {
            if let receipt = reply.receipt { try await evaluator.service.store.flushed(receipt) }
            if canPage, let pager = Pager()?.start() {
                let status = await paging(pager) { stream in
                    (try? await stream.write(reply.value, to: command, renderer)) ?? 0
                }
                if status != PagerProcess.missingStatus { return .goOn }
            }
            _ = try await AnswerStream(pager: nil, screen: screen).write(reply.value, to: command, renderer)
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
