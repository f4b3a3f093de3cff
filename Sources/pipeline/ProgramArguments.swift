// SPDX-License-Identifier: MIT

internal import PipelineShell

/// The program's arguments, split where its options end and the words of a command begin.
///
/// ArgumentParser's passthrough would take `--help` and `--version` for words of the command; and the options of a
/// command (`costs --period week`) are the grammar's.
struct ProgramArguments {
    /// The options of the program with their values.
    let options: [String]
    /// The words of the command, if there is one.
    let command: [String]

    private static let optionsWithValue = Set(ProgramOption.allCases.filter(\.takesValue).map(\.flag))

    /// Splits arguments at the first word that is neither an option nor an option's value, or after `--`.
    init(_ arguments: [String]) {
        var end = 0
        while end < arguments.count, arguments[end].hasPrefix("-"), arguments[end] != "-", arguments[end] != "--" {
            end += Self.optionsWithValue.contains(arguments[end]) ? 2 : 1
        }
        end = min(end, arguments.count)
        options = Array(arguments[..<end])
        let isSeparated = end < arguments.count && arguments[end] == "--"
        command = Array(arguments[(isSeparated ? end + 1 : end)...])
    }
}
