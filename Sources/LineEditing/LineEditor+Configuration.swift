// SPDX-License-Identifier: MIT

extension LineEditor {
    /// How an editor is set up.
    public struct Configuration: Sendable {
        /// The name that sections of `~/.editrc` go by (`pipeline:bind …`).
        public var programName: String
        /// The terminal that keys come from.
        public var input: Terminal
        /// The terminal that the line is drawn on.
        public var output: Terminal
        /// The keys to begin with.
        public var keys: KeyStyle
        /// The file that keeps the history; without one it lasts as long as the editor.
        public var historyFile: HistoryFile?
        /// The number of entries that the history holds.
        public var historyLimit: Int
        /// What the Tab key asks; it runs on the editor's thread and should answer within some 50 ms.
        public var completion: @Sendable (_ textBeforeCursor: String) -> Completion

        /// Makes a configuration for the standard streams.
        public init(
            programName: String = "pipeline",
            input: Terminal = .standardInput,
            output: Terminal = .standardOutput,
            keys: KeyStyle = .emacs,
            historyFile: HistoryFile? = nil,
            historyLimit: Int = 10_000,
            completion: @escaping @Sendable (_ textBeforeCursor: String) -> Completion = { _ in .none }
        ) {
            self.programName = programName
            self.input = input
            self.output = output
            self.keys = keys
            self.historyFile = historyFile
            self.historyLimit = historyLimit
            self.completion = completion
        }
    }
}
