// SPDX-License-Identifier: MIT

import CommandLanguage
import PipelineCore

/// A command for every kind of operand, option and name that the language has.
private let grammar = Grammar(
    commands: [
        CommandDescription(
            id: .costs,
            path: ["costs"],
            topic: .data,
            summary: "Costs",
            options: [
                .value(.period, .choice(["week", "month"], isChecked: false), "P", "a choice that is not checked"),
                .value(.startDate, .moment, "D", "a value"),
                .flag(.records, "a flag", opposite: .noRecords),
                .flag(.noRecords, "its opposite", opposite: .records),
            ],
            examples: []
        ),
        CommandDescription(
            id: .read,
            path: ["read"],
            topic: .data,
            summary: "Read",
            operands: [.many("ID", .notificationID, waivedBy: .all)],
            options: [.flag(.all, "in the place of ids")],
            examples: []
        ),
        CommandDescription(
            id: .addCost,
            path: ["add", "cost"],
            topic: .data,
            summary: "Add",
            options: [
                .required(.type, .costType, "T", "a required value"), .value(.details, .json, "JSON", "a value"),
            ],
            examples: []
        ),
        CommandDescription(
            id: .importFile,
            path: ["import"],
            topic: .files,
            summary: "Import",
            operands: [.one("TABLE", .choice(of: ["costs", "users"])), .one("FILE", .file)],
            options: [.value(.user, .user, "USER", "a value")],
            examples: []
        ),
        CommandDescription(
            id: .watch,
            path: ["watch"],
            topic: .shell,
            summary: "Watch",
            operands: [.one("SECONDS", .seconds), .rest("COMMAND", .command)],
            examples: []
        ),
        CommandDescription(
            id: .help,
            path: ["help"],
            aliases: ["?"],
            topic: .shell,
            summary: "Help",
            operands: [.any("COMMAND", .commandName)],
            examples: []
        ),
        CommandDescription(
            id: .check,
            path: ["check"],
            topic: .program,
            summary: "Check",
            operands: [.optional("DIR", .directory)],
            examples: ["pipeline check"]
        ),
    ],
    programOptions: ["store"]
)

/// A script: the first byte says where it is cut in two pieces; the commands must not depend on that.
func fuzzCommand(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let script = Array(bytes.dropFirst())
    let cut = script.isEmpty ? 0 : Int(first) % (script.count + 1)
    let whole = commands([script])
    let parts = commands([Array(script[..<cut]), Array(script[cut...])])
    require(whole == parts, "cut at \(cut), a script has other commands")
    for command in whole { if let command { examine(command[...]) } }
    let text = String(decoding: script, as: UTF8.self)
    let vocabulary = CompletionVocabulary(users: ["alice@example.com"], costTypes: ["it's"]) { [$0 + "file"] }
    let completion = grammar.completion(of: text, vocabulary: vocabulary)
    require(completion.range.upperBound <= text.utf8.count, "a completion reaches beyond the text")
}

/// The commands of a script that comes in pieces; nil stands for one that cannot be taken.
private func commands(_ pieces: [[UInt8]]) -> [[UInt8]?] {
    var splitter = CommandLineSplitter(maximumLength: 4096)
    var commands: [[UInt8]?] = []
    for piece in pieces {
        splitter.feed(piece)
        while let command = splitter.next() { commands.append((try? command.content.get()).map(Array.init)) }
    }
    splitter.finish()
    while let command = splitter.next() { commands.append((try? command.content.get()).map(Array.init)) }
    return commands
}

/// Parses a command; its words, quoted, must be the same words.
private func examine(_ command: ArraySlice<UInt8>) {
    _ = try? grammar.parse(command)
    guard let words = try? CommandTokenizer.words(in: command) else { return }
    _ = try? grammar.help(on: words)
    let texts = words.map(\.text)
    let quoted = texts.map { Word.quoted($0) }.joined(separator: " ")
    let again = try? CommandTokenizer.words(in: quoted).map(\.text)
    require(again == texts, "\(texts) is quoted as \(quoted)")
}
