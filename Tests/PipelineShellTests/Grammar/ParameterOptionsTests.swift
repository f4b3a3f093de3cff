// SPDX-License-Identifier: MIT

import CommandLanguage
import PipelineService
import TestSupport
import Testing

@testable import PipelineShell

@Suite("The options that stand for parameters", .serialized, .inTurn)
struct ParameterOptionsTests {
    @Test("The grammar's commands have an option for every parameter of their request")
    func everyParameterIsAnOption() throws {
        try check(CostsRequest.Parameter.self, of: .costs)
        try check(NotificationsRequest.Parameter.self, of: .notifications)
        try check(ReadAllRequest.Parameter.self, of: .read)
        try check(CostInput.Field.self, of: .addCost)
        try check(NotificationInput.Field.self, of: .addNotification)
    }

    private func check<Parameter: RequestParameter>(_ parameters: Parameter.Type, of id: CommandID) throws {
        let command = try #require(Grammar.pipeline.commands.first { $0.id == id })
        for parameter in Parameter.allCases {
            let description = parameter.description
            let option = try #require(
                OptionName(parameter: description.name).flatMap { command.option($0) },
                "\(command.name) has no option for \(description.name)"
            )
            #expect(option.summary == description.summary)
            #expect(option.isRequired == description.isRequired)
            #expect(option.isRepeatable == description.isRepeatable)
            #expect((option.kind == nil) == (description.kind == .boolean))
        }
    }

    @Test("A parameter's text is the option's value, and true for a flag that is set")
    func texts() throws {
        let command = try #require(try Grammar.pipeline.parse("notifications --unread --limit 5"))
        let options = ParameterOptions.notifications
        #expect(options.text(of: .unread, in: command) == "true")
        #expect(options.text(of: .limit, in: command) == "5")
        #expect(options.text(of: .before, in: command) == nil)
    }

    @Test("A flag that has an opposite says true, false or nothing")
    func oppositeFlags() throws {
        for (line, text) in [
            ("costs", nil), ("costs --records", "true"), ("costs --no-records", "false"),
            ("costs --records=false", "false"), ("costs --no-records=false", "true"),
        ] {
            let command = try #require(try Grammar.pipeline.parse(line))
            #expect(ParameterOptions.costs.text(of: .records, in: command) == text, "\(line)")
        }
    }

    @Test("An option that may be repeated has all its values, and another one is refused a second time")
    func repeatedOptions() throws {
        let command = try #require(try Grammar.pipeline.parse("notifications --type a --priority low --type='b c'"))
        let options = ParameterOptions.notifications
        #expect(options.texts(of: .type, in: command) == ["a", "b c"])
        #expect(options.texts(of: .priority, in: command) == ["low"])
        #expect(options.texts(of: .since, in: command) == [])
        #expect(throws: CommandError.self) { try Grammar.pipeline.parse("notifications --since 2025 --since 2026") }
        let help = Grammar.pipeline.help(on: try #require(Grammar.pipeline.commands.first { $0.id == .notifications }))
        #expect(help.contains("[--type T]…"))
    }
}
