// SPDX-License-Identifier: MIT

internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService
internal import PipelineStore

/// What the service does for the platform: it takes records over.
struct PlatformLedger: Sendable {
    private let service: LedgerService

    /// Binds the service to the platform, which has shown a token.
    init(_ service: LedgerService, of platform: VerifiedPlatform) {
        self.service = service
    }

    /// Adds the rows of a body, all or none, and returns them as the store has them, on disk.
    func ingest(
        _ body: [UInt8],
        into table: Delivery.Table
    ) async throws(StoreError) -> (json: AnswerWriter, hasNewRows: Bool) {
        let delivery = try await service.ingest(body, into: table).settled(in: service.store)
        return (AnswerWriter(.delivery(delivery), .json), delivery.hasNewRows)
    }
}
