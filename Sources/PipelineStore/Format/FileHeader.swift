// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The first bytes of a snapshot or a journal.
///
/// | bytes | |
/// | --- | --- |
/// | 0–7 | magic |
/// | 8–11 | version, 2 |
/// | 12–15 | length of the header, 128; zero in version 1, whose header ends with byte 63 |
/// | 16–23 | generation |
/// | 24–39 | identity of the store |
/// | 40–47 | sequence: a snapshot's last change, or the last change before a journal's first |
/// | 48–55 | mark of the generation: a random number; zero in version 1 |
/// | 56–59 | zero |
/// | 60–63 | CRC32C of bytes 0–59 |
/// | 64–71 | generation of the journal before this generation; zero if there was none |
/// | 72–79 | that journal's mark |
/// | 80–87 | its length without a torn tail |
/// | 88–91 | the checksum of its last frame, or its seed |
/// | 92–123 | zero |
/// | 124–127 | CRC32C of bytes 0–123 |
///
/// The first 64 bytes are those of version 1, so that a program of that time tells a newer version from damage.
struct FileHeader: Hashable, Sendable {
    /// The version that is written.
    static let version: UInt32 = 2
    /// The length of the header that is written, in bytes; no version has a longer one.
    static let size = 128
    /// The length of the header of version 1.
    static let sizeOfVersion1 = 64
    /// The offset of what is said about the journal before.
    static let predecessorOffset: UInt64 = 64

    /// The file's kind.
    var kind: FileKind
    /// The file's generation.
    var generation: UInt64
    /// The store that the file belongs to.
    var identity: UUID
    /// The last change in a snapshot, or before a journal.
    var sequence: UInt64
    /// Tells the generation from one of the same number in another history of the store.
    var mark: UInt64
    /// The journal before the generation; nil if there was none, or in version 1.
    var predecessor: Predecessor?
    /// The version.
    var version = Self.version

    /// The header's length in bytes.
    var size: Int { version == 1 ? Self.sizeOfVersion1 : Self.size }

    /// The header as it stands in the file.
    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        LittleEndian.store(kind.magic, into: &bytes, at: 0)
        LittleEndian.store(version, into: &bytes, at: 8)
        LittleEndian.store(generation, into: &bytes, at: 16)
        LittleEndian.store(identity.high.byteSwapped, into: &bytes, at: 24)
        LittleEndian.store(identity.low.byteSwapped, into: &bytes, at: 32)
        LittleEndian.store(sequence, into: &bytes, at: 40)
        if version > 1 {
            LittleEndian.store(UInt32(size), into: &bytes, at: 12)
            LittleEndian.store(mark, into: &bytes, at: 48)
            predecessor?.store(into: &bytes)
        }
        LittleEndian.store(Checksum.crc32c(bytes[..<60]), into: &bytes, at: 60)
        if version > 1 { LittleEndian.store(Checksum.crc32c(bytes[..<124]), into: &bytes, at: 124) }
        return bytes
    }

    /// The checksum that a journal's frames and a snapshot's blocks start from: bytes of another file never fit.
    var seed: UInt32 {
        Checksum.crc32c(version == 1 ? bytes[16..<40] : bytes[16..<56])
    }

    /// The header of the other file of the same generation.
    func of(_ kind: FileKind) -> FileHeader {
        var header = self
        header.kind = kind
        return header
    }
}

/// The journal that was the newest when a generation was begun, and how far it went.
///
/// A journal is written by one run of the program, so its generation and mark say which one it is; nothing is written
/// to it once there is a newer generation.
struct Predecessor: Hashable, Sendable {
    /// The journal's generation.
    var generation: UInt64
    /// Its mark; 0 if it is of version 1.
    var mark: UInt64
    /// Where its last whole change ends.
    var end: UInt64
    /// The checksum of the frame that ends there, which goes on from those before it; the seed if there is none.
    var checksum: UInt32

    fileprivate func store(into bytes: inout [UInt8]) {
        LittleEndian.store(generation, into: &bytes, at: 64)
        LittleEndian.store(mark, into: &bytes, at: 72)
        LittleEndian.store(end, into: &bytes, at: 80)
        LittleEndian.store(checksum, into: &bytes, at: 88)
    }

    fileprivate init?(from bytes: ArraySlice<UInt8>) {
        let generation = LittleEndian.load(UInt64.self, from: bytes, at: 64)
        guard generation > 0 else { return nil }
        self.init(
            generation: generation,
            mark: LittleEndian.load(UInt64.self, from: bytes, at: 72),
            end: LittleEndian.load(UInt64.self, from: bytes, at: 80),
            checksum: LittleEndian.load(UInt32.self, from: bytes, at: 88)
        )
    }

    init(generation: UInt64, mark: UInt64, end: UInt64, checksum: UInt32) {
        self.generation = generation
        self.mark = mark
        self.end = end
        self.checksum = checksum
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
        guard bytes.count >= Self.sizeOfVersion1 else { throw .damaged("the file ends inside its header") }
        let slice = bytes[...]
        guard LittleEndian.load(UInt64.self, from: slice, at: 0) == kind.magic else {
            throw .damaged("it does not begin like a \(kind.suffix)")
        }
        guard LittleEndian.load(UInt32.self, from: slice, at: 60) == Checksum.crc32c(slice[..<60]) else {
            throw .damaged("the header's checksum does not match")
        }
        let version = LittleEndian.load(UInt32.self, from: slice, at: 8)
        guard 1...Self.version ~= version else { throw .unknownVersion(version) }
        if version > 1 { try Self.checkLength(slice) }
        self.init(
            kind: kind,
            generation: LittleEndian.load(UInt64.self, from: slice, at: 16),
            identity: UUID(
                high: LittleEndian.load(UInt64.self, from: slice, at: 24).byteSwapped,
                low: LittleEndian.load(UInt64.self, from: slice, at: 32).byteSwapped
            ),
            sequence: LittleEndian.load(UInt64.self, from: slice, at: 40),
            mark: version > 1 ? LittleEndian.load(UInt64.self, from: slice, at: 48) : 0,
            predecessor: version > 1 ? Predecessor(from: slice) : nil,
            version: version
        )
    }

    private static func checkLength(_ bytes: ArraySlice<UInt8>) throws(Flaw) {
        guard bytes.count >= size else { throw .damaged("the file ends inside its header") }
        guard LittleEndian.load(UInt32.self, from: bytes, at: 124) == Checksum.crc32c(bytes[..<124]) else {
            throw .damaged("the header's checksum does not match")
        }
        guard LittleEndian.load(UInt32.self, from: bytes, at: 12) == UInt32(size) else {
            throw .damaged("its header has another length than that of its version")
        }
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
