// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The end of the newest journal: writes frames and flushes them.
///
/// The file is closed by ``close()``.
struct JournalWriter {
    /// A place in the journal to which it can be cut back.
    struct Mark {
        fileprivate var end: UInt64
        fileprivate var previous: UInt32
        fileprivate var sequence: UInt64
    }

    /// The length of the journal.
    private(set) var end: UInt64
    /// How much of it is known to be on disk.
    private(set) var flushed: UInt64
    /// The last change written.
    private(set) var sequence: UInt64

    /// The open file.
    let file: OpenFile
    private let header: FileHeader
    private let directory: StoreDirectory
    private let seed: UInt32
    private let framePayload: Int
    private var previous: UInt32
    /// The frame that is being put together, and its header.
    private var frame: [UInt8] = []
    private var pending: FrameHeader?
    private var flushFailed = false

    /// Creates the journal that `header` describes, durably: header, flush, flush of the directory.
    init(creating header: FileHeader, framePayload: Int, in directory: StoreDirectory) throws(WriteFailure) {
        let name = StoreFileName(.journal, header.generation).text
        let sentence = "The journal \(name) cannot be created"
        let fileSystem = directory.fileSystem
        do {
            file = try directory.retrying { () throws(SystemError) in
                try fileSystem.open(name, in: directory.handle, .create)
            }
        } catch {
            throw WriteFailure(undone: error, sentence)
        }
        do throws(SystemError) {
            try fileSystem.writeFully(file, header.bytes, at: 0)
            try directory.flush(file, .file)
        } catch {
            fileSystem.close(file)
            do throws(SystemError) {
                try directory.remove(name)
                try directory.flushNames()
            } catch let second {
                throw WriteFailure(fatal: second, sentence)
            }
            throw WriteFailure(undone: error, sentence)
        }
        do {
            try directory.flushNames()
        } catch {
            fileSystem.close(file)
            throw WriteFailure(fatal: error, sentence)
        }
        self.directory = directory
        self.framePayload = min(max(framePayload, 16), FrameHeader.largestPayload)
        self.header = header
        sequence = header.sequence
        end = UInt64(header.size)
        flushed = end
        seed = header.seed
        previous = seed
    }

    /// Whether no change is in it yet.
    var isEmpty: Bool { end == UInt64(header.size) }

    /// The journal's generation.
    var generation: UInt64 { header.generation }

    /// What the next generation says of this one.
    var predecessor: Predecessor {
        Predecessor(generation: generation, mark: header.mark, end: end, checksum: previous)
    }

    /// The header of the snapshot of the same generation.
    var snapshotHeader: FileHeader { header.of(.snapshot) }

    /// The place where the next frame begins.
    var mark: Mark { Mark(end: end, previous: previous, sequence: sequence) }

    /// The most bytes that the changes of one frame may have, their lengths included.
    var capacity: Int { framePayload }

    /// Writes the changes as one frame, or a change that is too large for one as parts.
    ///
    /// With `flushing`, every frame is on disk before the next is written, and the last on return.
    ///
    /// - Throws: `noRoom` or `refused` if the journal is as it was before, else `broken`.
    mutating func write(_ changes: ArraySlice<JournalChange>, flushing: Bool) throws(WriteFailure) {
        guard let first = changes.first else { return }
        let start = mark
        let sentence = "The journal \(StoreFileName(.journal, generation).text) cannot be written"
        do throws(SystemError) {
            if changes.count == 1, first.size + JournalChange.overhead > framePayload {
                try writeParts(first, flushing: flushing, sentence)
            } else {
                begin(.changes, sequence: first.sequence, count: changes.count)
                for change in changes { change.append(to: &frame) }
                try finish(sequence: changes[changes.endIndex - 1].sequence)
            }
        } catch {
            try cutBack(to: start, after: error, sentence)
        }
        if flushing { try flush() }
    }

    /// Brings everything written to the disk.
    mutating func flush() throws(WriteFailure) {
        guard flushed < end else { return }
        do {
            try directory.flush(file, .data)
        } catch {
            let name = StoreFileName(.journal, generation).text
            throw WriteFailure(fatal: error, "The journal \(name) could not be flushed to disk")
        }
        flushed = end
    }

    /// Closes the file.
    func close() {
        directory.fileSystem.close(file)
    }

    private mutating func writeParts(
        _ change: JournalChange,
        flushing: Bool,
        _ sentence: String
    ) throws(SystemError) {
        var rest = change.bytes[...]
        begin(.part, sequence: change.sequence, count: 0)
        while rest.count > framePayload {
            frame += rest.prefix(framePayload)
            rest = rest.dropFirst(framePayload)
            try finish(sequence: sequence)
            if flushing { try flushPart() }
            begin(.part, sequence: change.sequence, count: 0)
        }
        frame += rest
        pending?.kind = .lastPart
        pending?.changes = 1
        try finish(sequence: change.sequence)
    }

    private mutating func flushPart() throws(SystemError) {
        do {
            try directory.flush(file, .data)
        } catch {
            flushFailed = true
            throw error
        }
        flushed = end
    }

    private mutating func begin(_ kind: FrameHeader.Kind, sequence: UInt64, count: Int) {
        pending = FrameHeader(
            length: 0,
            kind: kind,
            sequence: sequence,
            flushed: flushed,
            previous: previous,
            changes: UInt32(clamping: count)
        )
        frame.removeAll(keepingCapacity: true)
        frame.append(contentsOf: repeatElement(0, count: FrameHeader.size))
    }

    private mutating func finish(sequence: UInt64) throws(SystemError) {
        guard var header = pending else { return }
        header.length = frame.count - FrameHeader.size
        header.seal(&frame, seed: seed)
        try directory.fileSystem.writeFully(file, frame, at: end)
        end += UInt64(frame.count)
        previous = header.checksum
        self.sequence = sequence
    }

    private mutating func cutBack(to mark: Mark, after error: SystemError, _ sentence: String) throws(WriteFailure) {
        guard error.isLackOfRoom || error.isPassing, !flushFailed else { throw WriteFailure(fatal: error, sentence) }
        try takeBack(to: mark, sentence)
        throw WriteFailure(undone: error, sentence)
    }

    /// Cuts off what was written since, durably.
    ///
    /// - Throws: `broken` if that fails.
    mutating func takeBack(to mark: Mark) throws(WriteFailure) {
        try takeBack(to: mark, "The journal \(StoreFileName(.journal, generation).text) cannot be cut back")
    }

    private mutating func takeBack(to mark: Mark, _ sentence: String) throws(WriteFailure) {
        do throws(SystemError) {
            try directory.retrying { () throws(SystemError) in
                try directory.fileSystem.truncate(file, to: mark.end)
            }
            try directory.flush(file, .file)
        } catch let second {
            throw WriteFailure(fatal: second, sentence)
        }
        end = mark.end
        flushed = mark.end
        previous = mark.previous
        sequence = mark.sequence
    }
}
