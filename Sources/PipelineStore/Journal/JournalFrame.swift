// SPDX-License-Identifier: MIT

/// The first 40 bytes of a journal's frame.
///
/// | bytes | |
/// | --- | --- |
/// | 0–3 | magic |
/// | 4–7 | CRC32C of bytes 8–39 and the payload, started from the file's seed |
/// | 8–11 | length of the payload |
/// | 12–15 | kind: 1 changes, 2 part of a change, 3 last part of a change |
/// | 16–23 | sequence of the first change |
/// | 24–31 | offset up to which the journal was known to be on disk when the frame was written |
/// | 32–35 | the checksum of the frame before, or the file's seed |
/// | 36–39 | number of changes: 0 in a part, 1 in a last part |
/// | 40– | payload: for each change its length (4 bytes) and its bytes; in parts, bytes of the one change |
struct FrameHeader: Hashable, Sendable {
    /// What a frame carries.
    enum Kind: UInt32 {
        /// Whole changes, one after the other.
        case changes = 1
        /// A piece of a change that continues in the next frame.
        case part = 2
        /// The last piece of a change: only with it the change counts.
        case lastPart = 3
    }

    /// The header's length in bytes.
    static let size = 40
    /// Where the checksum ends, and what it covers begins.
    static let checksumEnd = 8
    /// The most bytes of payload in one frame that is read; what is written stays far below.
    static let largestPayload = 1 << 26
    /// "\xB5PLF" read little endian.
    static let magic: UInt32 = 0x464C_50B5

    var checksum: UInt32 = 0
    var length: Int
    var kind: Kind
    var sequence: UInt64
    var flushed: UInt64
    var previous: UInt32
    var changes: UInt32

    /// The last change of which the frame has at least a part.
    var lastSequence: UInt64 {
        sequence.addingReportingOverflow(UInt64(max(1, changes)) - 1).partialValue
    }

    /// Overwrites the first bytes of `frame` with the header, and with the checksum of all of it.
    mutating func seal(_ frame: inout [UInt8], seed: UInt32) {
        LittleEndian.store(Self.magic, into: &frame, at: 0)
        LittleEndian.store(UInt32(truncatingIfNeeded: length), into: &frame, at: 8)
        LittleEndian.store(kind.rawValue, into: &frame, at: 12)
        LittleEndian.store(sequence, into: &frame, at: 16)
        LittleEndian.store(flushed, into: &frame, at: 24)
        LittleEndian.store(previous, into: &frame, at: 32)
        LittleEndian.store(changes, into: &frame, at: 36)
        checksum = Checksum.crc32c(frame[Self.checksumEnd...], from: seed)
        LittleEndian.store(checksum, into: &frame, at: 4)
    }

    /// Reads a header; nil if the bytes cannot be one, given that the file has `left` bytes after their start.
    init?(_ bytes: ArraySlice<UInt8>, left: UInt64) {
        guard bytes.count >= Self.size, LittleEndian.load(UInt32.self, from: bytes, at: 0) == Self.magic,
            let kind = Kind(rawValue: LittleEndian.load(UInt32.self, from: bytes, at: 12))
        else { return nil }
        let length = Int(LittleEndian.load(UInt32.self, from: bytes, at: 8))
        guard length <= Self.largestPayload, UInt64(length) + UInt64(Self.size) <= left else { return nil }
        self.init(
            checksum: LittleEndian.load(UInt32.self, from: bytes, at: 4),
            length: length,
            kind: kind,
            sequence: LittleEndian.load(UInt64.self, from: bytes, at: 16),
            flushed: LittleEndian.load(UInt64.self, from: bytes, at: 24),
            previous: LittleEndian.load(UInt32.self, from: bytes, at: 32),
            changes: LittleEndian.load(UInt32.self, from: bytes, at: 36)
        )
    }

    init(
        checksum: UInt32 = 0,
        length: Int,
        kind: Kind,
        sequence: UInt64,
        flushed: UInt64,
        previous: UInt32,
        changes: UInt32
    ) {
        self.checksum = checksum
        self.length = length
        self.kind = kind
        self.sequence = sequence
        self.flushed = flushed
        self.previous = previous
        self.changes = changes
    }
}

/// The frames of a journal, looked at by their headers.
enum JournalFrames {
    /// Goes from frame to frame, from the one at `start` on, until one ends a change after `sequence`; returns where that
    /// change begins, or nil if there is none that is whole.
    ///
    /// - Complexity: O(n) in the frames before it.
    static func firstFrame(
        beyond sequence: UInt64,
        from start: UInt64,
        seed: UInt32,
        in reader: inout WindowedReader
    ) throws(SystemError) -> UInt64? {
        var offset = start
        var found: UInt64?
        while offset < reader.size {
            let bytes = try reader.bytes(at: offset, count: FrameHeader.size)
            guard let header = FrameHeader(bytes, left: reader.size - offset) else { return nil }
            let size = FrameHeader.size + header.length
            if header.lastSequence > sequence {
                let frame = try reader.bytes(at: offset, count: size)
                guard frame.count == size else { return nil }
                let sum = Checksum.crc32c(frame[(frame.startIndex + 8)...], from: seed)
                guard sum == header.checksum else { return nil }
                // Parts alone are no change: their end may never have been written.
                found = found ?? offset
                if header.kind != .part { return found }
            }
            offset += UInt64(size)
        }
        return nil
    }
}

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
