// SPDX-License-Identifier: MIT

import CChecksum
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

@Suite("Checksums", .serialized, .inTurn)
struct ChecksumTests {
    @Test("The values are those of RFC 3720")
    func knownValues() {
        #expect(Checksum.crc32c(Array("123456789".utf8)[...]) == 0xE306_9283)
        #expect(Checksum.crc32c([UInt8](repeating: 0, count: 32)[...]) == 0x8A91_36AA)
        #expect(Checksum.crc32c([UInt8](repeating: 0xFF, count: 32)[...]) == 0x62A8_AB43)
        #expect(Checksum.crc32c(Array(0..<32)[...]) == 0x46DD_794E)
        #expect(Checksum.crc32c([]) == 0)
    }

    @Test("The processor and the tables agree on every length and start, and pieces on the whole")
    func agreement() {
        var generator = SeededGenerator(seed: 1)
        let bytes = (0..<300).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        for start in 0..<16 {
            for end in start...bytes.count {
                let slice = bytes[start..<end]
                let portable = slice.withUnsafeBufferPointer { cchecksum_crc32c_portable(0, $0.baseAddress, $0.count) }
                #expect(Checksum.crc32c(slice) == portable)
                let middle = (start + end) / 2
                #expect(Checksum.crc32c(bytes[middle..<end], from: Checksum.crc32c(bytes[start..<middle])) == portable)
            }
        }
    }
}
