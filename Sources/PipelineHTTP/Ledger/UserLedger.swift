// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService
internal import PipelineStore

/// What the service does for one user: every question and change is bound to the user who has shown a token.
///
/// Whoever answers a user has this and no way to the service, or to the state that it asks.
struct UserLedger: Sendable {
    private let service: LedgerService
    private let user: VerifiedUser

    /// Binds the service to a user.
    init(_ service: LedgerService, of user: VerifiedUser) {
        self.service = service
        self.user = user
    }

    /// What training has cost the user.
    func costs(_ parameters: QueryParameters) async throws(StoreError) -> UserAnswer {
        let request = try CostsRequest(now: service.clock.now) { parameters.text(of: $0) }
        return try await flushed(await service.costs(of: user.id, request))
    }

    /// What happened to the user's training.
    func notifications(_ parameters: QueryParameters) async throws(StoreError) -> UserAnswer {
        let request = try NotificationsRequest { parameters.text(of: $0) }
        return try await flushed(try await service.notifications(of: user.id, request))
    }

    /// Marks one of the user's notifications read, durably.
    ///
    /// - Throws: ``StoreError`` of kind not found for a text that is no identifier of one.
    func markRead(_ id: String) async throws(StoreError) {
        guard let uuid = try? UUID(parsing: id) else { throw .noSuchNotification(id) }
        _ = try await service.mark([uuid.description], of: user.id, isRead: true).settled(in: service.store)
    }

    /// Waits until what a reply saw is on disk.
    private func flushed(_ reply: Reply) async throws(StoreError) -> UserAnswer {
        UserAnswer(try await reply.settled(in: service.store), for: user)
    }
}
