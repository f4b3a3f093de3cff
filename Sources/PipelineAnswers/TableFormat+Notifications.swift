// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService
internal import TerminalText

extension TablePrinter {
    /// Writes the notifications under a heading that counts the unread ones.
    func print(_ answer: NotificationsAnswer, to writer: inout ByteWriter) {
        line(StyledText(Self.heading(answer), .bold), to: &writer)
        guard !answer.items.isEmpty else { return }
        line("", to: &writer)
        var rows = Self.notificationTable
        let lengths = ShortIDs(answer)
        for item in answer.items {
            let notification = answer.shared.state.notification(of: item)
            rows.append(cells(of: notification, id: lengths.text(of: item.row.id), now: answer.now))
        }
        table(rows, to: &writer)
        guard answer.page.hasMore, let last = answer.items.last else { return }
        let counts = "\(Readable.grouped(answer.items.count)) of \(Readable.grouped(answer.matchCount))"
        let question = answer.request.isPlain ? "notifications" : "the same with"
        line(StyledText("\(counts); older: \(question) --before \(lengths.text(of: last.row.id))", .dim), to: &writer)
    }

    private static func heading(_ answer: NotificationsAnswer) -> String {
        if answer.unreadCount > 0 { return Readable.counted(answer.unreadCount, "unread notification") }
        return answer.items.isEmpty ? "No notifications" : "Notifications, all read"
    }

    private static let notificationTable = TextTable([
        .init(""), .init("id"), .init("when"), .init("priority"), .init("title", fitting: .wrapped, minimumWidth: 8),
        .init("message", fitting: .wrapped, minimumWidth: 12),
    ])

    /// From how many columns on there is room for the date beside the age.
    private static let widthWithDates = 100

    private func cells(of notification: Notification, id: String, now: Timestamp?) -> [StyledText] {
        let unread: TextStyle = notification.isRead ? .plain : .bold
        let age = now.map { Readable.age(microseconds: $0.microseconds &- notification.createdAt.microseconds) }
        let isNarrow = (style.width ?? .max) < Self.widthWithDates
        let when =
            age.map { isNarrow ? $0 : "\($0), \(Self.minutes(notification.createdAt))" }
            ?? notification.createdAt.description
        return [
            StyledText(notification.isRead ? "" : style.ink == .blocks ? "●" : "*", .color(.cyan)),
            StyledText(id, .dim),
            StyledText(when, .dim), StyledText(notification.priority.name, Self.style(of: notification.priority)),
            StyledText(notification.title, unread), StyledText(notification.message),
        ]
    }

    /// A moment to the minute.
    private static func minutes(_ moment: Timestamp) -> String {
        let text = moment.description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }

    private static func style(of priority: Priority) -> TextStyle {
        switch priority {
        case .low: .dim
        case .medium: .plain
        case .high: .color(.red)
        }
    }

    /// Writes notifications as a table.
    func print(_ notifications: [Notification], to writer: inout ByteWriter) {
        var rows = Self.notificationTable
        for notification in notifications {
            rows.append(cells(of: notification, id: String(notification.id.description.prefix(8)), now: nil))
        }
        table(rows, to: &writer)
    }
}
