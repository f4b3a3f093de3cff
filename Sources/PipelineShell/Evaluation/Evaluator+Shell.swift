// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService
internal import PipelineStore

extension Evaluator {
    mutating func setFormat(_ command: ParsedCommand) throws(StoreError) -> Reply {
        let name = command.operands.first?.text ?? ""
        guard let format = AnswerFormat(named: name) else {
            // The grammar takes the names of formats alone.
            throw .invalid("format", "There is no format '\(ValueError.excerpt(name))'.")
        }
        session.format = format
        return Reply(.done())
    }

    mutating func setTiming(_ command: ParsedCommand) -> Reply {
        session.showsTiming = Self.isOn(command)
        return Reply(.done("Timing is \(session.showsTiming ? "on" : "off")."))
    }

    mutating func setCorrections(_ command: ParsedCommand) -> Reply {
        session.offersCorrections = Self.isOn(command)
        return Reply(.done("Corrections are \(session.offersCorrections ? "on" : "off")."))
    }

    private static func isOn(_ command: ParsedCommand) -> Bool { command.operands.first?.text == "on" }

    func history(_ command: ParsedCommand) throws(StoreError) -> Reply {
        let all = environment.history()
        var limit = all.count
        if let text = command.operands.first?.text {
            guard text.utf8.allSatisfy({ $0.decimalValue != nil }), !text.isEmpty else {
                throw .invalid("history", "N must be a whole number, not '\(ValueError.excerpt(text))'.")
            }
            limit = min(limit, Int(text) ?? .max)
        }
        let lines = all.enumerated().suffix(limit).map { (number: $0.offset + 1, command: $0.element) }
        return Reply(.sheet(.history(lines)))
    }

    func help(_ command: ParsedCommand) throws(StoreError) -> Reply {
        do throws(CommandError) {
            return Reply(.help(try Grammar.pipeline.help(on: command.operands)))
        } catch {
            throw error.error
        }
    }

    func watch(_ command: ParsedCommand) throws(StoreError) -> Outcome {
        guard let text = command.operands.first?.text, let nested = command.nested else {
            throw .invalid("watch", "watch needs SECONDS and a command to repeat.")
        }
        guard let amount = try? Amount(parsing: text), amount.scaled >= 100_000_000_000,
            amount.scaled <= 86_400_000_000_000_000
        else {
            throw .invalid("watch", "seconds must be from 0.1 to 86400, not '\(ValueError.excerpt(text))'.")
        }
        let milliseconds = Int64(truncatingIfNeeded: amount.scaled / 1_000_000_000)
        return .watch(interval: .milliseconds(milliseconds), nested)
    }
}
