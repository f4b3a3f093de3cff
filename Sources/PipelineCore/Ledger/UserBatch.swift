// SPDX-License-Identifier: MIT

/// Users on their way into the state.
package struct UserBatch: Sendable {
    /// A user of the batch.
    package struct Entry: Sendable {
        /// The user.
        package let id: UserID
        /// The user's e-mail address, if one was given.
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

extension UserBatch: MergeableBatch {
    /// Finds out what becomes of the users in a state.
    package func plan(in state: LedgerState) throws(StoreError) -> MergePlan<UserBatch> { state.plan(self) }

    /// The change that adds the users.
    package var change: Change { .mergeUsers(self) }
}

extension LedgerState {
    /// Finds out what becomes of the users of a batch.
    ///
    /// A known user without an address takes the given one; a known user with the same address, or one for whom none
    /// is given, is unchanged.
    ///
    /// - Complexity: O(n log n).
    package func plan(_ batch: UserBatch) -> MergePlan<UserBatch> {
        var accepted = ContiguousArray<UInt32>()
        var unchanged = 0
        var conflicts: [RowError] = []
        var newEmails: [UserID: String] = [:]
        // By bytes, as addresses are compared: a string equals others that are written differently.
        var owners: [[UInt8]: UserID] = [:]
        for (index, entry) in batch.entries.enumerated() {
            let known = userNumber(of: entry.id)
            let isNew = known == nil && newEmails[entry.id] == nil
            let currentKey = known.flatMap { users[$0.index].email?.key } ?? newEmails[entry.id] ?? ""
            let givenKey = entry.email?.key ?? ""
            if !isNew, givenKey.isEmpty || givenKey.hasSameBytes(as: currentKey) {
                unchanged += 1
                continue
            }
            if let error = clash(of: entry, currentKey: currentKey, owners: owners) {
                conflicts.append(RowError(line: entry.line, error: error))
                continue
            }
            newEmails[entry.id] = givenKey
            if !givenKey.isEmpty { owners[Array(givenKey.utf8)] = entry.id }
            accepted.append(UInt32(truncatingIfNeeded: index))
        }
        return MergePlan(
            batch: batch.keeping(accepted),
            newCount: accepted.count,
            unchangedCount: unchanged,
            conflicts: conflicts
        )
    }

    private func clash(of entry: UserBatch.Entry, currentKey: String, owners: [[UInt8]: UserID]) -> StoreError? {
        guard let email = entry.email else { return nil }
        if !currentKey.isEmpty {
            return .conflict("The user \(entry.id) has another e-mail address already.")
        }
        let owner = userNumber(ofEmail: email).map { users[$0.index].id } ?? owners[Array(email.key.utf8)]
        guard let owner, owner != entry.id else { return nil }
        return .conflict("A user with the e-mail address \(email.text) exists already.")
    }

    /// Adds the users, and the addresses of known users, of a planned batch.
    mutating func apply(_ batch: UserBatch) -> Int {
        for entry in batch.entries {
            let number = knownUser(entry.id)
            guard let email = entry.email, users[number].email == nil else { continue }
            users[number].email = email
            users[number].lastChange = sequence
            enterEmail(email, of: number)
        }
        return batch.count
    }
}
