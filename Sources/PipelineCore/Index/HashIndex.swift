// SPDX-License-Identifier: MIT

/// A hash table from 64-bit hashes to 32-bit row numbers: open addressing in 4,096 shards.
///
/// A slot holds the number and 32 bits of the hash, so that nothing but a true match is looked at more closely, and a
/// shard grows without looking at anything: 13 bytes an entry, 0.1 ms the worst growth at ten million. The shards are
/// copied one by one, so that a held copy of the state costs the next writer little.
struct HashIndex: Sendable {
    /// One table of the index: slots of `number + 1` and tag, zero if empty.
    struct Shard: Sendable {
        var slots: ContiguousArray<UInt64> = []
        var used = 0
    }

    /// None before the first entry: most batches are small, and an index of theirs costs them nothing then.
    private var shards = ChunkedList<Shard>()
    /// The number of entries.
    private(set) var count = 0

    private static var shardBits: UInt64 { 12 }
    /// The number of shards.
    static var shardCount: Int { 1 &<< Int(shardBits) }

    /// The number of the shard that a hash belongs to.
    @inline(__always)
    static func shard(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash &>> (64 &- shardBits))
    }

    /// The number that was entered under a hash and that `matches`.
    ///
    /// - Complexity: O(1) expected.
    @inline(__always)
    func number(hash: UInt64, where matches: (UInt32) -> Bool) -> UInt32? {
        guard count > 0 else { return nil }
        return shards[Self.shard(of: hash)].number(tag: UInt32(truncatingIfNeeded: hash), where: matches)
    }

    /// Enters a number below `UInt32.max` under a hash; the caller knows that it is not there yet.
    ///
    /// - Complexity: O(1) expected; the shard doubles when it is three quarters full.
    @inline(__always)
    mutating func insert(_ number: UInt32, hash: UInt64) {
        if shards.count == 0 { makeShards() }
        shards[Self.shard(of: hash)].insert(number, tag: UInt32(truncatingIfNeeded: hash))
        count &+= 1
    }

    @inline(never)
    private mutating func makeShards() {
        for _ in 0..<Self.shardCount { shards.append(Shard()) }
    }
}

extension HashIndex.Shard {
    /// Asked of a shard in its place, which is read without a count of its references: that would write to memory.
    @inline(__always)
    fileprivate func number(tag: UInt32, where matches: (UInt32) -> Bool) -> UInt32? {
        let slots = slots.span
        guard slots.count > 0 else { return nil }
        let mask = slots.count &- 1
        var position = Int(tag) & mask
        while true {
            let slot = slots[position]
            if slot == 0 { return nil }
            if UInt32(truncatingIfNeeded: slot) == tag {
                let number = UInt32(truncatingIfNeeded: slot &>> 32) &- 1
                if matches(number) { return number }
            }
            position = (position &+ 1) & mask
        }
    }

    @inline(__always)
    fileprivate mutating func insert(_ number: UInt32, tag: UInt32) {
        if used &* 4 >= slots.count &* 3 { grow() }
        let slot = UInt64(number &+ 1) &<< 32 | UInt64(tag)
        var table = slots.mutableSpan
        Self.place(slot, in: &table)
        used &+= 1
    }

    @inline(never)
    private mutating func grow() {
        var larger = ContiguousArray<UInt64>(repeating: 0, count: max(slots.count * 2, 4))
        var table = larger.mutableSpan
        for slot in slots where slot != 0 { Self.place(slot, in: &table) }
        slots = larger
    }

    @inline(__always)
    private static func place(_ slot: UInt64, in table: inout MutableSpan<UInt64>) {
        let mask = table.count &- 1
        var position = Int(UInt32(truncatingIfNeeded: slot)) & mask
        while table[position] != 0 { position = (position &+ 1) & mask }
        table[position] = slot
    }
}

/// The secret of a process's hashes, so that no client can choose values that collide.
struct HashSeed: Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The seed of this process.
    static let process = HashSeed()

    private init() {
        var generator = SystemRandomNumberGenerator()
        high = generator.next()
        low = generator.next()
    }

    /// The hash of an identifier: 128 bits of product folded together, twice.
    @inline(__always)
    func hash(_ id: UUID) -> UInt64 {
        fold(fold(id.high ^ high, id.low ^ low | 1) ^ id.low, 0x9E37_79B9_7F4A_7C15)
    }

    /// The hash of a text, eight bytes a step.
    func hash(_ text: Span<UInt8>) -> UInt64 {
        let bytes = text.bytes
        var hash = high ^ UInt64(bytes.byteCount)
        var position = 0
        while position &+ 8 <= bytes.byteCount {
            // In bounds by the loop's condition; unaligned, since a text begins anywhere.
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            hash = fold(hash ^ word, low | 1)
            position &+= 8
        }
        var rest: UInt64 = 0
        while position < bytes.byteCount {
            rest = rest &<< 8 | UInt64(text[position])
            position &+= 1
        }
        return fold(fold(hash ^ rest, 0xA076_1D64_78BD_642F), 0x8EBC_6AF0_9C88_C6E3 ^ low)
    }

    @inline(__always)
    private func fold(_ lhs: UInt64, _ rhs: UInt64) -> UInt64 {
        let product = lhs.multipliedFullWidth(by: rhs)
        return product.high ^ product.low
    }
}
