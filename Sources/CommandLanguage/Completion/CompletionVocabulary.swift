// SPDX-License-Identifier: MIT

/// The words of the moment that completion offers beside those of the grammar, each list in the order to offer it.
package struct CompletionVocabulary: Sendable {
    /// The users' e-mail addresses, and the UUIDs of those without one.
    package var users: [String]
    /// The types of costs.
    package var costTypes: [String]
    /// The types of notifications.
    package var notificationTypes: [String]
    /// The ids of the user's notifications, unread ones first.
    package var notificationIDs: [String]
    /// What values mean, for the list of candidates: a notification's id is its title.
    package var summaries: [String: String] = [:]
    /// Returns the names of the files that begin with a text, as they would be typed; directories end in `/`.
    package var fileNames: @Sendable (String) -> [String]

    /// Makes a vocabulary; one without arguments offers the grammar alone.
    package init(
        users: [String] = [],
        costTypes: [String] = [],
        notificationTypes: [String] = [],
        notificationIDs: [String] = [],
        fileNames: @escaping @Sendable (String) -> [String] = { _ in [] }
    ) {
        self.users = users
        self.costTypes = costTypes
        self.notificationTypes = notificationTypes
        self.notificationIDs = notificationIDs
        self.fileNames = fileNames
    }
}
