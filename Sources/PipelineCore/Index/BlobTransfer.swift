// SPDX-License-Identifier: MIT

/// The way of a batch's texts into a store.
///
/// Each distinct text is looked up once, however many rows refer to it; an empty store takes the batch's chunks as they
/// are.
struct BlobTransfer {
    private let source: BlobStore
    private let isTakenWhole: Bool
    /// Where the texts of each chunk went; empty for a chunk that no row has referred to yet.
    private var places: [ContiguousArray<UInt32>]

    /// Begins with a batch whose texts are in `source`.
    init(of source: BlobStore, into store: inout BlobStore) {
        self.source = source
        isTakenWhole = store.distinctCount == 0
        places = Array(repeating: [], count: isTakenWhole ? 0 : source.chunkCount)
        if isTakenWhole { store = source }
    }

    /// The place in the store of a text of the batch.
    @inline(__always)
    mutating func place(of reference: BlobReference, in store: inout BlobStore) -> BlobReference {
        if isTakenWhole || reference.isNone { return reference }
        let offset = reference.offset / BlobReference.unit
        if places[reference.chunk].isEmpty { openChunk(reference.chunk) }
        let known = BlobReference(rawValue: places[reference.chunk][offset])
        if !known.isNone { return known }
        let place = source.withBytes(of: reference) { store.intern($0) }
        places[reference.chunk][offset] = place.rawValue
        return place
    }

    private mutating func openChunk(_ chunk: Int) {
        let length = min(source.chunk(chunk).count, BlobStore.chunkCapacity) / BlobReference.unit
        places[chunk] = ContiguousArray(repeating: BlobReference.none.rawValue, count: length)
    }
}
