// SPDX-License-Identifier: MIT

/// A delivery that came under a key, so that it is taken once however often it is sent.
///
/// It holds no identifier of a row: those that a delivery does not bring are made from ``seed``, and so are the same
/// whenever the same delivery is read again.
package struct KeyedDelivery: FixedSizeElement, Hashable {
    /// The first half of the SHA-256 of the key.
    package let key: UUID
    /// The SHA-256 of what was sent, and where to.
    package let content: ContentDigest
    /// What the identifiers are made from that the delivery did not bring.
    package let seed: UUID
    /// When it came.
    package let moment: Timestamp

    /// Makes a delivery from its fields.
    package init(key: UUID, content: ContentDigest, seed: UUID, moment: Timestamp) {
        self.key = key
        self.content = content
        self.seed = seed
        self.moment = moment
    }

    /// What stands in an empty place.
    package static var zero: KeyedDelivery {
        KeyedDelivery(
            key: .zero,
            content: ContentDigest(high: .zero, low: .zero),
            seed: .zero,
            moment: Timestamp(microseconds: 0)
        )
    }

    /// For how long a key stands for its delivery.
    private static let life = Timestamp.microsecondsPerDay

    /// Whether the key still stands for the delivery; it does too where a clock was put back.
    package func isKept(at now: Timestamp) -> Bool {
        now < moment.advanced(byMicroseconds: Self.life)
    }
}

/// A SHA-256, most significant byte first.
package struct ContentDigest: BitwiseCopyable, Hashable, Sendable {
    /// The first 16 bytes.
    package let high: UUID
    /// The last 16 bytes.
    package let low: UUID

    /// Makes a digest from its halves.
    package init(high: UUID, low: UUID) {
        self.high = high
        self.low = low
    }
}

/// The new rows of a delivery that came under a key.
package enum DeliveredRows: Sendable {
    /// All of its rows were there.
    case none
    /// Costs.
    case costs(CostBatch)
    /// Notifications.
    case notifications(NotificationBatch)
}

/// The deliveries of a day that came under a key, by their keys and in order of arrival.
///
/// 72 bytes each in a list that grows at one end and shrinks at the other, and four to eight in the order of keys.
struct DeliveryTable: Sendable {
    /// In order of arrival; every leaf but the first and the last is full.
    private var deliveries = SortedLeaves<KeyedDelivery>()
    /// Numbers in order of the keys.
    ///
    /// A number counts from the first delivery of all, and begins again after the last.
    private var byKey = SortedLeaves<UInt32>()
    /// The number of the oldest delivery.
    private var firstNumber: UInt32 = 0

    /// The most deliveries; the oldest go first.
    static let capacity = 100_000

    /// How many deliveries whose time is over go with each that comes: none waits for all of them.
    private static let mostForgotten = 4

    /// The number of deliveries, some of whose time may be over.
    var count: Int { deliveries.count }

    /// The delivery that a key stands for at a moment.
    ///
    /// - Complexity: O(log n).
    func delivery(under key: UUID, at now: Timestamp) -> KeyedDelivery? {
        guard let number = byKey.element(at: position(of: key)) else { return nil }
        let found = self[number]
        return found.key == key && found.isKept(at: now) ? found : nil
    }

    /// Adds a delivery, whose key stands for no other.
    ///
    /// - Complexity: O(log n + leaf).
    mutating func add(_ delivery: KeyedDelivery) {
        for _ in 0..<Self.mostForgotten {
            guard let oldest = deliveries.first, !oldest.isKept(at: delivery.moment) else { break }
            removeOldest(oldest)
        }
        if deliveries.count >= Self.capacity, let oldest = deliveries.first { removeOldest(oldest) }
        append(delivery)
    }

    private mutating func append(_ delivery: KeyedDelivery) {
        let number = firstNumber &+ UInt32(truncatingIfNeeded: deliveries.count)
        let position = position(of: delivery.key)
        if let other = byKey.element(at: position), self[other].key == delivery.key {
            // One whose time is over: it stays in its place until it is the oldest, and is found no more.
            byKey.update(at: position) { $0 = number }
        } else {
            byKey.insert(number, at: position)
        }
        deliveries.append(delivery)
    }

    private mutating func removeOldest(_ oldest: KeyedDelivery) {
        let position = position(of: oldest.key)
        if byKey.element(at: position) == firstNumber { byKey.remove(at: position) }
        deliveries.remove(at: deliveries.startPosition)
        firstNumber &+= 1
    }

    /// The place of a key in the order of keys: where it stands, or where it would.
    private func position(of key: UUID) -> SortedLeaves<UInt32>.Position {
        byKey.firstPosition { self[$0].key >= key }
    }

    /// The delivery with a number.
    private subscript(number: UInt32) -> KeyedDelivery {
        let index = Int(number &- firstNumber)
        let first = deliveries.leaves[0]
        guard index >= first.count else { return first[index] }
        let (leaf, offset) = (index &- first.count)
            .quotientAndRemainder(
                dividingBy: SortedLeaves<KeyedDelivery>.leafCapacity
            )
        return deliveries.leaves[leaf &+ 1][offset]
    }
}

extension DeliveryTable {
    /// All deliveries in order of arrival, those that are found no more included: a table that is made of them keeps
    /// and forgets from then on what this one does, as the replay of a journal asks.
    ///
    /// - Complexity: O(n).
    var all: ChunkedArray<KeyedDelivery> {
        var array = ChunkedArray<KeyedDelivery>()
        deliveries.forEach(from: deliveries.startPosition) { delivery in
            array.append(delivery)
            return true
        }
        return array
    }

    /// Makes a table of deliveries, whatever bytes they were read from.
    ///
    /// - Throws: ``ValueError`` if they are too many, or one breaks a rule or has a key that stands for another.
    init(restoring array: ChunkedArray<KeyedDelivery>) throws(ValueError) {
        guard array.count <= Self.capacity else { throw ValueError("has too many deliveries under keys") }
        for index in array.indices {
            let delivery = array[index]
            guard delivery.moment.isRepresentable else { throw ValueError("has a time outside the calendar") }
            guard self.delivery(under: delivery.key, at: delivery.moment) == nil else {
                throw ValueError("has two deliveries under one key")
            }
            append(delivery)
        }
    }

    /// A sentence for each thing that does not agree with the deliveries.
    var violations: [String] {
        var sentences: [String] = []
        let leaves = deliveries.leaves
        if leaves.dropFirst().dropLast().contains(where: { $0.count != SortedLeaves<KeyedDelivery>.leafCapacity }) {
            return ["the deliveries have a leaf in the middle that is not full"]
        }
        if count > Self.capacity || byKey.count > count {
            sentences.append("there are \(byKey.count) keys of \(count) deliveries")
        }
        let keys = byKey.elements
        guard keys.allSatisfy({ Int($0 &- firstNumber) < count }) else {
            return sentences + ["a key has a delivery that is not there"]
        }
        if !zip(keys, keys.dropFirst()).allSatisfy({ self[$0].key < self[$1].key }) {
            sentences.append("the keys of deliveries are out of order")
        }
        // A delivery that no key leads to has given way to a later one.
        let latest = Dictionary(
            deliveries.elements.enumerated().map { ($1.key, firstNumber &+ UInt32(truncatingIfNeeded: $0)) }
        ) { $1 }
        if Set(keys) != Set(latest.values) { sentences.append("a key does not lead to its last delivery") }
        return sentences
    }
}

extension LedgerState {
    /// The delivery that a key stands for at a moment.
    ///
    /// - Complexity: O(log n).
    package func delivery(under key: UUID, at now: Timestamp) -> KeyedDelivery? {
        deliveries.delivery(under: key, at: now)
    }

    func checkFree(_ delivery: KeyedDelivery) throws(StoreError) {
        guard deliveries.delivery(under: delivery.key, at: delivery.moment) == nil else {
            throw .conflict("A delivery with the same key was taken already.")
        }
    }
}
