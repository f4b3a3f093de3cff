// SPDX-License-Identifier: MIT

import PipelineCore
import StorageTestSupport
import TestSupport
import Testing

@testable import PipelineStore

@Suite("The search for frames behind a flaw", .serialized, .inTurn)
struct FrameSearchTests {
    private static let seed: UInt32 = 0x1234_5678

    /// What a search finds.
    private struct Find: Hashable {
        var isProven = false
        var lost: UInt64 = 0
    }

    private static func search(_ bytes: [UInt8], after flaw: Int = 0, sequence: UInt64 = 5) -> (Find, work: UInt64) {
        var search = FrameSearch(after: UInt64(flaw), sequence: sequence, size: UInt64(bytes.count), seed: seed)
        while let next = search.next {
            let end = min(bytes.count, Int(next) + FrameSearch.pieceSize + FrameSearch.overlap)
            search.take(bytes[Int(next)..<end])
        }
        return (Find(isProven: search.isProven, lost: search.lost), search.checksummed)
    }

    /// The same by looking at every place for itself.
    private static func naiveSearch(_ bytes: [UInt8], after flaw: Int = 0, sequence: UInt64 = 5) -> Find {
        var find = Find()
        for place in flaw + 1..<max(flaw + 1, bytes.count) where bytes[place] == 0xB5 {
            guard let header = FrameHeader(bytes[place...], left: UInt64(bytes.count - place)),
                Checksum.crc32c(bytes[place + 8..<place + 40 + header.length], from: seed) == header.checksum,
                header.sequence > sequence, header.sequence - sequence <= UInt64(bytes.count),
                header.flushed <= UInt64(place)
            else { continue }
            find.isProven = find.isProven || header.flushed > UInt64(flaw)
            find.lost = max(find.lost, header.sequence + UInt64(max(1, header.changes)) - 1)
        }
        return find
    }

    private static func frame(_ payload: [UInt8], sequence: UInt64, flushed: UInt64, changes: UInt32 = 1) -> [UInt8] {
        var header = FrameHeader(
            length: payload.count,
            kind: .changes,
            sequence: sequence,
            flushed: flushed,
            previous: 0,
            changes: changes
        )
        var frame = [UInt8](repeating: 0, count: FrameHeader.size) + payload
        header.seal(&frame, seed: seed)
        return frame
    }

    @Test("The checksum of every run of bytes follows from the running checksums at its ends")
    func shifts() {
        var generator = SeededGenerator(seed: 3)
        let bytes = (0..<100_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        let shift = ChecksumShift()
        for _ in 0..<300 {
            let (one, other) = (generator.below(bytes.count + 1), generator.below(bytes.count + 1))
            let (start, end) = (min(one, other), max(one, other))
            let running = UInt32(truncatingIfNeeded: generator.next())
            let before = Checksum.crc32c(bytes[..<start], from: running)
            let after = Checksum.crc32c(bytes[..<end], from: running)
            let expected = Checksum.crc32c(bytes[start..<end], from: Self.seed)
            #expect(after ^ shift.shift(before ^ Self.seed, by: end - start) == expected)
        }
    }

    @Test("It finds what a look at every place for itself finds", arguments: 0..<30 as Range<UInt64>)
    func findsTheSame(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bytes: [UInt8] = []
        // Lengths about the size of a piece bring ends and beginnings to both sides of every border.
        let largest = seed % 3 == 0 ? FrameSearch.pieceSize + 100 : 300
        for _ in 0..<(seed % 3 == 0 ? 8 : 60) {
            var payload = (0..<generator.below(largest)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            let sequence = 4 + UInt64(generator.below(40))
            let flushed = UInt64(generator.below(bytes.count + 20))
            if generator.below(3) == 0 {
                // A whole frame inside of another.
                payload += Self.frame(payload, sequence: sequence + 1, flushed: flushed / 2, changes: 3) + payload
            }
            var frame = Self.frame(payload, sequence: sequence, flushed: flushed)
            switch generator.below(5) {
            case 0: frame[generator.below(frame.count)] ^= 1
            case 1: frame.removeLast(generator.below(frame.count))
            case 2: frame = Array(repeating: [0xB5, 0x50, 0x4C, 0x46], count: generator.below(30)).flatMap { $0 }
            default: break
            }
            bytes += frame
        }
        for flaw in [0, bytes.count / 3, max(0, bytes.count - 50)] {
            #expect(Self.search(bytes, after: flaw).0 == Self.naiveSearch(bytes, after: flaw))
        }
    }

    /// Bytes that make a search look: all frames of them reach to the end of the file, and none is whole.
    private enum Poison: CaseIterable {
        case magic, headers, interleavedHeaders, firstBytes, frames

        func bytes(_ count: Int) -> [UInt8] {
            var bytes: [UInt8] = []
            var number: UInt64 = 0
            while bytes.count < count {
                number += 1
                switch self {
                case .magic: bytes += [0xB5, 0x50, 0x4C, 0x46]
                case .firstBytes: bytes.append(0xB5)
                case .frames: bytes += FrameSearchTests.frame([1, 2, 3, 4], sequence: 5 + number, flushed: 0)
                case .headers: bytes += Self.header(to: count - bytes.count, sequence: 5 + number)
                case .interleavedHeaders: bytes += Self.header(to: count - bytes.count, sequence: 5 + number).prefix(24)
                }
            }
            return bytes
        }

        private static func header(to left: Int, sequence: UInt64) -> [UInt8] {
            var header = [UInt8](repeating: 0, count: FrameHeader.size)
            LittleEndian.store(FrameHeader.magic, into: &header, at: 0)
            LittleEndian.store(UInt32(max(0, left - FrameHeader.size)), into: &header, at: 8)
            LittleEndian.store(FrameHeader.Kind.changes.rawValue, into: &header, at: 12)
            LittleEndian.store(sequence, into: &header, at: 16)
            return header
        }
    }

    @Test("Whatever the bytes are, no more than eight times their number are checksummed", arguments: Poison.allCases)
    private func isLinear(_ poison: Poison) {
        for size in [100_000, 800_000] {
            let bytes = poison.bytes(size)
            #expect(Self.search(bytes).work <= 8 * UInt64(bytes.count))
        }
    }

    @Test("A journal whose end is made of the beginnings of frames is opened in work that follows its length")
    func opens() throws {
        for poison in Poison.allCases {
            var fixture = StoreFixture()
            let digests = try fixture.makeStore(changes: 3)
            let name = "0000000000000002.journal"
            let whole = try #require(fixture.contents[name])
            let bytes = whole + [0] + poison.bytes(500_000)
            fixture.disk.put(bytes, at: "\(StoreFixture.path)/\(name)")
            let directory = try #require(try StoreDirectory.find(at: StoreFixture.path, fileSystem: fixture.disk))
            let before = fixture.disk.bytesRead
            let scan = try JournalReader.read(StoreFileName(.journal, 2), after: nil, in: directory) { _ in }
            #expect(scan.checksummed <= 9 * scan.size)
            #expect(fixture.disk.bytesRead - before <= 4 * bytes.count)
            let opened = try fixture.open()
            #expect(opened.state.digest == digests.last)
            #expect(opened.report.tornBytes == UInt64(bytes.count - whole.count))
        }
    }
}
