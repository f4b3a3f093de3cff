// SPDX-License-Identifier: MIT

package import PipelineCore
package import PipelineStore

/// The requests that every face of the store serves: each is validated, asked of the state or put to it as a change.
package struct LedgerService: Sendable {
    /// The store.
    package let store: LedgerStore
    /// What tells the time.
    package let clock: WallClock
    /// Where new rows get their identifiers.
    let ids = IDSource()

    /// Makes the service of a store.
    package init(store: LedgerStore, clock: WallClock) {
        self.store = store
        self.clock = clock
    }
}

extension LedgerService {
    /// What training has cost a user.
    package func costs(of user: UserID, _ request: CostsRequest) async -> Reply {
        guard request.billed == nil else {
            // It may take a look at every record, which others shall not wait for.
            return await store.view(of: user).map { .costs(CostsAnswer(of: $0.user, request, in: $0.shared.state)) }
        }
        return await store.read(of: user) { .costs(CostsAnswer(of: $1, request, in: $0)) }
    }

    /// What happened to a user's training.
    ///
    /// - Throws: `StoreError` where `before` or `after` is none of the user's notifications.
    package func notifications(of user: UserID, _ request: NotificationsRequest) async throws(StoreError) -> Reply {
        let now = clock.now
        return try await store.view(of: user)
            .map { (shared, number) throws(StoreError) in
                .notifications(try NotificationsAnswer(of: number, request, at: now, in: shared))
            }
    }

    /// How many of a user's notifications are unread, by priority and by type, all of one moment.
    ///
    /// - Complexity: O(n) in the unread ones.
    package func notificationCounts(of user: UserID) async -> Reply {
        await store.view(of: user).map { .sheet(.counted($0.shared.state.unreadCounts(of: $0.user))) }
    }

    /// Every user in figures.
    package func users() async -> Reply {
        await store.view.map { state in .sheet(.users(state.usersInOrder.map { state.summary(of: $0) })) }
    }

    /// The user whose identifier or e-mail address a text is, or begins, if it is one alone.
    ///
    /// - Throws: `StoreError` of kind not found, or invalid where several fit.
    package func user(_ text: String) async throws(StoreError) -> (id: UserID, email: String?) {
        let state = await store.view.value
        let found = state.users(matching: text, limit: 4)
        guard let first = found.first else { throw .notFound("There is no user '\(ValueError.excerpt(text))'.") }
        guard found.count == 1 else {
            let names = found.prefix(3).map { state.email(of: $0) ?? state.userID(of: $0).description }
            let list = names.joined(separator: ", ") + (found.count > 3 ? ", …" : "")
            throw .invalid("user", "'\(ValueError.excerpt(text))' fits more than one user: \(list).")
        }
        return (state.userID(of: first), state.email(of: first))
    }

    /// The e-mail address of a user, where there is one.
    package func email(of user: UserID) async -> String? {
        let state = await store.view.value
        return state.userNumber(of: user).flatMap { state.email(of: $0) }
    }
}

extension LedgerState {
    /// The least characters of a prefix of a notification's id.
    private static let shortestPrefix = 4

    /// The one notification of a user whose id a text is or begins.
    ///
    /// - Throws: `StoreError` of kind not found, or invalid where the prefix is too short or fits several.
    func notificationID(_ text: String, of user: UserNumber) throws(StoreError) -> UUID {
        guard text.utf8.count >= Self.shortestPrefix else {
            throw .invalid(
                "id",
                "id must have at least \(Self.shortestPrefix) characters, not '\(ValueError.excerpt(text))'."
            )
        }
        let found = notificationIDs(of: user, beginningWith: text, limit: 3)
        guard let first = found.first else { throw .noSuchNotification(text) }
        guard found.count == 1 else {
            let list = found.prefix(2).map(\.description).joined(separator: ", ") + (found.count > 2 ? ", …" : "")
            throw .invalid("id", "'\(ValueError.excerpt(text))' fits more than one notification: \(list).")
        }
        return first
    }
}

extension LedgerService {
    /// Marks notifications of a user read or unread: all of them or none.
    ///
    /// - Parameters:
    ///   - ids: Identifiers, or prefixes of four characters or more that fit one of the user's notifications.
    ///   - user: The user.
    ///   - isRead: Whether they are marked read.
    /// - Returns: That it is done.
    /// - Throws: `StoreError` of kind not found for an id that is not there or is another user's.
    package func mark(_ ids: [String], of user: UserID, isRead: Bool) async throws(StoreError) -> Reply {
        let change = try await store.commit(for: user) { (state) throws(StoreError) in
            guard let number = state.userNumber(of: user) else { throw .noSuchNotification(ids.first ?? "") }
            var found: [UUID] = []
            for id in ids { found.append(try state.notificationID(id, of: number)) }
            // What is marked that way already needs no place on disk.
            found.removeAll { state.hasNotification($0, markedRead: isRead) }
            return found.isEmpty ? nil : .mark(ids: found, isRead: isRead)
        }
        return change.map { _ in .done(Self.markedSentence(ids.count, isRead: isRead)) }
    }

    private static func markedSentence(_ count: Int, isRead: Bool) -> String {
        "Marked \(count) notification\(count == 1 ? "" : "s") \(isRead ? "read" : "unread")."
    }

    /// Marks all notifications of a user read, or those that did not come later than the request says.
    ///
    /// - Throws: `StoreError` of kind not found for a notification that is not there or is another user's.
    package func markAllRead(of user: UserID, _ request: ReadAllRequest) async throws(StoreError) -> Reply {
        let change = try await store.commit(for: user) { (state) throws(StoreError) in
            guard let number = state.userNumber(of: user) else {
                if case .notification(let id) = request.end { throw .noSuchNotification(id) }
                return nil
            }
            let bound: ReadBound? =
                switch request.end {
                case .moment(let moment): .moment(moment)
                case .notification(let id): .notification(try state.notificationID(id, of: number))
                case nil: nil
                }
            // What is marked already needs no place on disk.
            guard try state.unreadCount(of: number, upTo: bound) > 0 else { return nil }
            return bound.map { .markRead(user, upTo: $0) } ?? .markAllRead(user)
        }
        return change.map { .sheet(.marked($0)) }
    }

    /// Adds a user.
    ///
    /// - Throws: `StoreError` of kind invalid or conflict.
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
    /// - Throws: `StoreError` of kind invalid or conflict.
    package func addCost(_ input: CostInput, of user: UserID) async throws(StoreError) -> Reply {
        let record = try input.record(of: user, now: clock.now, ids: ids)
        return try await store.commit(.addCost(record)).map { _ in .cost(record) }
    }

    /// Adds a notification of a user.
    ///
    /// - Throws: `StoreError` of kind invalid or conflict.
    package func addNotification(_ input: NotificationInput, of user: UserID) async throws(StoreError) -> Reply {
        let notification = try input.notification(of: user, now: clock.now, ids: ids)
        return try await store.commit(.addNotification(notification)).map { _ in .notification(notification) }
    }
}

extension LedgerService {
    /// Writes a snapshot now.
    ///
    /// - Throws: `StoreError` of kind storage.
    package func save() async throws(StoreError) -> Reply {
        Reply(.sheet(.saved(try await store.save())))
    }

    /// The snapshots on disk.
    ///
    /// - Throws: `StoreError` of kind storage where the directory cannot be read.
    package func snapshots() async throws(StoreError) -> Reply {
        Reply(.sheet(.snapshots(try await store.snapshots())))
    }

    /// What the store holds and how it is kept.
    package func info() async -> Reply {
        let view = await store.view
        // What only waits for a flush that is under way is not at risk when the answer is read.
        _ = try? await view.settled(in: store)
        let (money, status) = (await store.moneyNotOnDisk, store.status)
        return view.map { .sheet(.info($0, directory: store.directory, moneyAtRisk: money, status: status)) }
    }
}
