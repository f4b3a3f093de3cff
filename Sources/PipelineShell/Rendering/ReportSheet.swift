// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService
internal import PipelineStore

/// A report as rows of text under a header: what CSV writes as it is.
struct ReportSheet {
    let header: [String]
    let rows: [[String?]]

    /// Makes the sheet of an answer that is a report; of any other it is empty.
    init(_ answer: Answer) {
        switch answer {
        case .users(let users):
            header = ["id", "email", "records", "total_cost", "notifications", "unread"]
            rows = users.map { user in
                [
                    user.id.description, user.email, String(user.costCount), user.total.roundedToCents.description,
                    String(user.notificationCount), String(user.unreadCount),
                ]
            }
        case .user(let id, let email):
            header = ["id", "email"]
            rows = [[id.description, email]]
        case .imported(let report):
            header = ["imported", "unchanged", "skipped"]
            rows = [[String(report.imported), String(report.unchanged), String(report.skipped)]]
        case .exported(let count): (header, rows) = (["exported"], [[String(count)]])
        case .marked(let count): (header, rows) = (["marked"], [[String(count)]])
        case .simulated(let report):
            header = ["jobs", "users", "costs", "notifications"]
            rows = [[report.jobs, report.users, report.costs, report.notifications].map { String($0) }]
        case .saved(let info):
            header = ["generation", "bytes"]
            rows = [[String(info.generation), String(info.bytes)]]
        case .snapshots(let snapshots):
            header = ["generation", "time", "bytes", "sequence"]
            rows = snapshots.map { info in
                [
                    String(info.generation), Timestamp(microseconds: info.time).description, String(info.bytes),
                    String(info.sequence),
                ]
            }
        case .info(let report):
            header = ["name", "value"]
            rows = report.figures.map { [$0.name, $0.value] }
        case .history(let lines):
            header = ["number", "command"]
            rows = lines.map { [String($0.number), $0.text] }
        case .checked(let check):
            header = ["name", "verdict", "generation", "bytes", "first_change", "last_change", "details"]
            rows = check.files.map { file in
                [
                    file.name, file.verdict.name, file.generation.map { String($0) }, file.bytes.map { String($0) },
                    file.changes.map { String($0.lowerBound) }, file.changes.map { String($0.upperBound) },
                    file.verdict.details,
                ]
            }
        case .repaired(let report):
            header = ["sequence", "last_lost", "bytes"]
            rows = [[String(report.sequence), report.lastLost.map { String($0) }, String(report.snapshot.bytes)]]
        case .done, .costs, .notifications, .cost, .notification, .help:
            (header, rows) = ([], [])
        }
    }
}

extension StoreReport {
    /// The figures of the report with names that say what they are.
    var figures: [(name: String, value: String?)] {
        var figures: [(name: String, value: String?)] = [
            ("users", String(users)), ("records", String(costs)), ("notifications", String(notifications)),
            ("changes", String(sequence)), ("text_bytes", String(textBytes)), ("store", directory),
        ]
        guard let status else { return figures }
        figures += [
            ("condition", status.condition.name), ("error", status.condition.error?.details),
            ("fsync", status.fsync.rawValue), ("generation", String(status.generation)),
            ("journal_bytes", String(status.journalBytes)),
            ("changes_since_snapshot", String(status.changesSinceSnapshot)),
            ("changes_at_risk", String(status.changesNotOnDisk)), ("money_at_risk", moneyAtRisk.description),
            ("last_snapshot", status.lastSnapshot.map { String($0.generation) }),
            ("snapshot_error", status.snapshotFailure?.details),
        ]
        return figures
    }
}
