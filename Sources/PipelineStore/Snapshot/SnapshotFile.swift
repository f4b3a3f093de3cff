// SPDX-License-Identifier: MIT

internal import PipelineCore

/// A snapshot on disk: its number, its size, what it holds and when it was made.
package struct SnapshotInfo: Hashable, Sendable {
    /// The snapshot's generation; 0 if there is nothing to save and no snapshot yet.
    package var generation: UInt64
    /// The file's length in bytes.
    package var bytes: UInt64
    /// The last change in it.
    package var sequence: UInt64
    /// When it was written, in microseconds since 1970.
    package var time: Int64
    /// How long writing it took; nil if another run of the program wrote it.
    package var duration: Duration?

    /// Makes a description from its parts.
    package init(generation: UInt64, bytes: UInt64, sequence: UInt64, time: Int64, duration: Duration? = nil) {
        self.generation = generation
        self.bytes = bytes
        self.sequence = sequence
        self.time = time
        self.duration = duration
    }
}

/// The layout of a snapshot after its header: blocks, each under a checksum of its own.
///
/// | bytes | |
/// | --- | --- |
/// | 0–3 | CRC32C of bytes 4–15 and the payload, started from the block before, or from the file's seed |
/// | 4–7 | section |
/// | 8–11 | length of the payload |
/// | 12–15 | zero |
/// | 16– | payload |
///
/// Blocks that follow each other with the same number are one section. The last block has the number
/// ``end`` and says the length of the file and the number of blocks before it.
enum SnapshotBlock {
    /// The length of a block's header.
    static let headerSize = 16
    /// The number of the last block.
    static let end = UInt32.max
    /// The length of the last block's payload.
    static let endSize = 16
    /// The most bytes of payload in one block that is read; what is written stays far below.
    static let largestPayload = 1 << 26
}

/// The one way to write a snapshot to the disk, and the one way to read it back.
enum SnapshotFile {
    /// Writes `state` so that, once this returns, a power cut cannot take it away: temporary file, flush, rename,
    /// flush of the directory.
    ///
    /// - Complexity: O(n)
    static func write(
        _ state: some DurableState,
        _ header: FileHeader,
        blockPayload: Int,
        in directory: StoreDirectory
    ) throws(WriteFailure) -> SnapshotInfo {
        let clock = ContinuousClock()
        let start = clock.now
        let name = StoreFileName(.snapshot, header.generation)
        let written = try writeTemporary(state, header, name, blockPayload: blockPayload, in: directory)
        let sentence = "The snapshot \(name.text) could not be renamed into place"
        do {
            try directory.retrying { () throws(SystemError) in
                try directory.fileSystem.rename(
                    name.temporaryText,
                    in: directory.handle,
                    to: name.text,
                    in: directory.handle
                )
            }
        } catch {
            guard error.isPassing else { throw WriteFailure(fatal: error, sentence) }
            try? directory.remove(name.temporaryText)
            throw WriteFailure(undone: error, sentence)
        }
        do {
            try directory.flushNames()
        } catch {
            throw WriteFailure(fatal: error, sentence)
        }
        return SnapshotInfo(
            generation: header.generation,
            bytes: written.bytes,
            sequence: header.sequence,
            time: written.time,
            duration: start.duration(to: clock.now)
        )
    }

    /// Reads the snapshot of `generation`, checking every byte, and that nothing follows the last.
    ///
    /// - Complexity: O(n)
    static func read<State: DurableState>(
        _ type: State.Type,
        generation: UInt64,
        in directory: StoreDirectory,
        progress: (@Sendable (UInt64) -> Void)?
    ) throws(FileFailure) -> (state: State, info: SnapshotInfo, header: FileHeader) {
        let name = StoreFileName(.snapshot, generation)
        let (file, status) = try directory.open(name.text, .read)
        defer { directory.fileSystem.close(file) }
        let header = try directory.readHeader(of: name, file)
        var source = SnapshotSource(file, header: header, size: status.size, directory: directory, progress: progress)
        let state: State
        do throws(StoreError) {
            state = try State(decodingSnapshot: &source)
            try source.finish()
            guard state.sequence == header.sequence else {
                throw source.damaged("it has change \(state.sequence), but its header says \(header.sequence)")
            }
        } catch {
            throw source.failure ?? .damaged(Damage(file: name.text, offset: 0, reason: error.details))
        }
        let info = SnapshotInfo(
            generation: generation,
            bytes: status.size,
            sequence: header.sequence,
            time: status.modified
        )
        return (state, info, header)
    }

    private static func createTemporary(
        _ name: StoreFileName,
        in directory: StoreDirectory
    ) throws(SystemError) -> OpenFile {
        func create() throws(SystemError) -> OpenFile {
            try directory.retrying { () throws(SystemError) in
                try directory.fileSystem.open(name.temporaryText, in: directory.handle, .create)
            }
        }
        do {
            return try create()
        } catch {
            // An attempt of this generation that failed could not be removed.
            guard error.isPresence else { throw error }
            try directory.remove(name.temporaryText)
            return try create()
        }
    }

    private static func writeTemporary(
        _ state: some DurableState,
        _ header: FileHeader,
        _ name: StoreFileName,
        blockPayload: Int,
        in directory: StoreDirectory
    ) throws(WriteFailure) -> (bytes: UInt64, time: Int64) {
        let sentence = "The snapshot \(name.text) cannot be written"
        let fileSystem = directory.fileSystem
        var refusal: StoreError?
        do throws(SystemError) {
            let file = try createTemporary(name, in: directory)
            defer { fileSystem.close(file) }
            var sink = try SnapshotSink(
                file,
                header: header,
                name: name.text,
                blockPayload: blockPayload,
                fileSystem: fileSystem
            )
            var bytes: UInt64 = 0
            do throws(StoreError) {
                try state.encodeSnapshot(into: &sink)
                bytes = try sink.finish()
            } catch {
                refusal = error
            }
            if let failure = sink.failure { throw failure }
            if refusal == nil {
                try directory.flush(file, .file)
                let status = try? fileSystem.status(of: file)
                return (bytes, status?.modified ?? 0)
            }
        } catch {
            // Without its name the file is no part of the store; if it cannot be removed, the next start does it.
            try? directory.remove(name.temporaryText)
            throw WriteFailure(undone: error, sentence)
        }
        try? directory.remove(name.temporaryText)
        throw .refused(refusal ?? .storage("\(sentence)."))
    }
}
