// SPDX-License-Identifier: MIT

package import PipelineCore

/// A value that a store keeps: it can be written whole, read back, and changed by what a journal carries.
///
/// The same state must always encode to the same bytes. No byte that is decoded or replayed may trap, whatever
/// it is: the checksums keep accidents out, not malice.
package protocol DurableState: Sendable {
    /// Makes the empty state, whose ``sequence`` is 0.
    init()

    /// The number of the last change applied.
    var sequence: UInt64 { get }

    /// Writes the whole state, section by section.
    ///
    /// - Complexity: O(n)
    func encodeSnapshot(into sink: inout SnapshotSink) throws(StoreError)

    /// Reads back what `encodeSnapshot(into:)` wrote.
    ///
    /// - Complexity: O(n)
    init(decodingSnapshot source: inout SnapshotSource) throws(StoreError)

    /// Applies a change that a journal carries; ``sequence`` rises by exactly one.
    mutating func replay(change payload: ArraySlice<UInt8>) throws(StoreError)

    /// Checks what reading back leaves unchecked for the sake of its speed.
    ///
    /// - Complexity: O(n)
    func checkContents() throws(ValueError)

    /// Checks what replaying a change leaves unchecked for the sake of its speed.
    ///
    /// - Complexity: O(n)
    static func checkContents(ofChange payload: ArraySlice<UInt8>) throws(ValueError)
}

extension DurableState {
    /// Checks nothing.
    package func checkContents() throws(ValueError) {}

    /// Checks nothing.
    package static func checkContents(ofChange payload: ArraySlice<UInt8>) throws(ValueError) {}
}
