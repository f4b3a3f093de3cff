// SPDX-License-Identifier: MIT

package import PipelineCore

/// Why a text is not JSON: what is wrong, and at which byte.
package struct JSONError: Error, Hashable, Sendable {
    /// What is wrong, without the place: `expected a key`.
    package let problem: String
    /// The number of bytes before the place.
    package let offset: Int

    /// Makes an error from what is wrong and the number of bytes before it.
    init(_ problem: String, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    /// Makes the error of the field called `field` whose text was `text`.
    package func described(field: String, text: some StringProtocol) -> StoreError {
        .invalid(field, "\(field) must be valid JSON, not '\(ValueError.excerpt(text))': \(self).")
    }

    /// Makes the error of a whole text, such as a body.
    package func described(name: String) -> StoreError {
        .invalid(name, "The \(name) must be valid JSON: \(self).")
    }
}

extension JSONError: CustomStringConvertible {
    /// What is wrong and where; the first byte is byte 1.
    package var description: String { "\(problem) at byte \(offset + 1)" }
}
