// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

@Suite("Damage on disk", .serialized, .inTurn)
struct DamageTests {
    private struct Sample {
        var files: [String: [UInt8]]
        var digests: [UInt64]
    }

    private static func sample() throws -> Sample {
        var fixture = StoreFixture()
        let digests = try fixture.makeStore(changes: 4)
        return Sample(files: fixture.contents, digests: digests)
    }

    private static func fixture(_ files: [String: [UInt8]]) -> StoreFixture {
        let fixture = StoreFixture()
        fixture.disk.putDirectory(at: StoreFixture.path)
        for (name, bytes) in files { fixture.disk.put(bytes, at: "\(StoreFixture.path)/\(name)") }
        return fixture
    }

    /// Opens a store with one file changed: the same state, a cut tail that is reported, or a refusal that names the
    /// file and leaves everything as it was.
    private static func probe(_ sample: Sample, _ name: String, _ bytes: [UInt8], _ what: String) -> Bool {
        var files = sample.files
        files[name] = bytes
        let fixture = fixture(files)
        do throws(StoreError) {
            let opened = try fixture.open()
            let sequence = Int(opened.state.sequence)
            guard sequence < sample.digests.count, sample.digests[sequence] == opened.state.digest else {
                Issue.record("\(what): a state that never was")
                return false
            }
            if sequence != sample.digests.count - 1, name.hasSuffix("journal") {
                // The only bytes that may go are the last journal's, and their going is said.
                #expect(name == sample.files.keys.filter { $0.hasSuffix("journal") }.max(), "\(what): changes lost")
                let isCutAtAFrame = bytes.count < (sample.files[name]?.count ?? 0)
                #expect(opened.report.tornTail != nil || isCutAtAFrame, "\(what): a cut that nobody reports")
            } else {
                #expect(sequence == sample.digests.count - 1, "\(what): changes lost")
            }
            return true
        } catch {
            #expect(error.details.contains(name), "\(what): \(error.details)")
            #expect(
                error.details.contains("offset") || error.details.contains("under another name"),
                "\(what): \(error)"
            )
            #expect(fixture.contents == files, "\(what): the disk was changed")
            return false
        }
    }

    @Test("Every flipped bit gives the same state, a cut tail, or a refusal that changes nothing")
    func flippedBits() throws {
        let sample = try Self.sample()
        for (name, bytes) in sample.files.sorted(by: { $0.key < $1.key }) {
            for index in bytes.indices {
                for bit in 0..<8 {
                    var flipped = bytes
                    flipped[index] ^= 1 << UInt8(bit)
                    _ = Self.probe(sample, name, flipped, "\(name), bit \(bit) of byte \(index)")
                }
            }
        }
    }

    @Test("Every truncation gives the same state, a cut tail, or a refusal that changes nothing")
    func truncations() throws {
        let sample = try Self.sample()
        for (name, bytes) in sample.files.sorted(by: { $0.key < $1.key }) {
            for count in 0..<bytes.count {
                _ = Self.probe(sample, name, Array(bytes[..<count]), "\(name) cut to \(count)")
            }
        }
    }

    @Test("Every tail of zeros or noise after the last frame is cut", arguments: [0, 1, 39, 40, 64, 5_000])
    func tails(_ count: Int) throws {
        let sample = try Self.sample()
        let name = try #require(sample.files.keys.filter { $0.hasSuffix("journal") }.max())
        var generator = SeededGenerator(seed: UInt64(count))
        for isNoise in [false, true] {
            let tail = (0..<count).map { _ in isNoise ? UInt8(truncatingIfNeeded: generator.next()) : 0 }
            var files = sample.files
            files[name]? += tail
            let opened = try Self.fixture(files).open()
            #expect(opened.state.digest == sample.digests.last)
            #expect(opened.report.tornBytes == UInt64(count))
        }
    }

    @Test("A file that is missing is noticed")
    func missingFiles() throws {
        let sample = try Self.sample()
        var files = sample.files
        files["0000000000000001.journal"] = nil
        // Only the older generation's: the newer one needs nothing of it.
        #expect(try Self.fixture(files).open().state.digest == sample.digests.last)
        files["0000000000000002.snapshot"] = nil
        let fixture = Self.fixture(files)
        let error = #expect(throws: StoreError.self) { try fixture.open() }
        #expect(error?.details.contains("0000000000000002.journal, offset 40") == true)
        #expect(fixture.contents == files)
    }

    @Test("A damaged newest snapshot is put aside, and the one before it with the journals gives the same state")
    func fallsBack() throws {
        let sample = try Self.sample()
        var files = sample.files
        files["0000000000000002.snapshot"]?[100] ^= 1
        let fixture = Self.fixture(files)
        let opened = try fixture.open()
        #expect(opened.state.digest == sample.digests.last)
        #expect(opened.report.damagedSnapshots.map(\.file) == ["0000000000000002.snapshot"])
        #expect(opened.report.quarantined == ["quarantine/0000000000000002.snapshot"])
        #expect(fixture.contents["quarantine/0000000000000002.snapshot"] == files["0000000000000002.snapshot"])
        #expect(opened.report.notices.count == 2)
    }

    @Test("A renamed, a foreign and a newer file are refused by name")
    func strangers() throws {
        let sample = try Self.sample()
        var renamed = sample.files
        renamed["0000000000000009.snapshot"] = renamed["0000000000000002.snapshot"]
        var newer = sample.files
        newer["0000000000000002.snapshot"]?[8] = 3
        let header = try #require(newer["0000000000000002.snapshot"])
        let sum = Checksum.crc32c(header[..<60])
        for index in 0..<4 {
            newer["0000000000000002.snapshot"]?[60 + index] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index))
        }
        var other = StoreFixture()
        other.options.makeIdentity = { UUID(high: 1, low: 1) }
        _ = try other.makeStore(changes: 2)
        var foreign = sample.files
        foreign["0000000000000002.snapshot"] = other.contents["0000000000000002.snapshot"]
        for (files, words) in [
            (renamed, ["0000000000000009.snapshot", "generation 2 under another name"]),
            (newer, ["0000000000000002.snapshot", "format version 3"]),
            (foreign, ["0000000000000002.snapshot", "another store"]),
        ] {
            let fixture = Self.fixture(files)
            let error = #expect(throws: StoreError.self) { try fixture.open() }
            for word in words { #expect(error?.details.contains(word) == true, "\(error?.details ?? "")") }
            #expect(fixture.contents == files)
        }
    }
}
