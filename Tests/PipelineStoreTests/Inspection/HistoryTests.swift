// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import StorageTestSupport
import Synchronization
import TestSupport
import Testing

/// Files of two branches of one store in one directory, each of them whole.
@Suite("Two histories of one store", .serialized, .inTurn)
struct HistoryTests {
    private typealias Files = [String: [UInt8]]

    private static func fixture(_ files: Files) -> StoreFixture {
        let fixture = StoreFixture()
        fixture.disk.putDirectory(at: StoreFixture.path)
        for (name, bytes) in files { fixture.disk.put(bytes, at: "\(StoreFixture.path)/\(name)") }
        return fixture
    }

    /// A branch of a store: the files it had at each moment, and its last state.
    private struct Branch {
        var moments: [Files]
        var state: ToyState
        /// Every state that it went through.
        var states: Set<UInt64>

        /// Whether each of the files was one of this branch, or the beginning of one.
        func holds(_ files: Files) -> Bool {
            files.allSatisfy { name, bytes in moments.contains { $0[name]?.starts(with: bytes) == true } }
        }
    }

    /// Makes marks of its own for every branch.
    private static func branch(from files: Files, _ generator: inout SeededGenerator) throws -> Branch {
        var fixture = fixture(files)
        let first = generator.next()
        let count = Counter()
        fixture.options.makeMark = { first &+ count.next() }
        var moments = [files]
        var state = ToyState()
        var states: Set<UInt64> = []
        for _ in 0..<(1 + generator.below(3)) {
            let opened = try fixture.open()
            state = opened.state
            states.insert(state.digest)
            for _ in 0..<(1 + generator.below(3)) {
                for _ in 0..<generator.below(4) {
                    try StoreFixture.add([[UInt8(generator.below(250))]], to: &state, opened.files)
                    states.insert(state.digest)
                    moments.append(fixture.contents)
                }
                if generator.below(2) == 0 { _ = try opened.files.snapshotInline(of: state) }
                moments.append(fixture.contents)
            }
            if generator.below(2) == 0 {
                try opened.files.closeInline(final: state)
                moments.append(fixture.contents)
            }
            fixture.disk = fixture.disk.killed()
        }
        return Branch(moments: moments, state: state, states: states)
    }

    /// Whether a generation is missing between others.
    private static func hasGap(_ files: Files) -> Bool {
        let generations = Set(files.keys.compactMap { StoreFileName($0)?.generation })
        guard let first = generations.min(), let last = generations.max() else { return false }
        return UInt64(generations.count) != last - first + 1
    }

    @Test("A copy over a copy opens as the one that was copied, or is refused and found by the check")
    func copyOverCopy() throws {
        var refused = 0
        for seed in 1...UInt64(150) {
            var generator = SeededGenerator(seed: seed)
            let trunk = try Self.branch(from: [:], &generator)
            let start = trunk.moments[generator.below(trunk.moments.count)]
            let branches = [try Self.branch(from: start, &generator), try Self.branch(from: start, &generator)]
            let below = branches[0].moments[generator.below(branches[0].moments.count)]
            let copied = try #require(branches[1].moments.last)
            let mixed = below.merging(copied) { $1 }
            let fixture = Self.fixture(mixed)
            let check = try? StoreFiles<ToyState>.check(at: StoreFixture.path, fileSystem: fixture.disk)
            let isOfOne = branches.contains { $0.holds(mixed) }
            do throws(StoreError) {
                let opened = try fixture.open()
                #expect(isOfOne, "seed \(seed): \(mixed.keys.sorted()) opened")
                #expect(opened.state == branches[1].state || branches[0].holds(mixed), "seed \(seed)")
            } catch {
                refused += 1
                #expect(!isOfOne || Self.hasGap(mixed), "seed \(seed): \(error)")
                #expect(check?.isSound == false, "seed \(seed): not found by the check")
                #expect(error.details.contains("offset"), "seed \(seed): \(error.details)")
                #expect(fixture.contents == mixed, "seed \(seed): the disk was changed")
            }
        }
        #expect(refused > 20)
    }

    @Test("Of a copy over a copy, a repair saves a state that one of the two was in")
    func repair() throws {
        var saved = 0
        for seed in 1...UInt64(150) {
            var generator = SeededGenerator(seed: seed)
            let trunk = try Self.branch(from: [:], &generator)
            let start = trunk.moments[generator.below(trunk.moments.count)]
            let branches = [try Self.branch(from: start, &generator), try Self.branch(from: start, &generator)]
            let below = branches[0].moments[generator.below(branches[0].moments.count)]
            let copied = try #require(branches[1].moments.last)
            let fixture = Self.fixture(below.merging(copied) { $1 })
            let report = try? StoreFiles<ToyState>.repair(at: StoreFixture.path, to: "/new", fileSystem: fixture.disk)
            guard let report, report.sequence > 0 else { continue }
            let state = try StoreFiles<ToyState>.open(at: "/new", options: fixture.options, fileSystem: fixture.disk)
                .state
            #expect(([trunk] + branches).contains { $0.states.contains(state.digest) }, "seed \(seed)")
            saved += 1
        }
        #expect(saved > 50)
    }

    @Test("A journal that goes on after the next generation was begun is damage")
    func journalBeyondTheNextGeneration() throws {
        var fixture = StoreFixture()
        let first = try fixture.open()
        var state = first.state
        try StoreFixture.add([[1], [2]], to: &state, first.files)
        let early = fixture.contents
        try StoreFixture.add([[3]], to: &state, first.files)
        let late = fixture.contents
        // Another program made the next generation of what was there before.
        fixture = Self.fixture(early)
        _ = try fixture.open()
        let mixed = fixture.contents.merging(late.filter { $0.key.hasSuffix("1.journal") }) { $1 }
        fixture = Self.fixture(mixed)
        let error = #expect(throws: StoreError.self) { try fixture.open() }
        #expect(error?.details.contains("0000000000000001.journal, offset") == true, "\(error?.details ?? "")")
        #expect(error?.details.contains("it goes on after change 2, with which 0000000000000002") == true)
        let check = try StoreFiles<ToyState>.check(at: StoreFixture.path, fileSystem: fixture.disk)
        #expect(check.files.filter(\.isDamaged).map(\.name) == ["0000000000000001.journal"])
        #expect(fixture.contents == mixed)
    }

    @Test("An older file that was cut off between two frames is found by the check, and not needed by the opening")
    func shortenedOldJournal() throws {
        var fixture = StoreFixture()
        let digests = try fixture.makeStore(changes: 4)
        let name = "0000000000000001.journal"
        let bytes = try #require(fixture.contents[name])
        fixture.disk.put(Array(bytes[..<128]), at: "\(StoreFixture.path)/\(name)")
        let check = try StoreFiles<ToyState>.check(at: StoreFixture.path, fileSystem: fixture.disk)
        #expect(check.files.filter(\.isDamaged).map(\.name) == [name])
        #expect(try fixture.open().state.digest == digests.last)
    }
}

/// Counts up.
private final class Counter: Sendable {
    private let count = Atomic<UInt64>(0)

    func next() -> UInt64 { count.add(1, ordering: .relaxed).newValue }
}
