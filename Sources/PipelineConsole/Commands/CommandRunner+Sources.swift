// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineCore
internal import PipelineShell

extension CommandRunner {
    /// How many files deep `source` goes.
    private static let deepestSource = 16

    /// Carries out the commands of a file.
    mutating func runFile(_ path: String, location: CommandPlace?, depth: Int) async -> Flow {
        guard depth <= Self.deepestSource else {
            return await fail(
                .invalid("source", "source must not be nested more than \(Self.deepestSource) files deep."),
                location: location
            )
        }
        do throws(StoreError) {
            let input = try ScriptInput(path: path)
            return try await run(input, name: path, depth: depth)
        } catch {
            return await fail(error, location: location)
        }
    }

    /// Carries out the commands of an input to its end.
    ///
    /// While the commands of a long piece are carried out, those of the next are read and parsed: a script of 100,000
    /// commands takes a sixth less time on two processors.
    ///
    /// - Throws: `StoreError` if the input cannot be read.
    mutating func run(_ input: ScriptInput, name: String, depth: Int = 0) async throws(StoreError) -> Flow {
        var reader = ScriptReader(input)
        var known: Result<(batch: ScriptReader.Batch?, reader: ScriptReader), StoreError>?
        while true {
            let batch: ScriptReader.Batch?
            if let result = known {
                (batch, reader) = try result.get()
            } else {
                if !input.isReady, case let flow = await flush() {
                    guard case .goOn = flow else { return flow }
                }
                batch = try await reader.next()
            }
            guard let batch else { return .goOn }
            let readsAhead = batch.isLong && !batch.endsInStandardInput && input.isReady
            let next = readsAhead ? reader : nil
            async let ahead = ScriptReader.ahead(next)
            for step in batch.steps {
                if interruption.endingSignal != nil { return .quit }
                // A file that is stopped at the prompt is stopped for good, with all that comes after.
                if isInteractive, Task.isCancelled { return .goOn }
                let flow = await run(step, from: name, depth: depth)
                guard case .goOn = flow else { return flow }
            }
            if interruption.endingSignal != nil { return .quit }
            known = await ahead
        }
    }

    /// Carries out the commands of a text.
    mutating func run(text: String, name: String) async -> Flow {
        var splitter = CommandLineSplitter()
        splitter.feed(Array(text.utf8))
        splitter.finish()
        while let command = splitter.next() {
            let flow = await run(ScriptStep(command), from: name)
            guard case .goOn = flow else { return flow }
            if interruption.endingSignal != nil { return .quit }
        }
        return .goOn
    }
}
