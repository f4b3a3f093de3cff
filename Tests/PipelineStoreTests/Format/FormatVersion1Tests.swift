// SPDX-License-Identifier: MIT

import Foundation
import LedgerTestSupport
import PipelineCore
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

/// A store whose files were written when version 1 was the only format: two generations, frames of all three kinds.
@Suite("A store that an earlier program wrote", .serialized, .inTurn)
struct FormatVersion1Tests {
    private static let fixtures = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures/Version1")

    /// What is written of it now.
    private static let version2 = fixtures.deletingLastPathComponent().appendingPathComponent("Version2")

    /// The options that the files were written with, so that what is written again is comparable.
    private static var options: StoreFilesOptions {
        var options = StoreFilesOptions()
        options.framePayload = 400
        options.blockPayload = 512
        options.makeMark = { 0x0123_4567_89AB_CDEF }
        return options
    }

    private static func copy(to directory: TemporaryDirectory, name: String = "store") throws -> String {
        let path = directory.file(name)
        try FileManager.default.copyItem(atPath: fixtures.appendingPathComponent("Store").path, toPath: path)
        return path
    }

    @Test("Opening it gives every user, cost, notification and read mark, and writes them as version 2")
    func opens() throws {
        let directory = try TemporaryDirectory()
        let path = try Self.copy(to: directory)
        defer { withExtendedLifetime(directory) {} }
        let opened = try StoreFiles<LedgerState>.open(at: path, options: Self.options, fileSystem: PosixFileSystem())
        let changes = try StoredChanges.beforeSnapshot() + StoredChanges.afterSnapshot()
        var naive = NaiveLedger()
        for change in changes { naive.apply(change) }
        let users = [StoredChanges.ada, StoredChanges.bob, StoredChanges.carol, StoredChanges.dora]
        let state = opened.state
        #expect(state.sequence == UInt64(changes.count))
        #expect(state.usersInOrder.map { state.userID(of: $0) } == users)
        #expect(state.usersInOrder.map { state.email(of: $0) } == ["Ada@Example.com", "bob@example.com", nil, nil])
        #expect(LedgerComparison(state, with: naive, users: users, ranges: [.all]).differences == [])
        #expect(state.checkInvariants() == [])
        try opened.files.closeInline(final: state)
        // The journal was replayed, so the state was written as a new generation of the same store.
        let name = "0000000000000003.snapshot"
        let written = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
        let expected = try Data(contentsOf: Self.version2.appendingPathComponent(name))
        #expect(Data(written) == expected)
        // The journal before has no mark; where it ended is known all the same.
        #expect(LittleEndian.load(UInt32.self, from: written[...], at: 8) == 2)
        #expect(LittleEndian.load(UInt64.self, from: written[...], at: 64) == 2)
        #expect(LittleEndian.load(UInt64.self, from: written[...], at: 72) == 0)
        let journal = try Data(contentsOf: URL(fileURLWithPath: "\(path)/0000000000000002.journal"))
        #expect(LittleEndian.load(UInt64.self, from: written[...], at: 80) == UInt64(journal.count))
        let check = try StoreFiles<LedgerState>.check(at: path, fileSystem: PosixFileSystem())
        #expect(check.isSound)
    }

    @Test("What version 1 wrote is opened again beside what version 2 wrote, and a journal that goes on is damage")
    func bothVersions() throws {
        let directory = try TemporaryDirectory()
        let path = try Self.copy(to: directory)
        defer { withExtendedLifetime(directory) {} }
        var opened = try StoreFiles<LedgerState>.open(at: path, options: Self.options, fileSystem: PosixFileSystem())
        let state = opened.state
        try opened.files.closeInline(final: state)
        opened = try StoreFiles<LedgerState>.open(at: path, options: Self.options, fileSystem: PosixFileSystem())
        #expect(opened.state.sequence == state.sequence)
        try opened.files.closeInline(final: state)
        // Version 1 alone: the first journal under the second's snapshot goes on for too long.
        let old = try Self.copy(to: directory, name: "old")
        let journal = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(old)/0000000000000002.journal")))
        var first = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(old)/0000000000000001.journal")))
        first += journal[64...]
        first = FittingChecksums.set(in: first, of: .journal)
        try Data(first).write(to: URL(fileURLWithPath: "\(old)/0000000000000001.journal"))
        let error = #expect(throws: StoreError.self) {
            try StoreFiles<LedgerState>.open(at: old, options: Self.options, fileSystem: PosixFileSystem())
        }
        #expect(error?.details.contains("0000000000000001.journal, offset") == true, "\(error?.details ?? "")")
    }

    @Test("A check finds every file of it sound")
    func isSound() throws {
        let directory = try TemporaryDirectory()
        let path = try Self.copy(to: directory)
        defer { withExtendedLifetime(directory) {} }
        let check = try StoreFiles<LedgerState>.check(at: path, fileSystem: PosixFileSystem())
        #expect(check.isSound)
        #expect(check.files.map(\.changes) == [1...6, 0...0, 7...13, 0...6])
    }

    @Test("Its checksums are those that the tables of the formats ask for")
    func checksumsFit() throws {
        let store = Self.fixtures.appendingPathComponent("Store")
        let names = try FileManager.default.contentsOfDirectory(atPath: store.path)
        #expect(names.count == 4)
        for name in names {
            let bytes = [UInt8](try Data(contentsOf: store.appendingPathComponent(name)))
            let kind = try #require(StoreFileName(name)?.kind)
            #expect(FittingChecksums.set(in: bytes, of: kind) == bytes, "\(name)")
        }
    }
}
