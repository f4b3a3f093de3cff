// SPDX-License-Identifier: MIT

/// Why a text is no JSON: what is wrong, and at which byte.
public struct JSONError: Error, Hashable, Sendable {
    /// What is wrong, as a sentence without its full stop: `a string is not closed`.
    public let problem: String
    /// The number of bytes before the place where it is wrong.
    public let offset: Int

    /// Makes an error from what is wrong and the number of bytes before it.
    init(_ problem: String, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    /// What is wrong and where; the first byte is byte 1.
    public var description: String { "\(problem) at byte \(offset + 1)" }
}
