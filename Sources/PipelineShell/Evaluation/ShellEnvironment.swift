// SPDX-License-Identifier: MIT

package import PipelineService

/// What commands need of the program around them.
package struct ShellEnvironment: Sendable {
    /// The rest of standard input, for `import … -`.
    package var standardInput: @Sendable () -> any ByteSource
    /// Standard output, for `export … -`; what was answered before is written first.
    package var standardOutput: @Sendable () -> any ByteSink
    /// Whether a path is a name of standard input: `-`, or what the system calls it.
    package var isStandardInput: @Sendable (_ path: String) -> Bool
    /// Whether a path is a name of standard output, or of the file that standard output is.
    package var isStandardOutput: @Sendable (_ path: String) -> Bool
    /// The commands that were typed, oldest first.
    package var history: @Sendable () -> [String]
    /// Told of the progress of long work: what it is, how much is done, and of how much where that is known.
    package var progress: @Sendable (_ label: String, _ done: Int, _ total: Int?) -> Void

    /// Makes an environment from its parts.
    package init(
        standardInput: @escaping @Sendable () -> any ByteSource,
        standardOutput: @escaping @Sendable () -> any ByteSink,
        isStandardInput: @escaping @Sendable (_ path: String) -> Bool = { $0 == "-" },
        isStandardOutput: @escaping @Sendable (_ path: String) -> Bool = { $0 == "-" },
        history: @escaping @Sendable () -> [String] = { [] },
        progress: @escaping @Sendable (_ label: String, _ done: Int, _ total: Int?) -> Void = { _, _, _ in }
    ) {
        self.standardInput = standardInput
        self.standardOutput = standardOutput
        self.isStandardInput = isStandardInput
        self.isStandardOutput = isStandardOutput
        self.history = history
        self.progress = progress
    }
}
