// SPDX-License-Identifier: MIT

package import PipelineCore

extension ByteWriter {
    /// Writes a notification as a JSON object.
    package mutating func appendJSON(_ notification: Notification) {
        append("{\"id\":\"")
        append(notification.id)
        append("\",\"user_id\":\"")
        append(notification.userID.uuid)
        append("\",\"type\":")
        appendJSON(notification.type)
        append(",\"title\":")
        appendJSON(notification.title)
        append(",\"message\":")
        appendJSON(notification.message)
        append(",\"priority\":\"")
        append(notification.priority.name)
        append("\",\"read\":")
        append(notification.isRead ? "true" : "false")
        append(",\"action_url\":")
        appendJSON(notification.actionURL)
        append(",\"metadata\":")
        appendJSON(notification.metadata)
        append(",\"created_at\":\"")
        append(notification.createdAt)
        append("\"}")
    }

    /// Writes notifications of a state as JSON objects with commas between them.
    ///
    /// The lengths of all texts of 16 rows are loaded before the first is written.
    package mutating func appendJSON(
        _ notifications: [MarkedNotification],
        _ range: Range<Int>,
        of state: LedgerState
    ) {
        var start = range.lowerBound
        var days = DayMemo()
        while start < range.upperBound {
            let end = min(start &+ 16, range.upperBound)
            var length = 0
            for index in start..<end { length &+= notifications[index].row.textLength(in: state.blobs) }
            reserve(length &+ 400 &* (end &- start))
            for index in start..<end {
                if index > range.lowerBound { append(UInt8(ascii: ",")) }
                appendJSON(notifications[index], of: state, &days)
            }
            start = end
        }
    }

    /// Writes a notification of a state as a JSON object, its texts straight from where they lie.
    package mutating func appendJSON(_ notification: MarkedNotification, of state: LedgerState) {
        var days = DayMemo()
        appendJSON(notification, of: state, &days)
    }

    @inline(__always)
    private mutating func appendJSON(
        _ notification: MarkedNotification,
        of state: LedgerState,
        _ days: inout DayMemo
    ) {
        let row = notification.row
        append("{\"id\":\"")
        append(row.id)
        append("\",\"user_id\":\"")
        append(state.userID(ofRowUser: row.user).uuid)
        append("\",\"type\":")
        appendJSON(state.notifications.types[row.type])
        append(",\"title\":")
        appendJSON(row.title, of: state.blobs)
        append(",\"message\":")
        appendJSON(row.message, of: state.blobs)
        append(",\"priority\":\"")
        append(row.priority.name)
        append("\",\"read\":")
        append(notification.isRead ? "true" : "false")
        append(",\"action_url\":")
        appendJSON(row.actionURL, of: state.blobs)
        append(",\"metadata\":")
        if row.metadata.isNone {
            append("null")
        } else {
            state.blobs.withBytes(of: row.metadata) { append($0) }
        }
        append(",\"created_at\":\"")
        append(row.createdAt, &days)
        append("\"}")
    }
}

extension NotificationRow {
    fileprivate func textLength(in blobs: BlobStore) -> Int {
        var length = blobs.length(of: title) &+ blobs.length(of: message)
        if !actionURL.isNone { length &+= blobs.length(of: actionURL) }
        if !metadata.isNone { length &+= blobs.length(of: metadata) }
        return length
    }
}

extension CSVWriter {
    /// Writes a notification of a state as a line, its fields in the order of its columns.
    package func append(_ notification: MarkedNotification, of state: LedgerState, to writer: inout ByteWriter) {
        let row = notification.row
        writer.append(row.id)
        writer.append(UInt8(ascii: ","))
        writer.append(state.userID(ofRowUser: row.user).uuid)
        writer.append(UInt8(ascii: ","))
        append(state.notifications.types[row.type], to: &writer)
        writer.append(UInt8(ascii: ","))
        append(row.title, of: state.blobs, to: &writer)
        writer.append(UInt8(ascii: ","))
        append(row.message, of: state.blobs, to: &writer)
        writer.append(UInt8(ascii: ","))
        writer.append(row.priority.name)
        writer.append(notification.isRead ? ",true," : ",false,")
        append(row.actionURL, of: state.blobs, to: &writer)
        writer.append(UInt8(ascii: ","))
        append(json: row.metadata, of: state.blobs, to: &writer)
        writer.append(UInt8(ascii: ","))
        writer.append(row.createdAt)
        writer.append(UInt8(ascii: "\n"))
    }
}
