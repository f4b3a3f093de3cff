// SPDX-License-Identifier: MIT

import Foundation
import PipelineCore
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

/// Files that are whole, and hold what no program up to this one writes.
@Suite("A store that a newer program wrote", .serialized, .inTurn)
struct NewerLayoutTests {
    private static let store = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures/Version1/Store")

    /// What opening the store says after a byte of a file became another, with the checksums that fit.
    private static func refusal(_ name: String, byte: Int, _ value: UInt8) throws -> String {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        let path = directory.file("store")
        try FileManager.default.copyItem(atPath: store.path, toPath: path)
        let file = URL(fileURLWithPath: "\(path)/\(name)")
        var bytes = [UInt8](try Data(contentsOf: file))
        bytes[byte] = value
        let kind = try #require(StoreFileName(name)?.kind)
        try Data(FittingChecksums.set(in: bytes, of: kind)).write(to: file)
        let error = #expect(throws: StoreError.self) {
            try StoreFiles<LedgerState>.open(at: path, options: StoreFilesOptions(), fileSystem: PosixFileSystem())
        }
        let details = try #require(error?.details)
        return String(details.drop { $0 != ":" })
    }

    @Test("A snapshot of a later layout is refused as newer, not called damaged")
    func layout() throws {
        let name = "0000000000000002.snapshot"
        #expect(
            try Self.refusal(name, byte: 80, 3)
                == ": \(name): it has section layout 3, written by a newer program. Nothing on disk was changed."
        )
    }

    @Test("A change of a kind that is not known yet is called a newer program's")
    func change() throws {
        let name = "0000000000000002.journal"
        let refusal = try Self.refusal(name, byte: 108, 99)
        #expect(
            refusal.hasPrefix(
                ": \(name), offset 64: change 7 cannot be applied: it is of kind 99, which only a newer program writes."
                    + " Nothing on disk was changed."
            ),
            "\(refusal)"
        )
    }
}
