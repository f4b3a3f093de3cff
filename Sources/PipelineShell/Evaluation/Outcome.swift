// SPDX-License-Identifier: MIT

package import CommandLanguage
package import PipelineService

/// What is to be done after a command was evaluated.
package enum Outcome: Sendable {
    /// Its answer is to be written.
    case reply(Reply)
    /// Its answer was written already: it is the file itself.
    case written
    /// The commands of a file come next.
    case source(path: String)
    /// A command is to be repeated until it is stopped.
    case watch(interval: Duration, ParsedCommand)
    /// The session is over.
    case quit
}
