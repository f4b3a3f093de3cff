// SPDX-License-Identifier: MIT

package import PipelineCore

/// Where the bytes of an export go, piece by piece.
package protocol ByteSink: Sendable {
    /// Writes bytes. Blocks until all are written, or the work should stop.
    ///
    /// - Throws: ``StoreError`` that names the file.
    mutating func write(_ bytes: UnsafeRawBufferPointer, unless stop: StopSignal) throws(StoreError)

    /// Puts what was written in its place.
    mutating func finish() throws(StoreError)

    /// Throws away what was written.
    mutating func discard()
}
