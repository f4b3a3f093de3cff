// SPDX-License-Identifier: MIT

package import PipelineService

/// What commands need of the program around them.
package struct ShellEnvironment: Sendable {
    /// The rest of standard input, for `import … -`.
    package var standardInput: @Sendable () -> any ByteSource
    /// Standard output, for `export … -`; what was answered before is written first.
    package var standardOutput: @Sendable () -> any ByteSink
    /// The commands that were typed, oldest first.
    package var history: @Sendable () -> [String]
    /// Told of the progress of long work: what it is, how much is done, and of how much where that is known.
    package var progress: @Sendable (_ label: String, _ done: Int, _ total: Int?) -> Void

    /// Makes an environment from its parts.
    package init(
        standardInput: @escaping @Sendable () -> any ByteSource,
        standardOutput: @escaping @Sendable () -> any ByteSink,
        history: @escaping @Sendable () -> [String] = { [] },
        progress: @escaping @Sendable (_ label: String, _ done: Int, _ total: Int?) -> Void = { _, _, _ in }
    ) {
        self.standardInput = standardInput
        self.standardOutput = standardOutput
        self.history = history
        self.progress = progress
    }
}
