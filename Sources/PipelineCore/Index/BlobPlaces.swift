// SPDX-License-Identifier: MIT

/// The places at which a text of a store begins: one bit for each eight bytes of a chunk.
struct BlobPlaces {
    private var bits = ChunkedArray<UInt64>()

    mutating func insert(_ reference: BlobReference) {
        let number = Int(reference.rawValue)
        bits.grow(to: number / 64 + 1)
        bits[number / 64] |= 1 &<< UInt64(number & 63)
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
        for (number, name) in names.enumerated() where Int(intern(name)) != number {
            throw ValueError("has a type twice")
        }
    }

    /// The names in order of their numbers.
    package var nameList: [String] { (0..<count).map { self[UInt32($0)] } }
}
