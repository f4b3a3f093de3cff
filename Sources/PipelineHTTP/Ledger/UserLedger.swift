// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService
internal import PipelineStore

/// What the service does for one user: every question and change is bound to the user who has shown a token.
struct UserLedger: Sendable {
    private let service: LedgerService
    private let user: VerifiedUser

    /// Binds the service to a user.
    init(_ service: LedgerService, of user: VerifiedUser) {
        self.service = service
        self.user = user
    }

    /// What stands for the user in an entity tag.
    var tagName: String { user.id.description }

    /// What training has cost the user.
    func costs(_ parameters: QueryParameters) async throws(StoreError) -> Reply {
        let request = try CostsRequest(
            period: parameters["period"],
            startDate: parameters.moment("start_date"),
            endDate: parameters.moment("end_date"),
            now: service.clock.now
        )
        return await service.costs(of: user.id, request)
    }

    /// What happened to the user's training.
    func notifications(_ parameters: QueryParameters) async throws(StoreError) -> Reply {
        let request = try NotificationsRequest(unread: parameters["unread"], limit: parameters["limit"])
        return try await service.notifications(of: user.id, request)
    }

    /// Marks one of the user's notifications read.
    ///
    /// - Throws: ``StoreError`` of kind not found for a text that is no identifier of one.
    func markRead(_ id: String) async throws(StoreError) -> Reply {
        guard let uuid = try? UUID(parsing: id) else { throw .noSuchNotification(id) }
        return try await service.mark([uuid.description], of: user.id, isRead: true)
    }

    /// Waits until what an answer saw is on disk.
    func flushed(_ reply: Reply) async throws(StoreError) {
        if let receipt = reply.receipt { try await service.store.flushed(receipt) }
    }
}
