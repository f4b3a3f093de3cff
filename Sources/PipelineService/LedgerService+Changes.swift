// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineStore

extension LedgerService {
    /// Marks notifications of a user read or unread: all of them or none.
    ///
    /// - Parameters:
    ///   - ids: Identifiers, or prefixes of four characters or more that fit one of the user's notifications.
    ///   - user: The user.
    ///   - isRead: Whether they are marked read.
    /// - Returns: That it is done.
    /// - Throws: ``StoreError`` of kind not found for an id that is not there or is another user's.
    package func mark(_ ids: [String], of user: UserID, isRead: Bool) async throws(StoreError) -> Reply {
        let change = try await store.commit { (state) throws(StoreError) in
            guard let number = state.userNumber(of: user) else { throw .noSuchNotification(ids.first ?? "") }
            var found: [UUID] = []
            for id in ids { found.append(try state.notificationID(id, of: number)) }
            return .mark(ids: found, isRead: isRead)
        }
        return change.map { _ in .done(Self.markedSentence(ids.count, isRead: isRead)) }
    }

    private static func markedSentence(_ count: Int, isRead: Bool) -> String {
        "Marked \(count) notification\(count == 1 ? "" : "s") \(isRead ? "read" : "unread")."
    }

    /// Marks all notifications of a user read.
    package func markAllRead(of user: UserID) async throws(StoreError) -> Reply {
        let change = try await store.commit { (state) throws(StoreError) in
            guard let number = state.userNumber(of: user), state.unreadCount(of: number) > 0 else { return nil }
            return .markAllRead(user)
        }
        return change.map { .sheet(.marked($0)) }
    }

    /// Adds a user.
    ///
    /// - Throws: ``StoreError`` of kind invalid or conflict.
    package func addUser(id: String?, email: String?) async throws(StoreError) -> Reply {
        let id = UserID(try ids.given(id))
        let email = try email.parsed("email") { (text) throws(ValueError) in try EmailAddress(parsing: text) }
        return try await store.commit(.addUser(id: id, email: email))
            .map { _ in
                .sheet(.user(id: id, email: email?.text))
            }
    }

    /// Adds a cost record of a user.
    ///
    /// - Throws: ``StoreError`` of kind invalid or conflict.
    package func addCost(_ input: CostInput, of user: UserID) async throws(StoreError) -> Reply {
        let record = try input.record(of: user, now: clock.now, ids: ids)
        return try await store.commit(.addCost(record)).map { _ in .cost(record) }
    }

    /// Adds a notification of a user.
    ///
    /// - Throws: ``StoreError`` of kind invalid or conflict.
    package func addNotification(_ input: NotificationInput, of user: UserID) async throws(StoreError) -> Reply {
        let notification = try input.notification(of: user, now: clock.now, ids: ids)
        return try await store.commit(.addNotification(notification)).map { _ in .notification(notification) }
    }
}
