// SPDX-License-Identifier: MIT

internal import PipelineService
internal import PipelineShell
internal import TestSupport
internal import Testing

@Suite("The options of the program", .serialized, .inTurn)
struct ProgramOptionTests {
    /// The options that the program declares, as it writes them, and whether each takes a value.
    private func declaredOptions() throws -> [String: Bool] {
        let help = try StrictJSONParser.parse(try Program.run(["--experimental-dump-help"]).output)
        var options: [String: Bool] = [:]
        for argument in help["command"]["arguments"].elements {
            for name in argument["names"].elements {
                guard let text = name["name"].text, name["kind"].text != "longWithSingleDash" else { continue }
                options[(text.utf8.count == 1 ? "-" : "--") + text] = argument["kind"].text == "option"
            }
        }
        return options
    }

    @Test("The option --version prints the version and nothing else")
    func printVersion() throws {
        let result = try Program.run(["--version"])
        #expect(result.output == "\(ProgramVersion.current)\n" && result.status == 0)
    }

    @Test("The options that the program declares are those that the shell knows")
    func areOneList() throws {
        var declared = try declaredOptions()
        // Help is asked for before a command and after it alike.
        declared["--help"] = nil
        declared["-h"] = nil
        // ArgumentParser declares this one in no list.
        declared["--generate-completion-script"] = true
        let listed = ProgramOption.allCases.map { ($0.flag, $0.takesValue) }
        #expect(declared == Dictionary(uniqueKeysWithValues: listed))
    }
}
