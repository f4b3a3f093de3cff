// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import Synchronization

/// Where the identifiers of new rows come from: random ones (RFC 9562, version 4).
final class IDSource: Sendable {
    private let random = Mutex(BulkRandom())

    /// A new identifier.
    func next() -> UUID {
        random.withLock { UUID.random(using: &$0) }
    }

    /// The identifier that a text gives, a new one where it is absent.
    ///
    /// - Throws: ``StoreError`` of kind invalid where the text is no UUID.
    func given(_ text: String?) throws(StoreError) -> UUID {
        try text.parsed("id") { (text) throws(ValueError) in try UUID(parsing: text) } ?? next()
    }
}
