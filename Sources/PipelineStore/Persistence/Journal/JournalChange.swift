// SPDX-License-Identifier: MIT

/// One change on its way to the journal.
struct JournalChange: Sendable {
    /// The bytes that a frame needs for a change beside the change's own.
    static let overhead = 4

    /// The change's number.
    let sequence: UInt64
    /// Its bytes.
    let bytes: [UInt8]

    /// The number of its bytes.
    var size: Int { bytes.count }

    /// Appends the change to the payload of a frame.
    func append(to frame: inout [UInt8]) {
        let start = frame.count
        frame.append(contentsOf: repeatElement(0, count: Self.overhead))
        LittleEndian.store(UInt32(truncatingIfNeeded: size), into: &frame, at: start)
        frame += bytes
    }
}
