// SPDX-License-Identifier: MIT

package import CommandLanguage

extension Grammar {
    /// The commands of the program, in the order in which `help` lists them.
    package static let pipeline = Grammar(
        commands: userCommands + dataCommands + fileCommands + storeCommands + shellCommands + programCommands,
        programOptions: Set(ProgramOption.allCases.filter(\.isLong).map(\.rawValue))
    )
}

/// The options of the program, which stand before a command.
///
/// The program's argument parser declares them; a test compares the two lists.
package enum ProgramOption: String, CaseIterable, Sendable {
    case store
    case now
    case memory
    case snapshotEvery = "snapshot-every"
    case keep
    case fsync
    case readOnly = "read-only"
    case user
    case format
    case command = "c"
    case file = "f"
    case bail
    case echo
    case noHistory = "no-history"
    case color
    case version
    case generateCompletionScript = "generate-completion-script"

    /// The option as it is written.
    package var flag: String { isLong ? "--\(rawValue)" : "-\(rawValue)" }

    /// Whether the name is a word, not a letter.
    var isLong: Bool { rawValue.utf8.count > 1 }

    /// Whether the next argument is the option's value.
    package var takesValue: Bool {
        switch self {
        case .memory, .readOnly, .bail, .echo, .noHistory, .version: false
        case .store, .now, .snapshotEvery, .keep, .fsync, .user, .format, .command, .file, .color,
            .generateCompletionScript:
            true
        }
    }
}
