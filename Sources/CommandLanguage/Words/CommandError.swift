// SPDX-License-Identifier: MIT

package import PipelineCore

/// Why a command line cannot be taken, and where in the line the reason stands.
package struct CommandError: Error, Hashable, Sendable {
    /// The error as every answer shows it.
    package var error: StoreError
    /// The offending part of the command in bytes of UTF-8, for a caret; nil if nothing in the line is to blame.
    package var range: Range<Int>?
    /// What to write in the place of `range`, if one spelling is near enough to suggest.
    package var replacement: String?

    /// Makes an error from what is shown, where it stands and what would be right there.
    package init(_ error: StoreError, at range: Range<Int>? = nil, replacement: String? = nil) {
        self.error = error
        self.range = range
        self.replacement = replacement
    }

    /// Returns the command with `replacement` in its place, or nil if there is none.
    package func corrected(_ command: ArraySlice<UInt8>) -> String? {
        guard let range, let replacement, range.upperBound <= command.count else { return nil }
        let lower = command.startIndex + range.lowerBound
        let upper = command.startIndex + range.upperBound
        return String(decoding: command[..<lower] + Array(replacement.utf8) + command[upper...], as: UTF8.self)
    }

    /// An error about what is called `name`, with its sentence.
    static func invalid(
        _ name: String,
        _ details: String,
        at range: Range<Int>? = nil,
        replacement: String? = nil
    ) -> CommandError {
        CommandError(.invalid(name, details), at: range, replacement: replacement)
    }
}

extension CommandError: CustomStringConvertible {
    /// The title and the details in one line.
    package var description: String { error.description }
}
