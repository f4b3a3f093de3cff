// SPDX-License-Identifier: MIT

/// A failure of the line editor: a kind that programs act on and a sentence for people.
public struct LineEditorError: Error, Hashable, Sendable {
    /// The kinds of failure.
    public enum Code: Hashable, Sendable {
        /// Input or output is no terminal.
        case notATerminal
        /// Memory, descriptors or threads are short.
        case cannotStart
        /// Another line is being read.
        case busy
        /// The editor was closed.
        case closed
    }

    /// The kind of failure.
    public var code: Code
    /// One sentence that says what failed and why.
    public var details: String

    /// Makes an error from its kind and its sentence.
    public init(_ code: Code, _ details: String) {
        self.code = code
        self.details = details
    }
}

extension LineEditorError: CustomStringConvertible {
    /// The sentence for people.
    public var description: String { details }
}
