// SPDX-License-Identifier: MIT

/// An append-only store of texts in which equal texts share one place.
///
/// Chunks of 64 KiB; a text is its length in four bytes and its bytes, padded to eight. A text that fills more than a
/// chunk has a chunk of its own. Sharing brings the details of a million costs from 64 to 5.6 bytes each.
package struct BlobStore: Sendable {
    /// Texts side by side, each with its length in front.
    package typealias Chunk = ContiguousArray<UInt8>

    private var chunks = ChunkedList<Chunk>()
    private var index = HashIndex()
    private let seed = HashSeed.process
    /// The bytes of all chunks, lengths and padding included.
    package private(set) var byteCount = 0

    static let chunkCapacity = 65_536
    fileprivate static let headerSize = 4

    /// Makes an empty store.
    package init() {}

    /// The number of different texts.
    package var distinctCount: Int { index.count }

    /// The number of bytes of a text.
    @inline(__always)
    package func length(of reference: BlobReference) -> Int {
        chunks[reference.chunk].textLength(at: reference.offset)
    }

    /// Calls `body` with the bytes of a text, in place.
    @inline(__always)
    package func withBytes<Result, Failure: Error>(
        of reference: BlobReference,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try chunks[reference.chunk].withText(at: reference.offset, body)
    }

    /// A text as a string.
    package func text(of reference: BlobReference) -> String {
        withBytes(of: reference) { bytes in
            bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
    }

    @inline(__always)
    static func length(in chunk: Span<UInt8>, at offset: Int) -> Int {
        Int(chunk[offset]) | Int(chunk[offset &+ 1]) &<< 8 | Int(chunk[offset &+ 2]) &<< 16
            | Int(chunk[offset &+ 3]) &<< 24
    }
}

/// Texts are read in a chunk in its place, without a count of its references: that would write to memory.
extension BlobStore.Chunk {
    @inline(__always)
    fileprivate func textLength(at offset: Int) -> Int {
        BlobStore.length(in: span, at: offset)
    }

    @inline(__always)
    fileprivate func withText<Result, Failure: Error>(
        at offset: Int,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let bytes = span
        let start = offset &+ BlobStore.headerSize
        return try body(bytes.extracting(start..<start &+ BlobStore.length(in: bytes, at: offset)))
    }
}

extension BlobStore {
    /// Whether `count` more texts of `bytes` bytes together are sure to fit.
    func hasRoom(forTexts count: Int, bytes: Int) -> Bool {
        let smallChunks = (bytes &+ count &* 2 &* BlobReference.unit) / (Self.chunkCapacity / 2) &+ 2
        return chunks.count &+ smallChunks < BlobReference.maximalChunkCount
    }

    /// The place of a text, which is added if it is new.
    ///
    /// - Complexity: O(length) expected.
    mutating func intern(_ text: Span<UInt8>) -> BlobReference {
        let hash = seed.hash(text)
        let known = index.number(hash: hash) { number in
            withBytes(of: BlobReference(rawValue: number)) { $0.hasSameBytes(as: text) }
        }
        if let known { return BlobReference(rawValue: known) }
        let reference = append(text)
        index.insert(reference.rawValue, hash: hash)
        return reference
    }

    /// The place of a string, which is added if it is new.
    mutating func intern(_ text: String) -> BlobReference {
        text.withBytes { intern($0) }
    }

    private mutating func append(_ text: Span<UInt8>) -> BlobReference {
        let size = Self.size(ofTextOfLength: text.count)
        byteCount &+= size
        if chunks.count == 0 || chunks[chunks.count &- 1].count &+ size > Self.chunkCapacity {
            var chunk = Chunk()
            chunk.reserveCapacity(max(Self.chunkCapacity, size))
            chunks.append(chunk)
        }
        let number = chunks.count &- 1
        let offset = chunks[number].count
        Self.append(text, paddedTo: size, to: &chunks[number])
        return BlobReference(chunk: number, offset: offset)
    }

    private static func append(_ text: Span<UInt8>, paddedTo size: Int, to chunk: inout Chunk) {
        let length = UInt32(truncatingIfNeeded: text.count).littleEndian
        withUnsafeBytes(of: length) { chunk.append(contentsOf: $0) }
        text.withUnsafeBufferPointer { chunk.append(contentsOf: $0) }
        chunk.append(contentsOf: repeatElement(0, count: size &- headerSize &- text.count))
    }

    private static func size(ofTextOfLength length: Int) -> Int {
        (length &+ headerSize &+ BlobReference.unit &- 1) / BlobReference.unit &* BlobReference.unit
    }
}

extension BlobStore {
    /// The number of chunks.
    package var chunkCount: Int { chunks.count }

    /// The chunk with a number.
    package func chunk(_ number: Int) -> Chunk { chunks[number] }

    /// Adds a chunk as ``chunk(_:)`` gave it and enters its texts; nil if it is not a whole chunk of texts.
    ///
    /// Calls `body` with the place of every text.
    mutating func appendChunk(_ chunk: Chunk, _ body: (BlobReference) -> Void) -> Bool {
        guard chunks.count < BlobReference.maximalChunkCount else { return false }
        let number = chunks.count
        var offsets: [Int] = []
        var offset = 0
        while offset < chunk.count {
            guard chunk.count &- offset >= BlobReference.unit, offset < Self.chunkCapacity else { return false }
            let size = Self.size(ofTextOfLength: Self.length(in: chunk.span, at: offset))
            guard size <= chunk.count &- offset else { return false }
            offsets.append(offset)
            offset &+= size
        }
        guard !offsets.isEmpty else { return false }
        chunks.append(chunk)
        byteCount &+= chunk.count
        for offset in offsets {
            let reference = BlobReference(chunk: number, offset: offset)
            index.insert(reference.rawValue, hash: withBytes(of: reference) { seed.hash($0) })
            body(reference)
        }
        return true
    }
}

extension Span<UInt8> {
    /// Whether two runs of bytes are the same.
    ///
    /// - Complexity: O(n), eight bytes a step.
    package func hasSameBytes(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        let (left, right) = (bytes, other.bytes)
        var position = 0
        while position &+ 8 <= count {
            // In bounds by the loop's condition, of both, which are equally long.
            let word = left.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            if word != right.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self) { return false }
            position &+= 8
        }
        while position < count {
            if self[position] != other[position] { return false }
            position &+= 1
        }
        return true
    }

    /// Whether the bytes are those of a string.
    package func hasSameBytes(as text: String) -> Bool {
        text.withBytes { hasSameBytes(as: $0) }
    }
}

extension BlobStore {
    /// Whether a text of this store and one of another are the same; no text is the same as no text alone.
    func hasSameText(_ reference: BlobReference, as other: BlobReference, in store: BlobStore) -> Bool {
        if reference.isNone || other.isNone { return reference.isNone && other.isNone }
        return withBytes(of: reference) { mine in store.withBytes(of: other) { mine.hasSameBytes(as: $0) } }
    }
}

/// The place of a text in a ``BlobStore``: the number of its chunk and its place there, in units of eight bytes.
package struct BlobReference: Hashable, BitwiseCopyable, Sendable {
    /// The place as rows and files hold it.
    package let rawValue: UInt32

    /// Takes a place as rows and files hold it.
    @inline(__always)
    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// No text at all, unlike the empty text.
    package static let none = BlobReference(rawValue: .max)

    /// Whether the text is absent.
    @inline(__always)
    package var isNone: Bool { rawValue == .max }

    static let unit = 8
    static let unitBits: UInt32 = 13
    static let unitMask: UInt32 = (1 &<< unitBits) &- 1
    /// The most chunks: the last number is kept free, so that no place is ``none``.
    static let maximalChunkCount = Int(UInt32.max &>> unitBits)

    @inline(__always)
    var chunk: Int { Int(rawValue &>> Self.unitBits) }

    @inline(__always)
    var offset: Int { Int(rawValue & Self.unitMask) &* Self.unit }

    @inline(__always)
    init(chunk: Int, offset: Int) {
        rawValue = UInt32(truncatingIfNeeded: chunk) &<< Self.unitBits | UInt32(truncatingIfNeeded: offset / Self.unit)
    }
}

/// The places at which a text of a store begins: one bit for each eight bytes of a chunk.
struct BlobPlaces {
    private var bits = ChunkedArray<UInt64>()

    /// Adds a place; false if it was there already.
    @discardableResult
    mutating func insert(_ reference: BlobReference) -> Bool {
        let number = Int(reference.rawValue)
        bits.grow(to: number / 64 + 1)
        let bit: UInt64 = 1 &<< UInt64(number & 63)
        defer { bits[number / 64] |= bit }
        return bits[number / 64] & bit == 0
    }

    /// Whether there is no text at all, or one that begins there.
    func allow(_ reference: BlobReference) -> Bool {
        if reference.isNone { return true }
        let number = Int(reference.rawValue)
        return number / 64 < bits.count && bits[number / 64] &>> UInt64(number & 63) & 1 != 0
    }
}

extension BlobStore {
    /// Fills an empty store with chunks, whatever bytes they were read from, and returns the places of their texts.
    mutating func restore(_ chunks: [Chunk]) throws(ValueError) -> BlobPlaces {
        var places = BlobPlaces()
        for chunk in chunks {
            guard appendChunk(chunk, { places.insert($0) }) else { throw ValueError("has texts that do not add up") }
        }
        return places
    }

    /// The chunks in order.
    package var chunkList: [Chunk] { (0..<chunkCount).map { chunk($0) } }
}

extension NameTable {
    /// Makes a table of names in order of their numbers, whatever bytes they were read from.
    init(restoring names: [String]) throws(ValueError) {
        self.init()
        guard names.count <= Self.capacity else { throw ValueError("has too many types") }
        for (number, name) in names.enumerated() {
            guard (try? TextRule.type.check(name)) != nil else {
                throw ValueError("has a type that breaks the rule of its name ('\(ValueError.excerpt(name))')")
            }
            guard Int(intern(name)) == number else { throw ValueError("has a type twice") }
        }
    }

    /// The names in order of their numbers.
    package var nameList: [String] { (0..<count).map { self[UInt32($0)] } }
}

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

/// Not generic, unlike what they call: other modules would call that without knowing its types, at twice the time.
extension ByteWriter {
    /// Writes a text as a JSON string, none as null.
    package mutating func appendJSON(_ text: BlobReference, of blobs: BlobStore) {
        if text.isNone {
            append("null")
        } else {
            blobs.withBytes(of: text) { appendJSON($0) }
        }
    }

    /// Writes a text that is a JSON value as it is, none as null.
    package mutating func append(json text: BlobReference, of blobs: BlobStore) {
        if text.isNone {
            append("null")
        } else {
            blobs.withBytes(of: text) { append($0) }
        }
    }
}
