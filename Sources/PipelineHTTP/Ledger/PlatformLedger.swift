// SPDX-License-Identifier: MIT

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
        into table: IngestTable
    ) async throws(StoreError) -> (ingestion: Ingestion, rows: AnswerPieces) {
        let ingestion = try await service.ingest(body, into: table)
        let state = await service.store.view.value
        let settled = try await ingestion.settled(in: service.store)
        return (settled, AnswerPieces(settled, in: state))
    }
}
