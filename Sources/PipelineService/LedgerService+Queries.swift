// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineStore

extension LedgerService {
    /// What training has cost a user.
    package func costs(of user: UserID, _ request: CostsRequest, includesRecords: Bool = true) async -> Reply {
        await store.read {
            .costs(CostsAnswer(of: user, request, includesRecords: includesRecords, in: $0))
        }
    }

    /// What happened to a user's training.
    ///
    /// - Throws: ``StoreError`` where `before` is none of the user's notifications.
    package func notifications(of user: UserID, _ request: NotificationsRequest) async throws(StoreError) -> Reply {
        let view = await store.view
        let state = view.value
        guard let number = state.userNumber(of: user) else {
            if let before = request.before { throw .noSuchNotification(before) }
            let answer = NotificationsAnswer(state: state, user: nil, items: [], unreadCount: 0, now: clock.now)
            return view.map { _ in .notifications(answer) }
        }
        var before: UUID?
        if let text = request.before { before = try state.notificationID(text, of: number) }
        let items = try state.notifications(
            of: number,
            onlyUnread: request.onlyUnread,
            limit: request.limit,
            before: before
        )
        let answer = NotificationsAnswer(
            state: state,
            user: number,
            items: items,
            unreadCount: state.unreadCount(of: number),
            now: clock.now
        )
        return view.map { _ in .notifications(answer) }
    }

    /// Every user in figures.
    package func users() async -> Reply {
        await store.view.map { state in .sheet(.users(state.usersInOrder.map { state.summary(of: $0) })) }
    }

    /// The user whose identifier or e-mail address a text is, or begins, if it is one alone.
    ///
    /// - Throws: ``StoreError`` of kind not found, or invalid where several fit.
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
    /// - Throws: ``StoreError`` of kind not found, or invalid where the prefix is too short or fits several.
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
