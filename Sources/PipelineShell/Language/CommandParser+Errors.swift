// SPDX-License-Identifier: MIT

internal import PipelineCore

extension CommandParser {
    /// The error about an option that the command does not have.
    func unknownOption(_ word: Word, _ spelling: String) -> CommandError {
        let end = min(word.range.lowerBound + 2 + spelling.utf8.count, word.range.upperBound)
        let range = word.isQuoted ? word.range : word.range.lowerBound..<end
        if Grammar.programOptions.contains(spelling) {
            return .invalid(
                description.name,
                "--\(spelling) is an option of the program, which stands before the command: pipeline --\(spelling) … "
                    + "\(description.name).",
                at: range
            )
        }
        if spelling == "help" {
            let message = "\(description.name) has no option \"--help\"; help \(description.name) explains it."
            return .invalid(description.name, message, at: range)
        }
        let spellings = description.options.map(\.name.spelling)
        let nearest = EditDistance.nearest(to: spelling, in: spellings).map { "--\($0)" }
        let hint: String
        if nearest != nil {
            hint = Grammar.suggestion(nearest)
        } else if spellings.isEmpty {
            hint = " It takes none."
        } else {
            hint = " It takes \(ValueKind.enumeration(of: spellings.map { "--\($0)" }, conjunction: "and"))."
        }
        let message = "\(description.name) has no option \(Word.mention("--\(spelling)")).\(hint)"
        return .invalid(description.name, message, at: range, replacement: nearest)
    }

    /// The error about a word that the command has no place for.
    func surplus(_ word: Word) -> CommandError {
        let letters = word.text.drop { $0 == "-" }
        let spelling = letters.utf8.count <= 64 ? String(letters) : ""
        let choice = description.options.first { $0.kind?.choices?.contains(spelling) ?? false }
        var nearest = choice.map { "--\($0.name.spelling) \(spelling)" }
        if nearest == nil {
            let flags = description.options.map(\.name.spelling)
            nearest = EditDistance.nearest(to: spelling, in: flags).map { "--\($0)" }
        }
        let hint = nearest == nil ? " It is written: \(description.usage)" : Grammar.suggestion(nearest)
        return .invalid(
            description.name,
            "\(description.name) has no place for \(word.mention).\(hint)",
            at: word.range,
            replacement: nearest
        )
    }
}

extension Word {
    /// Whether the word is an option, or the end of them.
    @inline(__always)
    var startsWithTwoDashes: Bool {
        var bytes = text.utf8.makeIterator()
        return bytes.next() == UInt8(ascii: "-") && bytes.next() == UInt8(ascii: "-")
    }

    /// The name in `--name` or `--name=value`, and the value.
    func splitOption() -> (name: String, value: Word?) {
        var text = text
        return text.withUTF8 { bytes in
            // Parted at ASCII characters, UTF-8 stays UTF-8.
            let name = bytes[2...].prefix { $0 != UInt8(ascii: "=") }
            let spelling = String(decoding: name, as: UTF8.self)
            guard name.endIndex < bytes.endIndex else { return (spelling, nil) }
            let skipped = name.endIndex + 1
            let place = min(range.lowerBound + skipped, range.upperBound)..<range.upperBound
            let value = String(decoding: bytes[skipped...], as: UTF8.self)
            return (spelling, Word(value, range: place, isQuoted: isQuoted))
        }
    }
}
