// SPDX-License-Identifier: MIT

package import PipelineCore

/// Where the bytes of an import come from, piece by piece.
package protocol ByteSource: Sendable {
    /// How many bytes there are in all, nil where that is not known.
    var size: Int? { get }

    /// Reads the next bytes in the place of what `buffer` holds; none are left where it is empty then. Blocks until
    /// there are some, or the work should stop.
    ///
    /// - Throws: ``StoreError`` of kind invalid that names the file.
    mutating func read(into buffer: inout [UInt8], unless stop: StopSignal) throws(StoreError)

    /// Lets go of the file.
    func close()
}
