// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The one way in which a snapshot comes to the disk, and the one way back.
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
        let sentence = "The snapshot \(name.text) could not be put in its place"
        do {
            try directory.retrying { () throws(SystemError) in
                try directory.fileSystem.rename(
                    name.temporaryText,
                    in: directory.handle,
                    to: name.text,
                    in: directory.handle
                )
            }
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
    ) throws(FileFailure) -> (state: State, info: SnapshotInfo) {
        let name = StoreFileName(.snapshot, generation)
        let (file, status) = try directory.open(name.text, .read)
        defer { directory.fileSystem.close(file) }
        let header = try FileHeader.read(name, file, in: directory)
        var source = SnapshotSource(file, header: header, size: status.size, directory: directory, progress: progress)
        let state: State
        do throws(StoreError) {
            state = try State(decodingSnapshot: &source)
            try source.finish()
            guard state.sequence == header.sequence else {
                throw source.damaged("it holds change \(state.sequence), its header says \(header.sequence)")
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
        return (state, info)
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
            let file = try directory.retrying { () throws(SystemError) in
                try fileSystem.open(name.temporaryText, in: directory.handle, .create)
            }
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
            // Without its name the file is no part of the store; where it cannot be removed, the next start does it.
            try? directory.remove(name.temporaryText)
            throw WriteFailure(undone: error, sentence)
        }
        try? directory.remove(name.temporaryText)
        throw .refused(refusal ?? .storage("\(sentence)."))
    }
}
