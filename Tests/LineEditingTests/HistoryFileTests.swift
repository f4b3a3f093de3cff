// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@testable import LineEditing

/// The history's file, alone and shared.
@Suite("A history file", .serialized, .inTurn)
struct HistoryFileTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func file(limit: Int = 10_000) -> HistoryFile {
        HistoryFile(path: directory.file("history"), limit: limit)
    }

    @Test("A file that is not there is empty, and asking does not make it")
    func missingFile() throws {
        #expect(try file().load().isEmpty)
        #expect(!directory.contains("history"))
    }

    @Test("The first entry makes file and directories for this user alone")
    func makesDirectories() throws {
        try HistoryFile(path: directory.file("a/b/history")).append("costs")
        #expect(try directory.permissions(of: "a") == 0o700)
        #expect(try directory.permissions(of: "a/b") == 0o700)
        #expect(try directory.permissions(of: "a/b/history") == 0o600)
    }

    @Test("A file that others may read is closed to them")
    func tightensMode() throws {
        try directory.write("history", "costs\n")
        chmod(directory.file("history"), 0o644)
        #expect(try file().load() == ["costs"])
        #expect(try directory.permissions(of: "history") == 0o600)
    }

    @Test("A symbolic link is refused, whatever it leads to")
    func refusesLinks() throws {
        try directory.write("target", "mine\n")
        #expect(symlink(directory.file("target"), directory.file("history")) == 0)
        let refusal = HistoryFile.Failure(.refused, "\(directory.file("history")) is a symbolic link.")
        #expect(throws: refusal) { try file().append("costs") }
        #expect(throws: refusal) { try file().load() }
        #expect(try directory.text(of: "target") == "mine\n")
    }

    @Test("A pipe and a directory are refused without waiting")
    func refusesOtherKinds() throws {
        #expect(mkfifo(directory.file("history"), 0o600) == 0)
        #expect(throws: HistoryFile.Failure.self) { try file().load() }
        #expect(throws: HistoryFile.Failure.self) { try HistoryFile(path: directory.path).append("costs") }
    }

    @Test(
        "Entries come back as they were",
        arguments: [
            "plain", "two\nlines", "back\\slash \\n", "cr\r", "\r\n", "日本語 é e\u{301}", "tab\t", "\u{1B}[31m", "\\",
        ]
    )
    func keepsEntries(_ entry: String) throws {
        let text = "x" + entry
        try file().append("before")
        try file().append(text)
        try file().append("after")
        let entries = try file().load()
        #expect(entries.map { Array($0.utf8) } == ["before", text, "after"].map { Array($0.utf8) })
    }

    @Test("Repeats are dropped where they stood first; blank lines and lines with a space before them are not kept")
    func dropsRepeats() throws {
        for entry in ["a", "b", "a", " hidden", "", "  ", "\n", "c", "b"] { try file().append(entry) }
        #expect(try file().load() == ["a", "c", "b"])
    }

    @Test("Lines that are damaged are passed over, the others stay")
    func passesOverDamage() throws {
        let damaged: [UInt8] = Array("one\n".utf8) + [0xFF, 0xFE, 0x0A] + [0, 0, 0, 0x0A] + Array("tail\\\n".utf8)
        try directory.write("history", damaged + Array("two\nthr".utf8) + [0xE6, 0x97])
        #expect(try file().load() == ["one", "two"])
        try file().append("four")
        #expect(try file().load() == ["one", "two", "four"])
    }

    @Test("A file that holds much more than its entries is written anew")
    func compacts() throws {
        for number in 1...40 { try file(limit: 10).append("line \(number)") }
        try directory.write("history.new", "left by a crash")
        #expect(try file(limit: 10).load() == (31...40).map { "line \($0)" })
        #expect(try directory.text(of: "history") == (31...40).map { "line \($0)\n" }.joined())
        #expect(try directory.permissions(of: "history") == 0o600)
        #expect(!directory.contains("history.new"))
    }

    @Test("Entries that are too long are left out")
    func leavesOutLongEntries() throws {
        try file().append(String(repeating: "x", count: HistoryFile.maximumEntrySize))
        #expect(try file().load().isEmpty)
    }

    @Test("Two sessions that write and compact at once lose nothing of each other's")
    func twoWriters() async throws {
        let path = directory.file("history")
        try await withThrowingTaskGroup { group in
            for writer in ["a", "b"] {
                group.addTask {
                    let file = HistoryFile(path: path, limit: 1_000)
                    for number in 1...400 {
                        try file.append("\(writer) \(number)")
                        if number % 50 == 0 { try file.append("repeat") }
                    }
                }
            }
            group.addTask {
                for _ in 1...40 { try Self.rewrite(path) }
            }
            try await group.waitForAll()
        }
        let entries = try file().load()
        for writer in ["a", "b"] {
            #expect(entries.filter { $0.hasPrefix(writer) } == (1...400).map { "\(writer) \($0)" })
        }
    }

    /// What loading does where there is much to drop, whatever the file holds.
    private static func rewrite(_ path: String) throws {
        guard let file = try LockedFile(path: path, creating: true) else { return }
        let text = HistoryFileText(try file.lastBytes(HistoryFile.maximumSize), limit: 1_000)
        try file.replace(with: text.entries.flatMap(HistoryFileText.encode))
    }

    @Test("A file that another program holds is not waited for without end")
    func reportsLock() throws {
        try file().append("costs")
        let holder = try #require(try LockedFile(path: directory.file("history"), creating: false))
        withExtendedLifetime(holder) {
            let failure = HistoryFile.Failure(.locked, "Another program holds \(directory.file("history")).")
            #expect(throws: failure) { try file().append("users") }
        }
    }
}
