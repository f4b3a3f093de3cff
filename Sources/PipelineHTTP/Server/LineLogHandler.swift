// SPDX-License-Identifier: MIT

package import Logging
internal import TerminalText

/// Writes one line for each event; no text from outside can begin another line or reach a terminal's controls.
package struct LineLogHandler: LogHandler {
    /// The least level that is written.
    package var logLevel = Logger.Level.info
    /// What goes with every event.
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let write: @Sendable (String, Logger.Level) -> Void

    /// Makes a handler that writes its lines, each with its end, to `write`.
    package init(label: String, write: @escaping @Sendable (String, Logger.Level) -> Void) {
        self.label = label
        self.write = write
    }

    /// A value that goes with every event.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes an event.
    package func log(event: LogEvent) {
        var line = "\(label): \(event.level): \(event.message)"
        if metadata.isEmpty, let own = event.metadata, own.count == 1, let value = own[""] {
            line += " \(value)"
        } else {
            let values = metadata.merging(event.metadata ?? [:]) { $1 }
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                line += key.isEmpty ? " \(value)" : " \(key)=\(Self.quoted("\(value)"))"
            }
        }
        write(safeForTerminal(line) + "\n", event.level)
    }

    /// A value as it is if it ends at the next space, else in quotes.
    static func quoted(_ value: String) -> String {
        guard value.isEmpty || value.utf8.contains(where: { $0 == 0x20 || $0 == 0x22 || $0 == 0x3D }) else {
            return value
        }
        return "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
