// SPDX-License-Identifier: MIT

import CommandLanguage
import PipelineCore

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
    let completion = CommandCompletion.complete(text, vocabulary: vocabulary)
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
    _ = try? Grammar.parse(command)
    guard let words = try? CommandTokenizer.words(in: command) else { return }
    let texts = words.map(\.text)
    let quoted = texts.map { Word.quoted($0) }.joined(separator: " ")
    let again = try? CommandTokenizer.words(in: quoted).map(\.text)
    require(again == texts, "\(texts) is quoted as \(quoted)")
}
