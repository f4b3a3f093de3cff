// SPDX-License-Identifier: MIT

/// The keys of the objects that are open, so that no object has one twice.
///
/// The few keys of a usual object are compared one with another; an object with more of them gets a set, so that no
/// text takes time beyond its length.
struct JSONKeyList: Sendable {
    private var keys: [JSONToken] = []
    private var sets: [Int: Set<[UInt8]>] = [:]

    /// The number of keys that are compared one with another.
    private static let smallCount = 16

    /// Where the keys of an object that opens now will begin.
    var end: Int { keys.count }

    /// Adds a key to the object whose keys begin at `start`; false where the object has it already.
    mutating func insert(_ key: JSONToken, start: Int, _ text: Span<UInt8>) -> Bool {
        if keys.count &- start < Self.smallCount {
            for index in start..<keys.count where keys[index].hasSameContent(as: key, in: text) { return false }
        } else {
            if sets[start] == nil {
                sets[start] = Set(keys[start...].map { Self.bytes(of: $0, text) })
            }
            guard sets[start]?.insert(Self.bytes(of: key, text)).inserted == true else { return false }
        }
        keys.append(key)
        return true
    }

    /// Forgets the keys of the object whose keys begin at `start`.
    mutating func close(start: Int) {
        if keys.count &- start > Self.smallCount { sets[start] = nil }
        keys.removeLast(keys.count &- start)
    }

    /// Forgets everything and keeps the memory.
    mutating func removeAll() {
        keys.removeAll(keepingCapacity: true)
        if !sets.isEmpty { sets = [:] }
    }

    private static func bytes(of key: JSONToken, _ text: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        key.appendContent(in: text, to: &bytes)
        return bytes
    }
}
