// SPDX-License-Identifier: MIT

/// Users on their way into the state.
package struct UserBatch: Sendable {
    /// A user of the batch.
    package struct Entry: Sendable {
        /// The user.
        package let id: UserID
        /// The user's e-mail address, where one was given.
        package let email: EmailAddress?
        /// The line of the file on which the user begins.
        package let line: Int
    }

    /// The users in the order of the file.
    package private(set) var entries: [Entry] = []

    /// Makes an empty batch.
    package init() {}

    /// The number of users.
    package var count: Int { entries.count }

    /// Adds a user.
    package mutating func append(_ id: UserID, email: EmailAddress?, line: Int) {
        entries.append(Entry(id: id, email: email, line: line))
    }

    /// The same batch with the users at some indices alone.
    func keeping(_ indices: ContiguousArray<UInt32>) -> UserBatch {
        var batch = UserBatch()
        batch.entries = indices.map { entries[Int($0)] }
        return batch
    }
}
