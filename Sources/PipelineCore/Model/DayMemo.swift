// SPDX-License-Identifier: MIT

/// The texts of the two days that were written last, which are mostly those that are written next.
///
/// A record has two dates, and its neighbours have the same: writing them again takes an eighth of an answer's time.
package struct DayMemo: Sendable {
    private struct Entry: Sendable {
        var day = Day(number: .min)
        /// The first eight of the ten characters, and the last two.
        var head: UInt64 = 0
        var tail: UInt16 = 0
    }

    private var latest = Entry()
    private var other = Entry()

    /// The bytes that storing a date needs room for.
    static let roomLength = 16

    /// Makes a memo that knows no day.
    package init() {}

    /// Stores the ten characters of a date at `target`, which has room for ``roomLength`` bytes.
    @inline(__always)
    mutating func store(_ day: Day, at target: UnsafeMutablePointer<UInt8>) {
        if day != latest.day { turn(to: day, at: target) }
        // Ten bytes within the room that the caller has made; unaligned, since text goes anywhere.
        let bytes = UnsafeMutableRawPointer(target)
        bytes.storeBytes(of: latest.head, as: UInt64.self)
        bytes.storeBytes(of: latest.tail, toByteOffset: 8, as: UInt16.self)
    }

    /// Makes the other day the latest, and learns it if it is neither.
    @inline(never)
    private mutating func turn(to day: Day, at target: UnsafeMutablePointer<UInt8>) {
        swap(&latest, &other)
        guard day != latest.day else { return }
        ByteWriter.store(day, at: target)
        let bytes = UnsafeRawPointer(target)
        latest = Entry(
            day: day,
            head: bytes.loadUnaligned(as: UInt64.self),
            tail: bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        )
    }
}
