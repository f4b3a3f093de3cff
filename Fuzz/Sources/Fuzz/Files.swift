// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import StorageTestSupport

/// The bytes of a store's files, to begin with: four changes, and a snapshot of the state after them.
private struct Seed {
    let snapshot: [UInt8]
    let journal: [UInt8]

    static let path = "/store"
    /// The same files with the checksums that the fuzzer gave them.
    static let unfittingPath = "/unfitting"
    static let snapshotName = "0000000000000001.snapshot"
    static let journalName = "0000000000000001.journal"
    static let headerSize = 128

    init() {
        let disk = SimulatedDisk(seed: 1)
        var options = StoreFilesOptions()
        options.scheduling = .inline
        options.makeMark = { 1 }
        do {
            let files = try StoreFiles<LedgerState>.open(at: Self.path, options: options, fileSystem: disk).files
            var state = LedgerState()
            let change = Change.addUser(id: UserID(UUID(high: 1, low: 1)), email: nil)
            _ = state.apply(change)
            try files.append([1] + [UInt8](repeating: 0, count: 17), sequence: 1)
            files.writePending()
            let contents = disk.contents(of: Self.path)
            snapshot = contents[Self.snapshotName] ?? []
            journal = contents[Self.journalName] ?? []
        } catch {
            fatalError("\(error)")
        }
    }
}

private let seed = Seed()

/// Opens a store whose checksums fit, since they would keep the fuzzer out, and looks at what was accepted.
private func open(_ files: [String: [UInt8]]) {
    let disk = SimulatedDisk(seed: 1)
    for path in [Seed.path, Seed.unfittingPath] { disk.putDirectory(at: path) }
    for (name, bytes) in files {
        disk.put(bytes, at: "\(Seed.unfittingPath)/\(name)")
        guard let kind = StoreFileName(name)?.kind else { continue }
        disk.put(FittingChecksums.set(in: bytes, of: kind), at: "\(Seed.path)/\(name)")
    }
    var options = StoreFilesOptions(readOnly: true)
    options.scheduling = .inline
    if let state = try? StoreFiles<LedgerState>.open(at: Seed.path, options: options, fileSystem: disk).state {
        judge(state)
    }
    // With the checksums as they are nothing is accepted, but everything is looked at.
    _ = try? StoreFiles<LedgerState>.check(at: Seed.unfittingPath, fileSystem: disk)
}

/// Makes sure that a state that was accepted is sound, answers questions, and takes changes.
func judge(_ state: LedgerState) {
    let violations = state.checkInvariants()
    require(violations.isEmpty, violations.joined(separator: "\n"))
    for user in state.usersInOrder.prefix(4) {
        require(state.userNumber(of: state.userID(of: user)) == user, "a user is not found")
        _ = state.costSummary(of: user, in: .all, billed: nil)
    }
}

/// A snapshot: the first 8 bytes are the header's sequence, the rest are the blocks.
func fuzzSnapshot(_ bytes: [UInt8]) {
    guard bytes.count >= 8 else { return }
    var file = Array(seed.snapshot[..<Seed.headerSize])
    file.replaceSubrange(40..<48, with: bytes[..<8])
    open([Seed.snapshotName: file + bytes[8...]])
}

/// A journal after an empty snapshot: the bytes are its frames.
func fuzzJournal(_ bytes: [UInt8]) {
    open([Seed.snapshotName: seed.snapshot, Seed.journalName: seed.journal[..<Seed.headerSize] + bytes])
}

/// Changes, each after its length in two bytes, replayed one after the other.
func fuzzChanges(_ bytes: [UInt8]) {
    var state = LedgerState()
    var rest = bytes[...]
    while rest.count >= 2 {
        let length = Int(rest[rest.startIndex]) | Int(rest[rest.startIndex + 1]) << 8
        rest = rest.dropFirst(2)
        let before = state.sequence
        do {
            try state.replay(change: rest.prefix(length))
            require(state.sequence == before + 1, "a change counts as \(state.sequence - before)")
        } catch {
            require(state.sequence == before, "a change that was refused counts")
        }
        rest = rest.dropFirst(length)
    }
    judge(state)
}
