// SPDX-License-Identifier: MIT

/// Why a part of a file is no record: what is wrong, and in which line.
struct RecordError: Error, Hashable, Sendable {
    /// What is wrong, as a sentence without its full stop.
    let problem: String
    /// The number of the first line of the record that is wrong; the first line is line 1.
    let line: Int
    /// Whether nothing behind the place can be read.
    let isFinal: Bool

    init(_ problem: String, line: Int, isFinal: Bool = false) {
        self.problem = problem
        self.line = line
        self.isFinal = isFinal
    }
}
