// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The first 64 bytes of a snapshot or a journal.
///
/// | bytes | |
/// | --- | --- |
/// | 0–7 | magic |
/// | 8–11 | version, 1 |
/// | 12–15 | zero |
/// | 16–23 | generation |
/// | 24–39 | identity of the store |
/// | 40–47 | sequence: a snapshot's last change, or the last change before a journal's first |
/// | 48–59 | zero |
/// | 60–63 | CRC32C of bytes 0–59 |
struct FileHeader: Hashable, Sendable {
    /// The header's length in bytes.
    static let size = 64
    /// The version that is written.
    static let version: UInt32 = 1

    /// The file's kind.
    var kind: FileKind
    /// The file's generation.
    var generation: UInt64
    /// The store that the file belongs to.
    var identity: UUID
    /// The last change in a snapshot, or before a journal.
    var sequence: UInt64

    /// The header as it stands in the file.
    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.size)
        LittleEndian.store(kind.magic, into: &bytes, at: 0)
        LittleEndian.store(Self.version, into: &bytes, at: 8)
        LittleEndian.store(generation, into: &bytes, at: 16)
        LittleEndian.store(identity.high.byteSwapped, into: &bytes, at: 24)
        LittleEndian.store(identity.low.byteSwapped, into: &bytes, at: 32)
        LittleEndian.store(sequence, into: &bytes, at: 40)
        LittleEndian.store(Checksum.crc32c(bytes[..<60]), into: &bytes, at: 60)
        return bytes
    }

    /// The checksum that a journal's frames and a snapshot's blocks start from: bytes of another file never fit.
    var seed: UInt32 {
        Checksum.crc32c(bytes[16..<40])
    }
}

extension FileHeader {
    /// What can be wrong with a header.
    enum Flaw: Error {
        /// Bytes that no version writes, for the reason given.
        case damaged(String)
        /// A sound header of a version that this program does not know.
        case unknownVersion(UInt32)
    }

    /// Reads a header of `kind` from the first bytes of a file.
    init(_ kind: FileKind, from bytes: [UInt8]) throws(Flaw) {
        guard bytes.count >= Self.size else { throw .damaged("the file ends inside its header") }
        let slice = bytes[..<Self.size]
        guard LittleEndian.load(UInt64.self, from: slice, at: 0) == kind.magic else {
            throw .damaged("it does not begin like a \(kind.suffix)")
        }
        guard LittleEndian.load(UInt32.self, from: slice, at: 60) == Checksum.crc32c(slice[..<60]) else {
            throw .damaged("the header's checksum does not match")
        }
        let version = LittleEndian.load(UInt32.self, from: slice, at: 8)
        guard version == Self.version else { throw .unknownVersion(version) }
        self.init(
            kind: kind,
            generation: LittleEndian.load(UInt64.self, from: slice, at: 16),
            identity: UUID(
                high: LittleEndian.load(UInt64.self, from: slice, at: 24).byteSwapped,
                low: LittleEndian.load(UInt64.self, from: slice, at: 32).byteSwapped
            ),
            sequence: LittleEndian.load(UInt64.self, from: slice, at: 40)
        )
    }
}

/// The two kinds of file that carry a store's data.
package enum FileKind: Hashable, Sendable {
    /// The whole state as of one change.
    case snapshot
    /// The changes after a snapshot.
    case journal

    /// The first eight bytes of such a file: a byte that is not text, the name, the line ends that transfers break.
    var magic: UInt64 {
        switch self {
        // "\x89PLS\r\n\x1A\n" and "\x89PLJ\r\n\x1A\n", read little endian.
        case .snapshot: 0x0A1A_0A0D_534C_5089
        case .journal: 0x0A1A_0A0D_4A4C_5089
        }
    }

    /// What stands after the dot of such a file's name.
    var suffix: String {
        switch self {
        case .snapshot: "snapshot"
        case .journal: "journal"
        }
    }
}
