// SPDX-License-Identifier: MIT

internal import PipelineAnswers
internal import PipelineCore

/// An error as a session shows it.
struct ErrorReport: Sendable {
    private let error: StoreError
    /// Where the command stands; nil at a prompt.
    private let location: CommandPlace?
    /// The lines that point at the place in the command, if there is one.
    private let caret: [String]

    init(_ error: StoreError, location: CommandPlace?, caret: [String] = []) {
        self.error = error
        self.location = location
        self.caret = caret
    }

    /// Where the error goes: in an answer's place if the format has a form for it.
    func stream(_ format: AnswerFormat) -> StandardStream {
        format.writeError == nil ? .error : .output
    }

    /// The error with its line's end.
    ///
    /// At a prompt it is broken at spaces to the width of the terminal.
    func text(_ format: AnswerFormat, color: ColorMode = .plain, width: Int? = nil) -> String {
        if let writeError = format.writeError {
            var writer = ByteWriter(capacity: 256)
            writeError(error, &writer)
            return writer.text
        }
        let pointer = caret.map { $0 + "\n" }.joined()
        let title = StyledText("\(error.title):", .color(.red))
        guard let location else {
            let sentence = title + StyledText(" \(error.details)")
            let lines = width.map { sentence.wrapped(to: $0) } ?? [sentence]
            return pointer + lines.map { $0.rendered(color) + "\n" }.joined()
        }
        let details = StyledText(error.details).rendered(.plain)
        return "\(StyledText(location.description).rendered(.plain)): \(title.rendered(color)) \(details)\n"
    }
}

/// Where a command stands, for the errors about it; the text is made for those alone.
struct CommandPlace: Sendable {
    /// The name of the file, or what stands for it.
    let source: String
    /// The number of the command's first line, nil if there are no lines.
    var line: Int?
}

extension CommandPlace: CustomStringConvertible {
    /// The place as errors name it: `FILE:LINE`.
    var description: String { line.map { "\(source):\($0)" } ?? source }
}
