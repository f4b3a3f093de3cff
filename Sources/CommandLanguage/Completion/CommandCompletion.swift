// SPDX-License-Identifier: MIT

/// What may stand at the cursor, and the part of the line that it replaces.
package struct CommandCompletion: Hashable, Sendable {
    /// One thing that may stand there.
    package struct Candidate: Hashable, Sendable {
        /// What is put in the line, quoted if it has to be.
        package var text: String
        /// What a list shows.
        package var label: String
        /// What the label means, for commands and options.
        package var summary: String?
        /// Whether the word is whole, so that a space may follow; not so for a directory or `--name=`.
        package var endsWord: Bool
    }

    /// The part of the text before the cursor that a candidate replaces, in bytes of UTF-8; it ends at the cursor.
    package var range: Range<Int>
    /// The length of that part in Unicode scalars.
    package var scalarCount: Int
    /// The candidates, best first.
    package var candidates: [Candidate]
}
