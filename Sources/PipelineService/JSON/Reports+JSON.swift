// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import PipelineStore

extension ByteWriter {
    mutating func appendJSON(_ user: UserSummary) {
        var object = JSONObjectWriter(&self)
        object.member("id", user.id.uuid, to: &self)
        object.member("email", user.email, to: &self)
        object.member("records", user.costCount, to: &self)
        object.member("total_cost", user.total.roundedToCents, to: &self)
        object.member("notifications", user.notificationCount, to: &self)
        object.member("unread", user.unreadCount, to: &self)
        object.end(&self)
    }

    mutating func appendJSON(_ report: ImportReport) {
        var object = JSONObjectWriter(&self)
        object.member("imported", report.imported, to: &self)
        object.member("unchanged", report.unchanged, to: &self)
        object.member("skipped", report.skipped, to: &self)
        if report.skipsInvalidRows {
            object.name("errors", to: &self)
            appendJSON(list: report.errors) { writer, row in
                var object = JSONObjectWriter(&writer)
                object.member("line", row.line, to: &writer)
                object.member("details", row.error.details, to: &writer)
                object.end(&writer)
            }
        }
        object.end(&self)
    }

    mutating func appendJSON(_ snapshot: SnapshotInfo) {
        var object = JSONObjectWriter(&self)
        object.member("generation", snapshot.generation, to: &self)
        object.member("time", Timestamp(microseconds: snapshot.time), to: &self)
        object.member("bytes", snapshot.bytes, to: &self)
        object.member("sequence", snapshot.sequence, to: &self)
        object.end(&self)
    }

    mutating func appendJSON(_ report: StoreReport) {
        var object = JSONObjectWriter(&self)
        object.member("users", report.users, to: &self)
        object.member("records", report.costs, to: &self)
        object.member("notifications", report.notifications, to: &self)
        object.member("changes", report.sequence, to: &self)
        object.member("text_bytes", report.textBytes, to: &self)
        object.member("store", report.directory, to: &self)
        if let status = report.status {
            object.member("changes_at_risk", status.changesNotOnDisk, to: &self)
            object.member("money_at_risk", report.moneyAtRisk, to: &self)
            appendMembers(of: status, to: &object)
        }
        object.end(&self)
    }

    private mutating func appendMembers(of status: StoreStatus, to object: inout JSONObjectWriter) {
        object.member("condition", status.condition.name, to: &self)
        object.member("error", status.condition.error?.details, to: &self)
        object.member("fsync", status.fsync.rawValue, to: &self)
        object.member("generation", status.generation, to: &self)
        object.member("journal_bytes", status.journalBytes, to: &self)
        object.member("changes_since_snapshot", status.changesSinceSnapshot, to: &self)
        object.name("last_snapshot", to: &self)
        if let snapshot = status.lastSnapshot { appendJSON(snapshot) } else { append("null") }
        object.member(
            "snapshot_milliseconds",
            status.lastSnapshot?.duration.map { $0 / .milliseconds(1) }.map(Int.init),
            to: &self
        )
        object.member("snapshot_error", status.snapshotFailure?.details, to: &self)
    }
}
