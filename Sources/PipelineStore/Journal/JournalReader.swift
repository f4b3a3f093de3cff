// SPDX-License-Identifier: MIT

internal import PipelineCore

/// What reading a journal from front to back brought to light.
struct JournalScan: Sendable {
    /// How a journal ends.
    enum Ending: Hashable, Sendable {
        /// With a whole frame.
        case whole
        /// With bytes that were never acknowledged: a write cut short.
        case torn(Damage)
        /// Not by itself: bytes in it are not what was written.
        case damaged(Damage)
    }

    /// The journal's header; nil if it was never finished.
    var header: FileHeader?
    /// The length of the file.
    var size: UInt64 = 0
    /// Where the last whole change ends.
    var end: UInt64 = 0
    /// The last whole change.
    var sequence: UInt64 = 0
    /// The checksum of the frame with which it ends; the seed if there is none.
    var checksum: UInt32 = 0
    /// The highest change that a sound frame after the damage speaks of.
    var lost: UInt64 = 0
    /// How the journal ends.
    var ending = Ending.whole
    /// How many bytes were checksummed: the measure of the work that the file made.
    var checksummed: UInt64 = 0
}

/// Reads a journal from front to back and tells how it ends.
struct JournalReader {
    private let name: String
    private var reader: WindowedReader
    private var scan = JournalScan()
    private var seed: UInt32 = 0
    private var previous: UInt32 = 0
    /// The pieces of a change that is not complete yet.
    private var parts: [UInt8] = []
    private var isInParts = false

    /// Reads the journal `name` and hands every change up to `limit` to `replay`.
    ///
    /// A flaw ends the reading: the bytes after it are searched for frames that prove that it is damage. A frame
    /// that says that the journal was on disk beyond the flaw does; without such a frame the flaw is the place at
    /// which writing stopped, and nothing after it was ever acknowledged.
    ///
    /// A change is refused by throwing from `replay`, which counts as damage of its frame. If `base` is given,
    /// the journal must begin after that change.
    ///
    /// - Complexity: O(n)
    static func read(
        _ name: StoreFileName,
        after base: UInt64?,
        in directory: StoreDirectory,
        through limit: UInt64 = .max,
        progress: (@Sendable (UInt64) -> Void)? = nil,
        replay: (ArraySlice<UInt8>) throws(StoreError) -> Void
    ) throws(FileFailure) -> JournalScan {
        let (file, status) = try directory.open(name.text, .read)
        defer { directory.fileSystem.close(file) }
        var journal = JournalReader(
            name: name.text,
            reader: WindowedReader(file, size: status.size, fileSystem: directory.fileSystem)
        )
        journal.scan.size = status.size
        do {
            let header = try directory.readHeader(of: name, file)
            journal.begin(header)
        } catch {
            guard case .damaged(let damage) = error, try journal.isUnfinished() else { throw error }
            journal.scan.ending = .torn(damage)
            return journal.scan
        }
        if let base, journal.scan.sequence != base { return journal.misplaced(after: base) }
        do {
            try journal.readFrames(through: limit, progress: progress, replay: replay)
        } catch {
            throw .system(error, file: name.text)
        }
        return journal.scan
    }

    private init(name: String, reader: WindowedReader) {
        self.name = name
        self.reader = reader
    }

    /// Whether a journal without a sound header was never in use: nothing follows a header before it is on disk.
    private mutating func isUnfinished() throws(FileFailure) -> Bool {
        let short = UInt64(FileHeader.sizeOfVersion1)
        if scan.size <= short { return true }
        guard scan.size <= UInt64(FileHeader.size) else { return false }
        // So short a file is a longer header of today, or one of version 1 with a frame behind it.
        do {
            let bytes = try reader.bytes(at: short, count: 4)
            return bytes.count < 4 || LittleEndian.load(UInt32.self, from: bytes, at: 0) != FrameHeader.magic
        } catch {
            throw .system(error, file: name)
        }
    }

    private mutating func begin(_ header: FileHeader) {
        scan.header = header
        scan.end = UInt64(header.size)
        scan.sequence = header.sequence
        seed = header.seed
        previous = seed
        scan.checksum = seed
    }

    private mutating func misplaced(after base: UInt64) -> JournalScan {
        let reason = "it begins after change \(scan.sequence), but what comes before ends with change \(base)"
        scan.ending = .damaged(Damage(file: name, offset: 40, reason: reason))
        return scan
    }

    private mutating func readFrames(
        through limit: UInt64,
        progress: (@Sendable (UInt64) -> Void)?,
        replay: (ArraySlice<UInt8>) throws(StoreError) -> Void
    ) throws(SystemError) {
        var offset = scan.end
        while offset < scan.size, scan.sequence < limit {
            var flaw: String?
            if let header = try frame(at: offset) {
                flaw = try follows(header)
                if flaw == nil {
                    let payload = try reader.bytes(at: offset + UInt64(FrameHeader.size), count: header.length)
                    flaw = take(header, payload, through: limit, replay)
                }
                if flaw == nil {
                    previous = header.checksum
                    offset += UInt64(FrameHeader.size + header.length)
                    if !isInParts {
                        scan.end = offset
                        scan.checksum = previous
                    }
                    progress?(UInt64(FrameHeader.size + header.length))
                    continue
                }
                // Its checksum fits, so it was written so: no power cut does that.
                scan.ending = .damaged(Damage(file: name, offset: offset, reason: flaw ?? ""))
                try search(after: offset)
                return
            }
            try judge(offset)
            return
        }
        if isInParts {
            scan.ending = .torn(Damage(file: name, offset: scan.end, reason: "a change ends without its last part"))
        }
    }

    /// Reads the frame at `offset`; nil if there is no whole one.
    private mutating func frame(at offset: UInt64) throws(SystemError) -> FrameHeader? {
        let left = scan.size - offset
        let start = try reader.bytes(at: offset, count: FrameHeader.size)
        guard let header = FrameHeader(start, left: left) else { return nil }
        let frame = try reader.bytes(at: offset, count: FrameHeader.size + header.length)
        guard frame.count == FrameHeader.size + header.length else { return nil }
        let covered = frame.dropFirst(FrameHeader.checksumEnd)
        scan.checksummed += UInt64(covered.count)
        let sum = Checksum.crc32c(covered, from: seed)
        return sum == header.checksum ? header : nil
    }

    /// Says why a whole frame does not belong after what was read; nil if it does.
    private func follows(_ header: FrameHeader) throws(SystemError) -> String? {
        if header.previous != previous { return "a frame does not follow the one before it" }
        if scan.sequence == .max || header.sequence != scan.sequence + 1 {
            return "change \(header.sequence) follows change \(scan.sequence)"
        }
        if isInParts, header.kind == .changes { return "a change is not finished before the next begins" }
        return nil
    }

    /// Takes over the changes of a frame; returns what is wrong with them.
    private mutating func take(
        _ header: FrameHeader,
        _ payload: ArraySlice<UInt8>,
        through limit: UInt64,
        _ replay: (ArraySlice<UInt8>) throws(StoreError) -> Void
    ) -> String? {
        guard payload.count == header.length else { return "the file was truncated while it was read" }
        do throws(StoreError) {
            switch header.kind {
            case .part:
                parts += payload
                isInParts = true
            case .lastPart:
                parts += payload
                try replay(parts[...])
                parts = []
                isInParts = false
                scan.sequence += 1
            case .changes:
                var rest = payload
                for _ in 0..<header.changes {
                    guard scan.sequence < limit else { return nil }
                    guard rest.count >= JournalChange.overhead else {
                        return "a change reaches past the end of its frame"
                    }
                    let size = Int(LittleEndian.load(UInt32.self, from: rest, at: 0))
                    rest = rest.dropFirst(JournalChange.overhead)
                    guard rest.count >= size, scan.sequence < .max else {
                        return "a change reaches past the end of its frame"
                    }
                    try replay(rest.prefix(size))
                    rest = rest.dropFirst(size)
                    scan.sequence += 1
                }
                guard rest.isEmpty else { return "a frame is longer than its changes" }
            }
            return nil
        } catch {
            // The end of a sentence: its full stop comes later.
            let reason = error.details.hasSuffix(".") ? error.details.dropLast() : error.details[...]
            return "change \(scan.sequence &+ 1) cannot be applied: \(reason)"
        }
    }

    /// Decides whether the bytes at `offset`, which are not a frame, are a write cut short or damage.
    private mutating func judge(_ offset: UInt64) throws(SystemError) {
        let isProven = try search(after: offset)
        let flaw = "the frame written there is no longer intact"
        if isProven {
            scan.ending = .damaged(Damage(file: name, offset: offset, reason: flaw))
        } else {
            scan.ending = .torn(Damage(file: name, offset: scan.end, reason: "the last write was cut short"))
        }
    }

    /// Searches for frames after `offset`; returns whether one of them proves that `offset` was on disk once.
    ///
    /// - Complexity: O(n) in the bytes after `offset`, whatever they are.
    @discardableResult
    private mutating func search(after offset: UInt64) throws(SystemError) -> Bool {
        var search = FrameSearch(after: offset, sequence: scan.sequence, size: scan.size, seed: seed)
        while let next = search.next {
            search.take(try reader.bytes(at: next, count: FrameSearch.pieceSize + FrameSearch.overlap))
        }
        scan.lost = max(scan.lost, search.lost)
        scan.checksummed += search.checksummed
        return search.isProven
    }
}
