// SPDX-License-Identifier: MIT

package import PipelineCore

/// A value read from the state, or made by a change to it, with what has to be on disk before anybody may learn of it.
///
/// Scripts render values at once and hold the bytes back until one flush covers many of them; everybody else asks for
/// the value with `settled(in:)`.
package struct Durable<Value: Sendable>: Sendable {
    /// The value, which may not be on disk yet.
    package let value: Value
    /// What has to be on disk before the value is given; nil if nothing has to.
    package let receipt: Receipt?

    /// Makes a value that waits for a receipt, or for nothing.
    package init(_ value: Value, after receipt: Receipt? = nil) {
        self.value = value
        self.receipt = receipt
    }

    /// Returns what `transform` makes of the value, under the same receipt.
    package func map<Other: Sendable, Failure: Error>(
        _ transform: (Value) throws(Failure) -> Other
    ) throws(Failure) -> Durable<Other> {
        Durable<Other>(try transform(value), after: receipt)
    }

    /// Waits until everything that the value rests on is on disk, and returns the value.
    ///
    /// - Throws: `StoreError` of kind storage if it could not be kept: it must not be acknowledged.
    package func settled(in store: LedgerStore) async throws(StoreError) -> Value {
        if let receipt { try await store.flushed(receipt) }
        return value
    }
}

/// What has to be on disk before an answer is given.
package struct Receipt: Hashable, Sendable {
    let mark: FlushMark

    /// The number of the last change that the answer saw.
    package var sequence: UInt64 { mark.sequence }

    /// Whether the flush that this receipt waits for is enough for the other one, too.
    ///
    /// A later receipt need not be: an answer about a user waits for that user's changes alone.
    package func covers(_ other: Receipt) -> Bool { mark.covers(other.mark) }
}
