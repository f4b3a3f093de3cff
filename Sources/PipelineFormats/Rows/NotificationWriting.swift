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
}

/// Writes notifications as JSON objects straight from the rows of a state.
///
/// Keep one for an answer: what neighbouring rows have in common, the owner and the type, is rendered once.
package struct NotificationJSONWriter: Sendable {
    private var owner = RenderedTexts(capacity: 1)
    private var types = RenderedTexts(capacity: 16)
    private var days = DayMemo()

    /// The most bytes of a notification without its texts.
    private static let fixedLength = 400

    /// Makes a writer for the rows of one state.
    package init() {}

    /// Writes a few notifications, 16 or fewer at best, with commas between them.
    ///
    /// The lengths of all their texts are loaded before the first is written.
    package mutating func append(
        _ notifications: ArraySlice<MarkedNotification>,
        of state: LedgerState,
        to writer: inout ByteWriter
    ) {
        // Taken from the state once: each look at it there is a copy.
        let blobs = state.blobs
        var length = 0
        for notification in notifications { length &+= notification.row.textLength(in: blobs) }
        writer.reserve(length &+ notifications.count &* Self.fixedLength)
        for index in notifications.indices {
            if index > notifications.startIndex { writer.append(UInt8(ascii: ",")) }
            append(notifications[index], of: state, blobs, to: &writer)
        }
    }

    /// Writes one notification.
    package mutating func append(
        _ notification: MarkedNotification,
        of state: LedgerState,
        to writer: inout ByteWriter
    ) {
        append(notification, of: state, state.blobs, to: &writer)
    }

    private mutating func append(
        _ notification: MarkedNotification,
        of state: LedgerState,
        _ blobs: BlobStore,
        to writer: inout ByteWriter
    ) {
        let row = notification.row
        writer.append("{\"id\":\"")
        writer.append(row.id)
        owner.append(row.user, to: &writer) { text in
            text.append("\",\"user_id\":\"")
            text.append(state.userID(ofRowUser: row.user).uuid)
            text.append("\",\"type\":")
        }
        types.append(row.type, to: &writer) { text in
            text.appendJSON(state.notifications.types[row.type])
            text.append(",\"title\":")
        }
        writer.appendJSON(row.title, of: blobs)
        writer.append(",\"message\":")
        writer.appendJSON(row.message, of: blobs)
        writer.append(",\"priority\":\"")
        writer.append(row.priority.name)
        writer.append(notification.isRead ? "\",\"read\":true,\"action_url\":" : "\",\"read\":false,\"action_url\":")
        writer.appendJSON(row.actionURL, of: blobs)
        writer.append(",\"metadata\":")
        writer.append(json: row.metadata, of: blobs)
        writer.append(",\"created_at\":\"")
        writer.append(row.createdAt, &days)
        writer.append("\"}")
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
    ///
    /// - Parameters:
    ///   - notification: The notification.
    ///   - state: The state that holds it.
    ///   - writer: Takes the line.
    ///   - days: The days of the lines before; keep them for a file.
    package func append(
        _ notification: MarkedNotification,
        of state: LedgerState,
        to writer: inout ByteWriter,
        _ days: inout DayMemo
    ) {
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
        writer.append(row.createdAt, &days)
        writer.append(UInt8(ascii: "\n"))
    }
}
