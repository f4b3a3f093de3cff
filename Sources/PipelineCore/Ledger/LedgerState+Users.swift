// SPDX-License-Identifier: MIT

/// The number of a user in one state, for which it never changes.
package struct UserNumber: Hashable, Sendable {
    let index: Int
}

extension LedgerState {
    /// The number of a user, nil if the state does not know the user.
    ///
    /// - Complexity: O(1) expected.
    package func userNumber(of id: UserID) -> UserNumber? {
        userIndex.row(of: id.uuid) { users[$0].id.uuid }.map(UserNumber.init)
    }

    /// The number of the user with an e-mail address, without regard to case.
    ///
    /// - Complexity: O(log n).
    package func userNumber(ofEmail email: EmailAddress) -> UserNumber? {
        let position = usersByEmail.firstPosition { emailKey(ofUser: $0).compareBytes(to: email.key) >= 0 }
        guard let number = usersByEmail.element(at: position), emailKey(ofUser: number).hasSameBytes(as: email.key)
        else { return nil }
        return UserNumber(index: Int(number))
    }

    /// The users whose identifier or e-mail address begins with a text, without regard to case; at most `limit`.
    ///
    /// An exact match of either comes alone.
    package func users(matching text: String, limit: Int) -> [UserNumber] {
        let key = text.lowercased()
        guard !key.isEmpty else { return [] }
        var found: [UserNumber] = []
        usersByEmail.forEach(from: usersByEmail.firstPosition { emailKey(ofUser: $0).compareBytes(to: key) >= 0 }) {
            let email = emailKey(ofUser: $0)
            guard email.utf8.starts(with: key.utf8) else { return false }
            found.append(UserNumber(index: Int($0)))
            return found.count < limit && email.utf8.count != key.utf8.count
        }
        if let first = found.first, emailKey(ofUser: UInt32(first.index)).hasSameBytes(as: key) { return [first] }
        guard let bounds = UUID.bounds(ofPrefix: key) else { return found }
        let start = usersByID.firstPosition { users[Int($0)].id.uuid >= bounds.lowerBound }
        usersByID.forEach(from: start) {
            guard found.count < limit, users[Int($0)].id.uuid <= bounds.upperBound else { return false }
            let number = UserNumber(index: Int($0))
            if !found.contains(number) { found.append(number) }
            return true
        }
        return found
    }

    /// The identifier of a user.
    package func userID(of number: UserNumber) -> UserID { users[number.index].id }

    /// The identifier of the user whose number a row holds.
    package func userID(ofRowUser user: UInt32) -> UserID { users[Int(user)].id }

    /// The e-mail address of a user, if there is one.
    package func email(of number: UserNumber) -> String? { users[number.index].email?.text }

    /// The sequence number of the last change to anything of a user's.
    package func lastChange(of number: UserNumber) -> UInt64 { users[number.index].lastChange }

    /// The sequence number of the last change to anything of a user's; 0 if the state does not know the user.
    package func lastChange(of user: UserID) -> UInt64 { userNumber(of: user).map { lastChange(of: $0) } ?? 0 }

    /// What is known of a user in figures.
    package func summary(of number: UserNumber) -> UserSummary {
        let user = users[number.index]
        return UserSummary(
            id: user.id,
            email: user.email?.text,
            costCount: user.costs.count,
            total: user.total,
            notificationCount: user.notifications.count,
            unreadCount: user.unread.count
        )
    }

    /// All users: by e-mail address, those without one last, then by identifier.
    package var usersInOrder: [UserNumber] {
        var numbers = usersByEmail.elements.map { UserNumber(index: Int($0)) }
        for number in usersByID.elements where users[Int(number)].email == nil {
            numbers.append(UserNumber(index: Int(number)))
        }
        return numbers
    }

    /// All users in order of arrival.
    package var userNumbers: some Sequence<UserNumber> {
        users.indices.lazy.map { UserNumber(index: $0) }
    }

    private func emailKey(ofUser number: UInt32) -> String { users[Int(number)].email?.key ?? "" }

    /// Adds a user that is not there yet and returns the number.
    mutating func insertUser(_ id: UserID, email: EmailAddress?) -> Int {
        let number = users.count
        users.append(UserEntry(id: id, email: email, lastChange: sequence))
        userIndex.insert(id.uuid, row: number)
        usersByID.insert(UInt32(number)) { users[Int($0)].id > id }
        if let email { enterEmail(email, of: number) }
        return number
    }

    /// Enters the e-mail address of a user, who has it in the entry already, into the list by address.
    mutating func enterEmail(_ email: EmailAddress, of number: Int) {
        usersByEmail.insert(UInt32(number)) { (users[Int($0)].email?.key ?? "").compareBytes(to: email.key) > 0 }
    }

    /// The number of a user, who is added if unknown.
    mutating func knownUser(_ id: UserID) -> Int {
        userNumber(of: id)?.index ?? insertUser(id, email: nil)
    }
}
