// SPDX-License-Identifier: MIT

package import CommandLanguage
package import PipelineCore
internal import PipelineService

extension CompletionVocabulary {
    /// The most words of a kind: a list shows some hundreds, and a prompt must not wait.
    private static let maximumCount = 2048
    /// Up to how many notifications of a user the ids are offered as short as `read` takes them.
    private static let shortIDLimit = 50_000

    /// Gathers the words that a state has for a user.
    ///
    /// - Parameters:
    ///   - state: The state.
    ///   - user: Who is logged in.
    ///   - fileNames: What offers the names of files.
    /// - Complexity: O(n) in the words that are offered and the user's notifications, up to some ten thousand.
    package init(
        of state: LedgerState,
        user: UserID?,
        fileNames: @escaping @Sendable (String) -> [String] = DirectoryListing.paths
    ) {
        self.init(
            users: Self.users(of: state),
            costTypes: Self.names(state.costs.types),
            notificationTypes: Self.names(state.notifications.types),
            fileNames: fileNames
        )
        if let number = user.flatMap({ state.userNumber(of: $0) }) {
            addNotifications(of: number, state)
        }
    }

    private static func users(of state: LedgerState) -> [String] {
        let numbers =
            state.userCount <= maximumCount
            ? state.usersInOrder : Array(state.userNumbers.prefix(maximumCount))
        return numbers.map { state.email(of: $0) ?? state.userID(of: $0).description }
    }

    private static func names(_ table: NameTable) -> [String] {
        (0..<UInt32(min(table.count, maximumCount))).map { table[$0] }.sorted()
    }

    /// The newest notifications, unread ones first, each with its title.
    private mutating func addNotifications(of user: UserNumber, _ state: LedgerState) {
        let unread = Self.newest(of: user, state, onlyUnread: true)
        let read = Self.newest(of: user, state, onlyUnread: false).filter(\.isRead)
        let items = unread + read
        let isShort = state.summary(of: user).notificationCount <= Self.shortIDLimit
        let short = isShort ? ShortIDs(items.map(\.row.id), of: user, state) : nil
        for item in items {
            let id = short?.text(of: item.row.id) ?? item.row.id.description
            notificationIDs.append(id)
            summaries[id] = state.blobs.text(of: item.row.title)
        }
    }

    private static func newest(of user: UserNumber, _ state: LedgerState, onlyUnread: Bool) -> [MarkedNotification] {
        // It throws only where it is to go on behind a notification.
        (try? state.notifications(of: user, matching: .every(onlyUnread: onlyUnread), limit: maximumCount).items) ?? []
    }
}
