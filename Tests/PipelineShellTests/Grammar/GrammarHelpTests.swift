// SPDX-License-Identifier: MIT

import CommandLanguage
import PipelineCore
import TestSupport
import Testing

@testable import PipelineShell

@Suite("Help", .serialized, .inTurn)
struct GrammarHelpTests {
    @Test("Help lists every command, in lines that fit eighty columns")
    func lists() throws {
        let overview = try Grammar.pipeline.help(on: [])
        for command in Grammar.pipeline.commands { #expect(overview.contains("  \(command.name) ")) }
        #expect(overview.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test("Help explains a command, or all that begin with a word")
    func explains() throws {
        let help = try Grammar.pipeline.help(on: [Word("add"), Word("cost")])
        #expect(help.contains("--amount A"))
        #expect(help.contains("Required. "))
        #expect(help.contains("Example"))
        #expect(try Grammar.pipeline.help(on: [Word("add")]).contains("add notification --type T"))
        #expect(try Grammar.pipeline.help(on: [Word("exit")]).contains("quit"))
    }

    @Test("Help suggests the nearest command for an unknown one", arguments: [["csots"], ["add", "costs"]])
    func suggests(words: [String]) throws {
        let error = try #require(throws: CommandError.self) {
            _ = try Grammar.pipeline.help(on: words.map { Word($0) })
        }
        #expect(error.error.details.contains("Did you mean"))
    }

    @Test("Help refuses words after a command's name")
    func refusesMore() {
        #expect(throws: CommandError.self) { _ = try Grammar.pipeline.help(on: [Word("costs"), Word("x")]) }
    }
}
