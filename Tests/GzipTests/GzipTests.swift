// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@testable import Gzip

extension [UInt8] {
    /// The bytes as one member, from pieces of a length.
    fileprivate func compressed(inPiecesOf length: Int = 1000) -> [UInt8] {
        var encoder = GzipEncoder()
        return encoder.member(of: self, inPiecesOf: length)
    }

    /// What the bytes stand for, read in pieces of a length.
    fileprivate func decompressed(inPiecesOf length: Int = 1000, upTo bound: Int = 1 << 24) throws -> [UInt8] {
        var decoder = GzipDecoder(upTo: bound)
        var bytes: [UInt8] = []
        var rest = self[...]
        while !rest.isEmpty {
            try rest.prefix(length).withUnsafeBytes { piece in try decoder.append(piece) { bytes += $0 } }
            rest = rest.dropFirst(length)
        }
        try decoder.end()
        return bytes
    }

    /// Bytes of which a seed makes as many as are wanted, more or less alike.
    fileprivate static func random(_ count: Int, of kinds: Int = 256) -> [UInt8] {
        var random = SeededGenerator(seed: UInt64(count))
        return (0..<count).map { _ in UInt8(random.below(kinds)) }
    }
}

extension GzipEncoder {
    fileprivate mutating func member(of bytes: [UInt8], inPiecesOf length: Int = 1000) -> [UInt8] {
        var result: [UInt8] = []
        var longest = 0
        let take = { (piece: UnsafeRawBufferPointer) in
            longest = Swift.max(longest, piece.count)
            result += piece
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            rest.prefix(length).withUnsafeBytes { append($0, take) }
            rest = rest.dropFirst(length)
        }
        end(take)
        #expect(longest <= GzipEncoder.longestPiece)
        return result
    }
}

@Suite("Gzip")
struct GzipTests {
    private static let text = Array("one, two, three; one, two, three, four".utf8)

    @Test(
        "What was compressed comes back, whatever it is and however it is cut",
        arguments: [0, 1, 999, 32_768, 300_000]
    )
    func roundTrip(count: Int) throws {
        for kinds in [1, 10, 256] {
            let bytes = [UInt8].random(count, of: kinds)
            for length in [100_000, 1000] {
                let coded = bytes.compressed(inPiecesOf: length)
                let isSame = try coded.decompressed(inPiecesOf: length) == bytes
                #expect(isSame)
            }
        }
        let bytes = [UInt8].random(Swift.min(count, 2000), of: 10)
        #expect(try bytes.compressed().decompressed(inPiecesOf: 1) == bytes)
    }

    @Test("An encoder begins anew after each member, with the same bytes")
    func encoderAgain() {
        var encoder = GzipEncoder()
        let first = encoder.member(of: [UInt8].random(50_000, of: 10))
        #expect(encoder.member(of: Self.text) == Self.text.compressed())
        #expect(encoder.member(of: [UInt8].random(50_000, of: 10)) == first)
    }

    @Test("Members that follow each other are one text", arguments: [1, 7, 1000])
    func members(length: Int) throws {
        let (one, two) = (Self.text.compressed(), [UInt8]().compressed())
        #expect(try (one + two + one).decompressed(inPiecesOf: length) == Self.text + Self.text)
        #expect(try (two + two).decompressed(inPiecesOf: length) == [])
    }

    @Test("An end that comes too early is an error at every place", arguments: [1, 1000])
    func cut(length: Int) {
        let coded = Self.text.compressed() + [UInt8].random(300).compressed()
        let end = Self.text.compressed().count
        for count in 0..<coded.count where count != end {
            #expect(throws: GzipError.incomplete) { try Array(coded.prefix(count)).decompressed(inPiecesOf: length) }
        }
    }

    @Test("A changed bit behind the header is an error, or one that fills the last byte of a text and says nothing")
    func changed() {
        let coded = Self.text.compressed()
        for place in 10..<coded.count {
            for bit in 0..<8 {
                var damaged = coded
                damaged[place] ^= 1 << bit
                if let text = try? damaged.decompressed() {
                    #expect(text == Self.text && place == coded.count - 9)
                }
            }
        }
    }

    @Test(
        "What is no gzip is an error",
        arguments: [[0], [0x1F], [0x1F, 0x8B], [0x1F, 0x8B, 7], Array("[]".utf8), [0x78, 0x9C, 3, 0, 0, 0, 0, 1]]
    )
    func foreign(bytes: [UInt8]) {
        #expect(throws: GzipError.self) { try bytes.decompressed() }
    }

    @Test("What follows the end and is no other member is an error", arguments: [[0], [0, 0, 0], Array("x".utf8)])
    func trailing(bytes: [UInt8]) {
        for length in [1, 1000] {
            #expect(throws: GzipError.trailing) {
                try (Self.text.compressed() + bytes).decompressed(inPiecesOf: length)
            }
        }
    }

    @Test("A text may have as many bytes as its bound, and no more is made of one that has more")
    func bound() throws {
        #expect(try Self.text.compressed().decompressed(upTo: Self.text.count) == Self.text)
        #expect(throws: GzipError.tooLong) { try Self.text.compressed().decompressed(upTo: Self.text.count - 1) }
        let bomb = [UInt8](repeating: 0, count: 64 << 20).compressed(inPiecesOf: 1 << 20)
        #expect(bomb.count < 500_000)
        var decoder = GzipDecoder(upTo: 1 << 20)
        var count = 0
        let error = #expect(throws: GzipError.self) {
            try bomb.withUnsafeBytes { bytes in try decoder.append(bytes) { count += $0.count } }
        }
        #expect(error == .tooLong)
        #expect(count <= 1 << 20)
    }
}

@Suite("Gzip and another program's", .needs("python3"), .serialized, .inTurn)
struct ForeignGzipTests {
    /// Runs a few lines of Python in a directory.
    private func python(_ lines: String, in directory: TemporaryDirectory) throws {
        let script = try directory.write("script.py", "import gzip, os\nos.chdir('\(directory.path)')\n\(lines)\n")
        let process = try ChildProcess(
            "/usr/bin/python3",
            [script],
            streams: .descriptors(input: 0, output: 1, errors: 2)
        )
        #expect(try process.waitForExit(before: Deadline()) == 0)
    }

    @Test("Python reads what is written", arguments: [0, 1, 100_000, 1_000_000])
    func written(count: Int) throws {
        let directory = try TemporaryDirectory()
        let bytes = [UInt8].random(count, of: 20)
        try directory.write("plain", bytes)
        try directory.write("coded", bytes.compressed(inPiecesOf: 30_000))
        try python("assert gzip.decompress(open('coded', 'rb').read()) == open('plain', 'rb').read()", in: directory)
    }

    @Test("What Python writes is read: every level, with a name, in several members")
    func read() throws {
        let directory = try TemporaryDirectory()
        try directory.write("plain", [UInt8].random(100_000, of: 20))
        try python(
            """
            plain = open('plain', 'rb').read()
            for level in range(10):
                with open('coded', 'ab') as file:
                    with gzip.GzipFile('a name', 'wb', level, file) as member:
                        member.write(plain)
            """,
            in: directory
        )
        let coded = try Data(contentsOf: URL(fileURLWithPath: directory.file("coded")))
        let bytes = try [UInt8](coded).decompressed(inPiecesOf: 777)
        let isSame = bytes == (0..<10).flatMap { _ in [UInt8].random(100_000, of: 20) }
        #expect(isSame)
    }
}
