// SPDX-License-Identifier: MIT

/// The text of the day that was written last, which is mostly the one that is written next.
///
/// A record has two dates, and its neighbours have the same: writing them again takes an eighth of an answer's time.
package struct DayMemo: Sendable {
    private var day = Day(number: .min)
    /// The ten characters, the first eight of them and the last two.
    private var head: UInt64 = 0
    private var tail: UInt16 = 0

    /// The bytes that storing a date needs room for.
    static let roomLength = 16

    /// Makes a memo that knows no day.
    package init() {}

    /// Stores the ten characters of a date at `target`, which has room for ``roomLength`` bytes.
    @inline(__always)
    mutating func store(_ day: Day, at target: UnsafeMutablePointer<UInt8>) {
        if day != self.day { learn(day, at: target) }
        // Ten bytes within the room that the caller has made; unaligned, since text goes anywhere.
        let bytes = UnsafeMutableRawPointer(target)
        bytes.storeBytes(of: head, as: UInt64.self)
        bytes.storeBytes(of: tail, toByteOffset: 8, as: UInt16.self)
    }

    @inline(never)
    private mutating func learn(_ day: Day, at target: UnsafeMutablePointer<UInt8>) {
        ByteWriter.store(day, at: target)
        let bytes = UnsafeRawPointer(target)
        head = bytes.loadUnaligned(as: UInt64.self)
        tail = bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        self.day = day
    }
}
