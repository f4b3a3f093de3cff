// SPDX-License-Identifier: MIT

package import PipelineCore
package import PipelineService

/// How answers are written: one of the formats in ``all``.
///
/// A format is one file: an extension with a factory such as ``json``, and what writes the answers. Everything that
/// offers, understands or obeys formats asks ``all`` and the properties, never for one format by name.
package struct AnswerFormat: Sendable {
    /// What makes a format, in an object of its own: formats are copied for every answer.
    final class Traits: Sendable {
        let name: String
        let summary: String
        let mediaType: String
        let isForPeople: Bool
        let carriesRecordsByDefault: Bool
        let escaping: TerminalEscaping.Language
        let writeError: (@Sendable (StoreError, inout ByteWriter) -> Void)?
        let begin: Begin

        init(
            name: String,
            summary: String,
            mediaType: String,
            isForPeople: Bool,
            carriesRecordsByDefault: Bool,
            escaping: TerminalEscaping.Language,
            writeError: (@Sendable (StoreError, inout ByteWriter) -> Void)?,
            begin: @escaping Begin
        ) {
            self.name = name
            self.summary = summary
            self.mediaType = mediaType
            self.isForPeople = isForPeople
            self.carriesRecordsByDefault = carriesRecordsByDefault
            self.escaping = escaping
            self.writeError = writeError
            self.begin = begin
        }
    }

    /// Writes the beginning of an answer, or all of it, and returns what is left.
    typealias Begin = @Sendable (Answer, RenderingStyle, inout ByteWriter) -> (any AnswerRemainder)?

    private let traits: Traits

    /// Every format, in the order in which they are offered; the first is the default.
    package static let all: [AnswerFormat] = [.table, .json, .csv]

    /// The format of that name; nil if there is none.
    package init?(named name: some StringProtocol) {
        guard let format = Self.all.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return nil }
        self = format
    }

    init(_ traits: Traits) { self.traits = traits }

    /// The name by which people choose the format.
    package var name: String { traits.name }

    /// What the format is for, in a few words.
    package var summary: String { traits.summary }

    /// The media type, for HTTP (RFC 9110, section 8.3).
    package var mediaType: String { traits.mediaType }

    /// Whether the format is for people: coloured, paged, fitted to the terminal, with errors that point at their place.
    package var isForPeople: Bool { traits.isForPeople }

    /// Whether an answer about costs has the records unless the question says otherwise.
    package var carriesRecordsByDefault: Bool { traits.carriesRecordsByDefault }

    /// What becomes of text that would steer a terminal.
    package var escaping: TerminalEscaping.Language { traits.escaping }

    /// Writes an error in an answer's place; nil if errors go to standard error, as text for people.
    package var writeError: (@Sendable (StoreError, inout ByteWriter) -> Void)? { traits.writeError }

    /// Writes the beginning of an answer, or all of it, and returns what is left.
    var begin: Begin { traits.begin }

    /// Writes an answer, or its first piece, of about `length` bytes; returns what makes the others.
    package func write(
        _ answer: Answer,
        style: RenderingStyle = RenderingStyle(),
        to writer: inout ByteWriter,
        length: Int
    ) -> AnswerWriter? {
        guard var remainder = traits.begin(answer, style, &writer) else { return nil }
        while writer.count < length {
            if !remainder.writeNext(to: &writer) { return nil }
        }
        return AnswerWriter(remainder)
    }
}

extension AnswerFormat: Hashable {
    /// Formats are the same if their names are.
    package static func == (left: AnswerFormat, right: AnswerFormat) -> Bool { left.name == right.name }

    /// Hashes the name.
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What is left of an answer whose beginning is written: rows that are written a few at a time.
protocol AnswerRemainder: Sendable {
    /// Writes a few rows, or what stands behind the last one; returns whether more is left.
    mutating func writeNext(to writer: inout ByteWriter) -> Bool
}

/// The bytes of an answer, pulled piece by piece with a pause of any length between two pieces.
///
/// A long answer need never be held whole, however slowly it is taken.
package struct AnswerWriter: Sendable {
    private enum Progress: Sendable {
        case notBegun(Answer, AnswerFormat, RenderingStyle)
        case begun(any AnswerRemainder)
        case ended
    }

    private var progress: Progress

    fileprivate init(_ remainder: any AnswerRemainder) {
        progress = .begun(remainder)
    }

    /// Makes the writer of an answer; without a style, it is written for a file.
    package init(_ answer: Answer, _ format: AnswerFormat, style: RenderingStyle = RenderingStyle()) {
        progress = .notBegun(answer, format, style)
    }

    /// Writes the next piece, up to about `length` bytes in the writer; returns false if it was the last.
    package mutating func writeNext(to writer: inout ByteWriter, length: Int) -> Bool {
        var remainder: any AnswerRemainder
        switch progress {
        case .notBegun(let answer, let format, let style):
            guard let rest = format.begin(answer, style, &writer) else {
                progress = .ended
                return false
            }
            remainder = rest
        case .begun(let rest): remainder = rest
        case .ended: return false
        }
        progress = .ended
        while writer.count < length {
            if !remainder.writeNext(to: &writer) { return false }
        }
        progress = .begun(remainder)
        return true
    }
}
