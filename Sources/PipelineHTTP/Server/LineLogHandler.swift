// SPDX-License-Identifier: MIT

package import Logging
internal import PipelineAnswers
internal import PipelineCore
package import PipelineService
internal import TerminalText

/// How the lines of the log are written.
package enum LogFormat: String, CaseIterable, Sendable {
    /// For people: the event, and what goes with it as `name=value`.
    case text
    /// For programs: an object of JSON in each line.
    case json
}

/// Writes one line for each event; no text from outside can begin another line or reach a terminal's controls.
package struct LineLogHandler: LogHandler {
    /// The least level that is written.
    package var logLevel = Logger.Level.info
    /// What goes with every event.
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: LogFormat
    private let clock: WallClock
    private let write: @Sendable (String, Logger.Level) -> Void

    /// Makes a handler.
    ///
    /// - Parameters:
    ///   - label: What a line for people begins with.
    ///   - format: How lines are written.
    ///   - clock: What tells the time of an event in JSON.
    ///   - write: Takes the lines, each with its end.
    package init(
        label: String,
        format: LogFormat = .text,
        clock: WallClock = .system,
        write: @escaping @Sendable (String, Logger.Level) -> Void
    ) {
        self.label = label
        self.format = format
        self.clock = clock
        self.write = write
    }

    /// A value that goes with every event.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes an event.
    package func log(event: LogEvent) {
        let line =
            switch format {
            case .text: text(of: event)
            case .json: json(of: event)
            }
        write(line, event.level)
    }

    /// What an event says as a whole: a request; nil if there are names and values.
    private func whole(_ event: LogEvent) -> Logger.Metadata.Value? {
        guard metadata.isEmpty, let own = event.metadata, own.count == 1 else { return nil }
        return own[""]
    }

    private func values(_ event: LogEvent) -> [(key: String, value: Logger.Metadata.Value)] {
        metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    }

    private func text(of event: LogEvent) -> String {
        var line = "\(label): \(event.level): \(event.message)"
        if let value = whole(event) {
            line += " \(value)"
        } else {
            for (key, value) in values(event) {
                line += key.isEmpty ? " \(value)" : " \(key)=\(Self.quoted("\(value)"))"
            }
        }
        return safeForTerminal(line) + "\n"
    }

    /// A value as it is if it ends at the next space, else in quotes.
    static func quoted(_ value: String) -> String {
        guard value.isEmpty || value.utf8.contains(where: { $0 == 0x20 || $0 == 0x22 || $0 == 0x3D }) else {
            return value
        }
        return "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

extension LineLogHandler {
    /// The object of an event: what every event has, then the members of a request, or the values of another event.
    ///
    /// These stand in an object of their own, so that none of them can have a name twice.
    private func json(of event: LogEvent) -> String {
        var writer = ByteWriter(capacity: Self.usualLength)
        var request: RequestLine?
        if case .stringConvertible(let value)? = whole(event) { request = value as? RequestLine }
        writer.append("{\"time\":\"")
        writer.append((request?.moment ?? clock.now).description)
        writer.append("\",\"level\":\"")
        writer.append(event.level.rawValue)
        writer.append("\",\"message\":")
        writer.appendJSON(event.message.description)
        if let request {
            request.appendMembers(to: &writer)
        } else {
            let values = values(event)
            for (index, (key, value)) in values.enumerated() {
                if index == 0 { writer.append(",\"metadata\":{") } else { writer.append(",") }
                writer.appendJSON(key)
                writer.append(":")
                writer.appendJSON("\(value)")
            }
            if !values.isEmpty { writer.append("}") }
        }
        writer.append("}\n")
        return Self.safeText(writer)
    }

    private static var usualLength: Int { 512 }

    /// The text of an object, in which what would steer a terminal is escaped too.
    private static func safeText(_ json: borrowing ByteWriter) -> String {
        let text = json.text
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        var escaping = TerminalEscaping(.json, isUTF8: true)
        var writer = ByteWriter(capacity: 2 * json.count)
        json.withBytes { escaping.append($0, to: &writer) }
        return writer.text
    }
}
