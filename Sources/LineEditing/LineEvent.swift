// SPDX-License-Identifier: MIT

/// What came of asking for a line.
public enum LineEvent: Hashable, Sendable {
    /// A line was entered; its text without the newline that ended it.
    case line(String)
    /// The line was dropped: Ctrl-C, or the task that waited was cancelled.
    case interrupted
    /// The input ended: Ctrl-D on an empty line, or the terminal is gone.
    case endOfInput
    /// The editor was told to leave, by ``LineEditor/terminate()`` or ``LineEditor/close()``.
    case terminated
}
