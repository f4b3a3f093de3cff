// SPDX-License-Identifier: MIT

package import PipelineCore
package import PipelineStore

/// What a request gives back, as a value: its faces are made from it (JSON here, tables and CSV in the shell).
package enum Answer: Sendable {
    /// It is done; the sentence is for people alone, and empty where there is nothing to say.
    case done(String = "")
    /// The first question's answer.
    case costs(CostsAnswer)
    /// The second question's answer.
    case notifications(NotificationsAnswer)
    /// Every user.
    case users([UserSummary])
    /// A user: who is logged in, or who was added.
    case user(id: UserID, email: String?)
    /// A record as it was stored.
    case cost(CostRecord)
    /// A notification as it was stored.
    case notification(Notification)
    /// What became of an import.
    case imported(ImportReport)
    /// How many rows were written to a file.
    case exported(Int)
    /// How many notifications were marked.
    case marked(Int)
    /// What was simulated.
    case simulated(SimulationReport)
    /// A snapshot was written.
    case saved(SnapshotInfo)
    /// The snapshots on disk, newest last.
    case snapshots([SnapshotInfo])
    /// What the store holds and how it is kept.
    case info(StoreReport)
    /// What checking a store's files found.
    case checked(StoreCheck)
    /// What repairing a store saved and lost.
    case repaired(RepairReport)
    /// The commands that were typed.
    case history([HistoryLine])
    /// What help says.
    case help(String)
}

/// A command of the history with its number.
package struct HistoryLine: Sendable {
    /// The number, from 1.
    package let number: Int
    /// The command.
    package let text: String

    /// Makes a line from its parts.
    package init(number: Int, text: String) {
        self.number = number
        self.text = text
    }
}

/// What became of the rows of an import.
package struct ImportReport: Sendable {
    /// The number of rows that were added.
    package var imported: Int
    /// The number of rows that were there already with the same content.
    package var unchanged: Int
    /// The number of rows that were left out.
    package var skipped: Int { errors.count }
    /// Why rows were left out, in order of the file.
    package var errors: [RowError]
    /// Whether bad rows were to be left out.
    package var skipsInvalidRows: Bool
}

/// What a simulation added.
package struct SimulationReport: Sendable {
    /// The number of training jobs.
    package var jobs: Int
    /// The number of users who took part.
    package var users: Int
    /// The number of cost records.
    package var costs: Int
    /// The number of notifications.
    package var notifications: Int
}

/// What the store holds and how it is kept.
package struct StoreReport: Sendable {
    /// The number of users.
    package var users: Int
    /// The number of cost records.
    package var costs: Int
    /// The number of notifications.
    package var notifications: Int
    /// The number of the last change.
    package var sequence: UInt64
    /// The bytes of texts.
    package var textBytes: Int
    /// The store's directory, nil where there is no disk.
    package var directory: String?
    /// The money that a power cut would take now, without signs.
    package var moneyAtRisk: AmountSum
    /// How the files are kept, nil where there is no disk.
    package var status: StoreStatus?
}
