// SPDX-License-Identifier: MIT

/// Finds the whole frames behind a flaw, wherever they begin, in one pass over the bytes.
///
/// Every place that looks like the beginning of a frame may be one, and those that are not may claim any length. So no
/// frame's bytes are checksummed for that frame alone: one checksum runs along, and what it says at the two ends of a
/// frame tells whether the frame is whole (``ChecksumShift``).
///
/// A pure value: the bytes are handed over with ``take(_:)``, piece by piece.
struct FrameSearch {
    /// What looks like a frame, until the running checksum reaches its end.
    private struct Candidate {
        /// The end, counted from the beginning of the piece in which it lies.
        let end: Int
        /// What the running checksum says there if the frame is whole.
        let sum: UInt32
        /// The last change in it.
        let sequence: UInt64
        /// Whether it says that the flaw was on disk once.
        let isProof: Bool
    }

    /// The bytes of a piece, but for the last one, without those that follow it.
    static let pieceSize = 1 << 16
    /// How many bytes are handed over behind a piece: a header may lie across its end.
    static let overlap = FrameHeader.size - 1
    /// How far apart the places are at which the running checksum of a piece is kept.
    private static let markDistance = 16

    /// Whether a whole frame says that the journal was on disk beyond the flaw.
    private(set) var isProven = false
    /// The highest change that a whole frame speaks of; 0 if there is none.
    private(set) var lost: UInt64 = 0
    /// How many bytes were checksummed so far.
    private(set) var checksummed: UInt64 = 0

    private let flaw: UInt64
    private let sequence: UInt64
    private let size: UInt64
    private let seed: UInt32
    private let shift = ChecksumShift()
    /// Where the next piece begins.
    private var position: UInt64
    /// The checksum of all bytes before it, from the first piece on.
    private var running: UInt32 = 0
    /// The running checksum at every so many bytes of the piece.
    private var marks: [UInt32] = []
    /// The frames that end in a later piece, by its number.
    private var waiting: [UInt64: [Candidate]] = [:]

    /// Begins behind the flaw.
    ///
    /// - Parameters:
    ///   - flaw: The offset of the flaw in the journal.
    ///   - sequence: The last change before it.
    ///   - size: The length of the journal.
    ///   - seed: Where the checksums of its frames start.
    init(after flaw: UInt64, sequence: UInt64, size: UInt64, seed: UInt32) {
        self.flaw = flaw
        self.sequence = sequence
        self.size = size
        self.seed = seed
        position = flaw + 1
    }

    /// Where the next piece begins; nil at the end of the journal.
    var next: UInt64? { position < size ? position : nil }

    /// Searches one piece: its bytes, and ``overlap`` bytes behind it as far as the file has them.
    ///
    /// - Complexity: O(n)
    mutating func take(_ bytes: ArraySlice<UInt8>) {
        let count = min(bytes.count, Self.pieceSize)
        let number = (position - flaw - 1) / UInt64(Self.pieceSize)
        setMarks(bytes.prefix(count))
        for candidate in waiting.removeValue(forKey: number) ?? [] { judge(candidate, bytes) }
        var from = bytes.startIndex
        let end = bytes.startIndex + count
        while let place = Self.place(ofMagicIn: bytes[from...]), place < end {
            examine(place - bytes.startIndex, bytes, count: count)
            from = place + 1
        }
        running = sum(at: count, bytes)
        // A file that is shorter than it was has no next piece.
        position = count < Self.pieceSize ? size : position + UInt64(count)
    }

    /// Looks at what begins like a frame at `start` in the piece.
    private mutating func examine(_ start: Int, _ bytes: ArraySlice<UInt8>, count: Int) {
        let place = position + UInt64(start)
        guard let header = FrameHeader(bytes.dropFirst(start), left: size - place),
            header.sequence > sequence, header.sequence - sequence <= size, header.flushed <= place
        else { return }
        let changes = UInt64(max(1, header.changes)) - 1
        let (last, isProof) = (header.sequence.addingReportingOverflow(changes).partialValue, header.flushed > flaw)
        guard matters(last, isProof) else { return }
        let before = sum(at: start + FrameHeader.checksumEnd, bytes)
        let length = FrameHeader.size - FrameHeader.checksumEnd + header.length
        let sum = header.checksum ^ shift.shift(before ^ seed, by: length)
        let end = start + FrameHeader.size + header.length
        guard end > count else {
            judge(Candidate(end: end, sum: sum, sequence: last, isProof: isProof), bytes)
            return
        }
        // The end of a piece belongs to it, not to the next one.
        let ahead = (end - 1) / Self.pieceSize
        let number = (position - flaw - 1) / UInt64(Self.pieceSize) + UInt64(ahead)
        let candidate = Candidate(end: end - ahead * Self.pieceSize, sum: sum, sequence: last, isProof: isProof)
        waiting[number, default: []].append(candidate)
    }

    private mutating func judge(_ candidate: Candidate, _ bytes: ArraySlice<UInt8>) {
        guard candidate.end <= bytes.count, matters(candidate.sequence, candidate.isProof),
            sum(at: candidate.end, bytes) == candidate.sum
        else { return }
        isProven = isProven || candidate.isProof
        lost = max(lost, candidate.sequence)
    }

    /// Whether a frame would say anything new.
    private func matters(_ sequence: UInt64, _ isProof: Bool) -> Bool {
        sequence > lost || isProof && !isProven
    }

    /// Has the checksum run over a piece.
    private mutating func setMarks(_ piece: ArraySlice<UInt8>) {
        marks.removeAll(keepingCapacity: true)
        marks.append(running)
        var rest = piece
        var sum = running
        while rest.count >= Self.markDistance {
            sum = Checksum.crc32c(rest.prefix(Self.markDistance), from: sum)
            marks.append(sum)
            rest = rest.dropFirst(Self.markDistance)
        }
        checksummed += UInt64(piece.count - rest.count)
    }

    /// The running checksum at an offset in the piece, or in the bytes behind it.
    private mutating func sum(at offset: Int, _ bytes: ArraySlice<UInt8>) -> UInt32 {
        let mark = min(offset / Self.markDistance, marks.count - 1)
        let rest = bytes.dropFirst(mark * Self.markDistance).prefix(offset - mark * Self.markDistance)
        checksummed += UInt64(rest.count)
        return Checksum.crc32c(rest, from: marks[mark])
    }

    private static func place(ofMagicIn bytes: ArraySlice<UInt8>) -> Int? {
        let first = UInt8(truncatingIfNeeded: FrameHeader.magic)
        var rest = bytes
        while let place = rest.firstIndex(of: first) {
            rest = bytes[place...]
            guard rest.count >= 4 else { return nil }
            if LittleEndian.load(UInt32.self, from: rest, at: 0) == FrameHeader.magic { return place }
            rest = rest.dropFirst()
        }
        return nil
    }
}
