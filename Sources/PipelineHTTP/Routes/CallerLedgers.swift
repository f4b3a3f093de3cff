// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService
internal import PipelineStore

/// What the service does for one user: every question and change is bound to the user who has shown a token.
///
/// A handler that answers a user has this, and no way to the service or to the state that it asks.
struct UserLedger: Sendable {
    private let service: LedgerService
    private let user: VerifiedUser
    private let format: AnswerFormat

    /// Binds the service to a user, whose answers are written in a format.
    init(_ service: LedgerService, of user: VerifiedUser, in format: AnswerFormat) {
        self.service = service
        self.user = user
        self.format = format
    }

    /// Answers what training has cost the user.
    func costs(_ query: QueryParameters) async throws(StoreError) -> UserAnswer {
        let request = try CostsRequest(now: service.clock.now) { query[$0.description] }
        return try await flushed(await service.costs(of: user.id, request))
    }

    /// Answers what happened to the user's training.
    func notifications(_ query: QueryParameters) async throws(StoreError) -> UserAnswer {
        let request = try NotificationsRequest {
            query[$0.description]
        } all: {
            query.all($0.description)
        }
        return try await flushed(try await service.notifications(of: user.id, request))
    }

    /// Answers how many of the user's notifications are unread, and of which kinds.
    func notificationCounts() async throws(StoreError) -> UserAnswer {
        try await flushed(await service.notificationCounts(of: user.id))
    }

    /// Marks one of the user's notifications read or unread, durably.
    ///
    /// - Throws: `StoreError` of kind not found for a text that is not the identifier of one.
    func mark(_ id: String, isRead: Bool) async throws(StoreError) -> ResponseContent {
        guard let uuid = try? UUID(parsing: id) else { throw .noSuchNotification(id) }
        _ = try await service.mark([uuid.description], of: user.id, isRead: isRead).settled(in: service.store)
        return .change(AnswerWriter(.done(), .json))
    }

    /// Marks all of the user's notifications read, or those up to where the query says, durably.
    func markAllRead(_ query: QueryParameters) async throws(StoreError) -> ResponseContent {
        let request = try ReadAllRequest { query[$0.description] }
        let reply = try await service.markAllRead(of: user.id, request)
        return .change(AnswerWriter(try await reply.settled(in: service.store), .json))
    }

    /// Waits until what a reply saw is on disk.
    private func flushed(_ reply: Reply) async throws(StoreError) -> UserAnswer {
        UserAnswer(try await reply.settled(in: service.store), for: user, in: format)
    }
}

/// What the service does for the platform: it takes records.
struct PlatformLedger: Sendable {
    private let service: LedgerService

    /// Binds the service to the platform, which has shown a token.
    init(_ service: LedgerService, of platform: VerifiedPlatform) {
        self.service = service
    }

    /// Adds the rows of a body, all or none, and answers with them as the store has them, on disk.
    ///
    /// - Throws: `StoreError`, or ``RequestFailure`` if the call's key came with another body.
    func add(_ call: PlatformCall, to table: Delivery.Table) async throws -> ResponseContent {
        switch try await service.ingest(call.body, into: table, under: call.key).settled(in: service.store) {
        case .taken(let delivery):
            return .change(AnswerWriter(.delivery(delivery), .json), delivery.hasNewRows ? .created : .ok)
        case .keyIsTaken: throw RequestFailure.keyIsTaken
        }
    }
}
