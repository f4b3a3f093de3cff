// SPDX-License-Identifier: MIT

package import CommandLanguage
package import PipelineCore
package import PipelineService

/// Writes answers in one of the formats: one engine, three faces.
package struct AnswerRenderer: Sendable {
    /// The format.
    package let format: OutputFormat
    /// How a terminal wants tables.
    package let style: RenderingStyle

    /// Makes a renderer.
    package init(format: OutputFormat, style: RenderingStyle) {
        self.format = format
        self.style = style
    }

    /// Whether the answer to a command carries the records.
    package static func includesRecords(_ flags: OptionNameSet, _ format: OutputFormat) -> Bool {
        flags.contains(.noRecords) ? false : flags.contains(.records) || format != .table
    }

    /// Writes an answer, with the line's end.
    ///
    /// - Parameters:
    ///   - answer: The answer.
    ///   - command: The command that it answers.
    ///   - writer: Where the bytes go.
    ///   - drain: Called with the writer now and then while a long answer is written.
    /// - Throws: What `drain` throws.
    package func write<Failure: Error>(
        _ answer: Answer,
        to command: ParsedCommand,
        into writer: inout ByteWriter,
        drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let includesRecords = Self.includesRecords(command.flags, format)
        switch format {
        case .json:
            try answer.writeJSON(to: &writer, includesRecords: includesRecords, drain: drain)
            writer.append(UInt8(ascii: "\n"))
        case .csv:
            try CSVRenderer(includesRecords: includesRecords).write(answer, into: &writer, drain: drain)
        case .table:
            try TableRenderer(style: style, includesRecords: includesRecords).write(answer, into: &writer, drain: drain)
        }
    }
}
