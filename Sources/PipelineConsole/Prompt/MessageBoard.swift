// SPDX-License-Identifier: MIT

internal import LineEditing
internal import Synchronization

/// Writes messages that no command asked for: above the line that is edited, else on standard error.
final class MessageBoard: Sendable {
    private let editor = Mutex<LineEditor?>(nil)

    /// Writes messages through an editor from now on; without one, to standard error.
    func attach(_ editor: LineEditor?) {
        self.editor.withLock { $0 = editor }
    }

    /// Writes a message, which is safe for a terminal; its line's end is added.
    func post(_ message: String) {
        if let editor = editor.withLock({ $0 }) {
            editor.post(message)
        } else {
            StandardStream.error.write(message + "\n")
        }
    }
}
