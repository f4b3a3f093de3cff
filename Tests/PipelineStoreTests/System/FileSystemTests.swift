// SPDX-License-Identifier: MIT

import Foundation
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

/// What every file system has to do alike, the machine's and the simulated one.
@Suite("File systems", .serialized, .inTurn)
struct FileSystemTests {
    /// The kinds of file system under test.
    enum Kind: CaseIterable {
        case posix
        case simulated
    }

    /// Runs `body` with a file system of the kind and an open, empty directory in it.
    private static func with(
        _ kind: Kind,
        _ body: (any FileSystem, OpenFile, _ path: String) throws -> Void
    ) throws {
        switch kind {
        case .posix:
            let directory = try TemporaryDirectory()
            let fileSystem = PosixFileSystem()
            let handle = try fileSystem.openDirectory(at: directory.path)
            defer { fileSystem.close(handle) }
            try body(fileSystem, handle, directory.path)
        case .simulated:
            let fileSystem = SimulatedDisk(seed: 1)
            fileSystem.putDirectory(at: "/place")
            try body(fileSystem, try fileSystem.openDirectory(at: "/place"), "/place")
        }
    }

    private static func code(_ body: () throws -> Void) -> Int32? {
        (#expect(throws: SystemError.self) { try body() })?.code
    }

    @Test("What is written is read, also beyond the end and across a cut", arguments: Kind.allCases)
    func readsWhatWasWritten(_ kind: Kind) throws {
        try Self.with(kind) { fileSystem, directory, _ in
            let file = try fileSystem.open("a", in: directory, .create)
            defer { fileSystem.close(file) }
            try fileSystem.writeFully(file, Array("hello".utf8), at: 0)
            try fileSystem.writeFully(file, Array("world".utf8), at: 7)
            #expect(try fileSystem.readFully(file, count: 100, at: 0) == Array("hello\0\0world".utf8))
            #expect(try fileSystem.readFully(file, count: 3, at: 8) == Array("orl".utf8))
            #expect(try fileSystem.readFully(file, count: 3, at: 12) == [])
            try fileSystem.truncate(file, to: 4)
            #expect(try fileSystem.status(of: file).size == 4)
            try fileSystem.truncate(file, to: 6)
            #expect(try fileSystem.readFully(file, count: 9, at: 0) == Array("hell\0\0".utf8))
            try fileSystem.flush(file, .data)
            try fileSystem.flush(file, .file)
            try fileSystem.flush(directory, .directory)
        }
    }

    @Test("Names come, change and go", arguments: Kind.allCases)
    func names(_ kind: Kind) throws {
        try Self.with(kind) { fileSystem, directory, path in
            fileSystem.close(try fileSystem.open("a", in: directory, .create))
            fileSystem.close(try fileSystem.open("a", in: directory, .createOrUpdate))
            #expect(Self.code { _ = try fileSystem.open("a", in: directory, .create) } == EEXIST)
            #expect(Self.code { _ = try fileSystem.open("b", in: directory, .read) } == ENOENT)
            #expect(Self.code { _ = try fileSystem.open("b", in: directory, .update) } == ENOENT)
            try fileSystem.makeDirectory("folder", in: directory)
            #expect(Self.code { try fileSystem.makeDirectory("folder", in: directory) } == EEXIST)
            #expect(Self.code { try fileSystem.makeDirectory(at: path + "/folder") } == EEXIST)
            let folder = try fileSystem.openDirectory("folder", in: directory)
            defer { fileSystem.close(folder) }
            try fileSystem.rename("a", in: directory, to: "b", in: directory)
            #expect(try fileSystem.names(in: directory).sorted() == ["b", "folder"])
            try fileSystem.rename("b", in: directory, to: "c", in: folder)
            #expect(try fileSystem.names(in: folder) == ["c"])
            #expect(Self.code { try fileSystem.rename("b", in: directory, to: "d", in: directory) } == ENOENT)
            try fileSystem.remove("c", in: folder)
            #expect(Self.code { try fileSystem.remove("c", in: folder) } == ENOENT)
            #expect(Self.code { _ = try fileSystem.openDirectory(at: path + "/nowhere") } == ENOENT)
        }
    }

    @Test("A rename replaces what has the name, and an open file stays readable", arguments: Kind.allCases)
    func replaces(_ kind: Kind) throws {
        try Self.with(kind) { fileSystem, directory, _ in
            let old = try fileSystem.open("old", in: directory, .create)
            let new = try fileSystem.open("new", in: directory, .create)
            defer {
                fileSystem.close(old)
                fileSystem.close(new)
            }
            try fileSystem.writeFully(old, [1], at: 0)
            try fileSystem.writeFully(new, [2], at: 0)
            try fileSystem.rename("new", in: directory, to: "old", in: directory)
            #expect(try fileSystem.names(in: directory) == ["old"])
            #expect(try fileSystem.readFully(old, count: 1, at: 0) == [1])
            let file = try fileSystem.open("old", in: directory, .read)
            defer { fileSystem.close(file) }
            #expect(try fileSystem.readFully(file, count: 1, at: 0) == [2])
        }
    }

    @Test("What is made is the owner's alone", arguments: Kind.allCases)
    func permissions(_ kind: Kind) throws {
        try Self.with(kind) { fileSystem, directory, _ in
            let file = try fileSystem.open("a", in: directory, .create)
            try fileSystem.makeDirectory("folder", in: directory)
            let folder = try fileSystem.openDirectory("folder", in: directory)
            defer {
                fileSystem.close(file)
                fileSystem.close(folder)
            }
            let status = try fileSystem.status(of: file)
            #expect(status.permissions == 0o600)
            #expect(status.kind == .regular)
            #expect(status.owner == fileSystem.userID)
            #expect(try fileSystem.status(of: folder).permissions == 0o700)
            #expect(try fileSystem.status(of: folder).kind == .directory)
            try fileSystem.setPermissions(0o644, of: file)
            #expect(try fileSystem.status(of: file).permissions == 0o644)
            #expect(try fileSystem.freeSpace(at: file).total > 0)
        }
    }

    @Test("A file keeps its identity under another name, and a file in its place has another", arguments: Kind.allCases)
    func identities(_ kind: Kind) throws {
        try Self.with(kind) { fileSystem, directory, path in
            let file = try fileSystem.open("a", in: directory, .create)
            let other = try fileSystem.open("b", in: directory, .create)
            defer {
                fileSystem.close(file)
                fileSystem.close(other)
            }
            let identity = try fileSystem.status(of: file).identity
            #expect(try fileSystem.status(of: "a", in: directory).identity == identity)
            #expect(try fileSystem.status(of: other).identity != identity)
            #expect(try fileSystem.status(at: path).identity == fileSystem.status(of: directory).identity)
            try fileSystem.rename("a", in: directory, to: "c", in: directory)
            #expect(try fileSystem.status(of: "c", in: directory).identity == identity)
            #expect(Self.code { _ = try fileSystem.status(of: "a", in: directory) } == ENOENT)
            #expect(Self.code { _ = try fileSystem.status(at: path + "/a") } == ENOENT)
            try fileSystem.rename("b", in: directory, to: "c", in: directory)
            #expect(try fileSystem.status(of: "c", in: directory).identity != identity)
            #expect(try fileSystem.status(of: file).identity == identity)
        }
    }

    @Test(
        "A file that is opened once more is closed by itself, and read when its name is gone",
        arguments: Kind.allCases
    )
    func duplicates(_ kind: Kind) throws {
        try Self.with(kind) { fileSystem, directory, _ in
            let file = try fileSystem.open("a", in: directory, .create)
            try fileSystem.writeFully(file, [1, 2], at: 0)
            let copy = try fileSystem.duplicate(file)
            fileSystem.close(file)
            try fileSystem.remove("a", in: directory)
            #expect(try fileSystem.readFully(copy, count: 9, at: 0) == [1, 2])
            fileSystem.close(copy)
        }
    }

    @Test("A lock has one holder, until the holder's file is closed", arguments: Kind.allCases)
    func locks(_ kind: Kind) throws {
        try Self.with(kind) { fileSystem, directory, _ in
            let first = try fileSystem.open("LOCK", in: directory, .createOrUpdate)
            let second = try fileSystem.open("LOCK", in: directory, .createOrUpdate)
            #expect(try fileSystem.lock(first))
            #expect(try fileSystem.lock(first))
            #expect(try !fileSystem.lock(second))
            fileSystem.close(first)
            #expect(try fileSystem.lock(second))
            fileSystem.close(second)
        }
    }
}
