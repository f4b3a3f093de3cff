// SPDX-License-Identifier: MIT

extension FileHeader {
    /// Reads the header of an open file and checks that it is the one its name promises.
    static func read(
        _ name: StoreFileName,
        _ file: OpenFile,
        in directory: StoreDirectory
    ) throws(FileFailure) -> FileHeader {
        let bytes: [UInt8]
        do {
            bytes = try directory.fileSystem.readFully(file, count: size, at: 0)
        } catch {
            guard error.isMediumFailure else { throw .system(error, file: name.text) }
            throw .damaged(Damage(file: name.text, offset: 0, reason: "it cannot be read (\(error))"))
        }
        let header: FileHeader
        do {
            header = try FileHeader(name.kind, from: bytes)
        } catch {
            switch error {
            case .damaged(let reason):
                throw .damaged(Damage(file: name.text, offset: 0, reason: reason))
            case .unknownVersion(let version):
                let reason = "it has format version \(version), written by a newer program"
                throw .refused(file: name.text, reason: reason)
            }
        }
        guard header.generation == name.generation else {
            throw .refused(file: name.text, reason: "it is generation \(header.generation) under another name")
        }
        return header
    }
}
