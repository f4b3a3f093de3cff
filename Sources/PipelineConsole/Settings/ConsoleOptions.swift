// SPDX-License-Identifier: MIT

package import PipelineAnswers
package import PipelineCore
package import PipelineStore

/// How a session is started.
package struct ConsoleOptions: Sendable {
    /// When text is coloured.
    package enum Color: String, CaseIterable, Sendable {
        /// On a terminal that can, unless `NO_COLOR` is set.
        case auto
        /// Whatever there is.
        case always
        /// Not at all.
        case never
    }

    /// Where the store lives, nil for none: in memory alone.
    package var directory: String?
    /// How the store's files are kept.
    package var files = StoreFilesOptions()
    /// The time between two snapshots in the background.
    package var snapshotInterval = Duration.seconds(300)
    /// A clock that stands still, nil for the system's.
    package var now: Timestamp?
    /// Who is logged in first.
    package var user: String?
    /// How answers are written.
    package var format = AnswerFormat.table
    /// When text is coloured.
    package var color = Color.auto
    /// Whether the first command that fails ends the session.
    package var stopsAtFailure = false
    /// Whether each command is printed before its answer.
    package var echoes = false
    /// Whether commands that are typed are kept.
    package var keepsHistory = true
    /// The one command that the program's arguments spell.
    package var arguments: [String] = []
    /// Commands to carry out.
    package var commands: [String] = []
    /// Files of commands to carry out after those.
    package var commandFiles: [String] = []

    /// Makes the options of a session at a prompt or on standard input.
    package init() {}
}

/// What the program's exit status says.
package enum ExitStatus {
    /// All succeeded.
    package static let success: Int32 = 0
    /// A command failed.
    package static let failure: Int32 = 1
    /// The options were wrong, or a file of commands cannot be read.
    package static let usage: Int32 = 2
    /// The store could not be opened.
    package static let store: Int32 = 3
}
