// SPDX-License-Identifier: MIT

package import PipelineCore

extension StoreFiles {
    /// Lists the snapshots on disk, oldest first, by their headers alone; nothing is locked or changed.
    ///
    /// A store that is not there has none, and a file whose header is damaged is left out.
    package static func list(at path: String, fileSystem: any FileSystem) throws(StoreError) -> [SnapshotInfo] {
        guard let directory = try StoreDirectory.find(at: path, fileSystem: fileSystem) else { return [] }
        defer { fileSystem.close(directory.handle) }
        return try directory.explaining { () throws(FileFailure) in
            var snapshots: [SnapshotInfo] = []
            for generation in try directory.listing().snapshots {
                if let snapshot = try describe(generation, in: directory) { snapshots.append(snapshot) }
            }
            return snapshots
        }
    }

    private static func describe(
        _ generation: UInt64,
        in directory: StoreDirectory
    ) throws(FileFailure) -> SnapshotInfo? {
        let name = StoreFileName(.snapshot, generation)
        do {
            let (file, status) = try directory.open(name.text, .read)
            defer { directory.fileSystem.close(file) }
            let header = try directory.readHeader(of: name, file)
            return SnapshotInfo(
                generation: generation,
                bytes: status.size,
                sequence: header.sequence,
                time: status.modified
            )
        } catch {
            switch error {
            case .damaged, .refused: return nil
            // A snapshot may be pruned between the list and the look.
            case .system(let reason, _) where reason.isAbsence: return nil
            case .system: throw error
            }
        }
    }
}
