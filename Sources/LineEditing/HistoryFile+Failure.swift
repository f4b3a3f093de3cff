// SPDX-License-Identifier: MIT

extension HistoryFile {
    /// A failure to read or write a history.
    public struct Failure: Error, Hashable, Sendable {
        /// The kinds of failure.
        public enum Code: Hashable, Sendable {
            /// The path is a symbolic link, a directory, a device or another user's file.
            case refused
            /// Another program holds the file.
            case locked
            /// The system said no.
            case system
        }

        /// The kind of failure.
        public var code: Code
        /// One sentence that names the file and says what failed.
        public var details: String

        /// Makes a failure from its kind and its sentence.
        public init(_ code: Code, _ details: String) {
            self.code = code
            self.details = details
        }
    }
}

extension HistoryFile.Failure: CustomStringConvertible {
    /// The sentence for people.
    public var description: String { details }
}
