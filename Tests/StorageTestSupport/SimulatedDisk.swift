// SPDX-License-Identifier: MIT

internal import PipelineStore
internal import Synchronization
internal import TestSupport

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A disk that forgets what was not flushed, fails when it is told to, and stops at any call.
///
/// Writes go to a cache that programs see and a list of what the medium does not have yet, in sectors of 32
/// bytes. A power cut keeps each sector and each name of that list or drops it, at random. A flush that fails
/// drops what it should have written, while the cache goes on showing it, as Linux does; names that a failed
/// flush should have written stay on the list.
///
/// One value is one run of a program: ``killed()`` and ``powerCut()`` give the disk as the next run finds it.
package final class SimulatedDisk: FileSystem {
    /// The owner of everything that is made.
    package static let userID: UInt32 = 1000

    // Unchecked: the nodes are not sendable by themselves; they are reached through the lock of one run alone.
    struct Storage: @unchecked Sendable {
        var root: SimulatedNode
        var open: [Int32: SimulatedNode] = [:]
        var nextNumber: Int32 = 3
        var generator: SeededGenerator
        var calls = 0
        var changes = 0
        var flushes = 0
        var descriptorCalls = 0
        var memoryCalls = 0
        var faultsMet = 0
        var bytesRead = 0
        var time: Int64 = 1_700_000_000_000_000
        var stopAfter = Int.max
        var isStopped = false
        var faults: [SimulatedFault] = []
        var interruptions = 0
        var shortTransfers = 0
        var room = UInt64(1) << 40
    }

    let storage: Mutex<Storage>
    private let hook = Mutex<(@Sendable () -> Void)?>(nil)
    /// The number of this run.
    package let processID: Int32

    /// Makes an empty disk whose accidents follow from `seed`.
    package convenience init(seed: UInt64) {
        let root = SimulatedNode(isDirectory: true, permissions: 0o755)
        self.init(Storage(root: root, generator: SeededGenerator(seed: seed)), processID: 1)
    }

    private init(_ storage: Storage, processID: Int32) {
        self.storage = Mutex(storage)
        self.processID = processID
    }

    /// The owner of everything that is made.
    package var userID: UInt32 { Self.userID }

    /// How many calls there were.
    package var calls: Int { storage.withLock { $0.calls } }

    /// How many calls a fault hit.
    package var faultsMet: Int { storage.withLock { $0.faultsMet } }

    /// How many bytes were read: the measure of a reader's work.
    package var bytesRead: Int { storage.withLock { $0.bytesRead } }

    /// Whether the disk has stopped: every call fails from then on, and nothing that is said later counts.
    package var isStopped: Bool { storage.withLock { $0.isStopped } }

    /// Stops the disk at the given number of calls from now.
    package func stop(afterCalls count: Int) {
        storage.withLock { $0.stopAfter = $0.calls + count }
    }

    /// Sets what goes wrong; calls are counted anew.
    package func fail(_ faults: [SimulatedFault]) {
        storage.withLock { storage in
            storage.faults = faults
            storage.calls = 0
            storage.changes = 0
            storage.flushes = 0
            storage.descriptorCalls = 0
            storage.memoryCalls = 0
            storage.faultsMet = 0
        }
    }

    /// Lets a percentage of all calls be interrupted, and of all transfers be short.
    package func disturb(interruptions: Int, shortTransfers: Int) {
        storage.withLock { storage in
            storage.interruptions = interruptions
            storage.shortTransfers = shortTransfers
        }
    }

    /// Sets how many bytes may still be written.
    package func setRoom(_ bytes: UInt64) {
        storage.withLock { $0.room = bytes }
    }

    /// Has `body` called after every call, on the thread that made it.
    package func afterEveryCall(_ body: (@Sendable () -> Void)?) {
        hook.withLock { $0 = body }
    }

    /// The disk as the next run finds it when this one is killed: the cache survives.
    package func killed() -> SimulatedDisk {
        storage.withLock { storage in
            Self.releaseLocks(storage.root)
            let generator = SeededGenerator(seed: storage.generator.next())
            return SimulatedDisk(Storage(root: storage.root, generator: generator), processID: processID + 1)
        }
    }

    /// The disk as the next run finds it after a power cut: what was not flushed is there or not.
    package func powerCut() -> SimulatedDisk {
        storage.withLock { storage in
            let root = Self.settled(storage.root, &storage.generator)
            let generator = SeededGenerator(seed: storage.generator.next())
            return SimulatedDisk(Storage(root: root, generator: generator), processID: processID + 1)
        }
    }

    private func callHook() {
        let body = hook.withLock { $0 }
        body?()
    }

    private static func settled(_ node: SimulatedNode, _ generator: inout SeededGenerator) -> SimulatedNode {
        let copy = SimulatedNode(isDirectory: node.isDirectory, permissions: node.permissions)
        copy.modified = node.modified
        if node.isDirectory {
            settleAllNames(node, &generator)
            for (name, child) in node.durableNames.sorted(by: { $0.key < $1.key }) {
                copy.names[name] = settled(child, &generator)
            }
            copy.durableNames = copy.names
        } else {
            node.settle(&generator)
            copy.durable = node.durable
            copy.cache = node.durable
        }
        return copy
    }

    /// Names first, everywhere: a rename between directories is a matter of both.
    private static func settleAllNames(_ node: SimulatedNode, _ generator: inout SeededGenerator) {
        node.settleNames(&generator)
        for (_, child) in node.names.sorted(by: { $0.key < $1.key }) where child.isDirectory {
            settleAllNames(child, &generator)
        }
    }

    private static func releaseLocks(_ node: SimulatedNode) {
        node.lockHolder = nil
        for child in node.names.values { releaseLocks(child) }
    }
}

// MARK: - What every call goes through

extension SimulatedDisk {
    /// What kind of call is made.
    enum CallKind {
        case look
        case change
        case flush
    }

    /// What a call has to do beside its work.
    private enum Verdict {
        case normal
        case short
        case failure(SystemError)
    }

    /// Makes one call: counts it, lets it fail where that is its fate, and tells whoever watches.
    func call<R>(
        _ kind: CallKind,
        _ name: String,
        onFailure: (inout Storage) -> Void = { _ in },
        _ body: (inout Storage, _ isShort: Bool) throws(SystemError) -> R
    ) throws(SystemError) -> R {
        let result: Result<R, SystemError> = storage.withLock { storage in
            do throws(SystemError) {
                switch Self.judge(kind, name, &storage) {
                case .failure(let error):
                    if !error.isInterruption { onFailure(&storage) }
                    throw error
                case .normal: return .success(try body(&storage, false))
                case .short: return .success(try body(&storage, true))
                }
            } catch {
                return .failure(error)
            }
        }
        callHook()
        return try result.get()
    }

    private static func judge(_ kind: CallKind, _ name: String, _ storage: inout Storage) -> Verdict {
        if storage.calls >= storage.stopAfter { storage.isStopped = true }
        guard !storage.isStopped else { return .failure(SystemError(EIO, in: name)) }
        let needsDescriptor = name == "open" || name == "list"
        defer {
            storage.calls += 1
            if kind != .look { storage.changes += 1 }
            if kind == .flush { storage.flushes += 1 } else { storage.memoryCalls += 1 }
            if needsDescriptor { storage.descriptorCalls += 1 }
        }
        for fault in storage.faults {
            let count: Int
            switch fault.target {
            case .any: count = storage.calls
            case .changes: count = kind == .look ? -1 : storage.changes
            case .flushes: count = kind == .flush ? storage.flushes : -1
            case .descriptors: count = needsDescriptor ? storage.descriptorCalls : -1
            case .memory: count = kind == .flush ? -1 : storage.memoryCalls
            }
            guard count == fault.call || fault.isForEver && count > fault.call else { continue }
            storage.faultsMet += 1
            switch fault.effect {
            case .failure(let code): return .failure(SystemError(code, in: name))
            case .short: return .short
            }
        }
        if storage.interruptions > 0, storage.generator.chance(percent: storage.interruptions) {
            return .failure(SystemError(EINTR, in: name))
        }
        return storage.shortTransfers > 0 && storage.generator.chance(percent: storage.shortTransfers)
            ? .short : .normal
    }

    static func node(_ file: OpenFile, _ storage: Storage) throws(SystemError) -> SimulatedNode {
        guard let node = storage.open[file.number] else { throw SystemError(EBADF, in: "use") }
        return node
    }

    static func hand(_ node: SimulatedNode, _ storage: inout Storage) -> OpenFile {
        defer { storage.nextNumber += 1 }
        storage.open[storage.nextNumber] = node
        return OpenFile(number: storage.nextNumber)
    }

    /// Finds the node at `path`, without following a link.
    static func find(_ path: String, _ storage: Storage) throws(SystemError) -> SimulatedNode {
        var node = storage.root
        for part in path.split(separator: "/") where part != "." {
            guard let next = node.names[String(part)] else { throw SystemError(ENOENT, in: "find") }
            node = next
        }
        return node
    }
}

// MARK: - Looking and putting, past the calls

extension SimulatedDisk {
    /// Every file below `path` with its bytes as programs see them, without counting as a call.
    package func contents(of path: String) -> [String: [UInt8]] {
        storage.withLock { storage in
            guard let node = try? Self.find(path, storage) else { return [:] }
            var files: [String: [UInt8]] = [:]
            Self.collect(node, "", &files)
            return files
        }
    }

    /// Puts a file with these bytes at `path`, durably, without counting as a call.
    package func put(_ bytes: [UInt8], at path: String) {
        storage.withLock { storage in
            let parts = path.split(separator: "/").map(String.init)
            guard let name = parts.last,
                let parent = try? Self.find(parts.dropLast().joined(separator: "/"), storage)
            else { return }
            let node = SimulatedNode(isDirectory: false, permissions: 0o600)
            node.cache = bytes
            node.durable = bytes
            parent.names[name] = node
            parent.durableNames[name] = node
        }
    }

    /// Makes a directory at `path`, durably, without counting as a call.
    package func putDirectory(at path: String) {
        storage.withLock { storage in
            let parts = path.split(separator: "/").map(String.init)
            guard let name = parts.last,
                let parent = try? Self.find(parts.dropLast().joined(separator: "/"), storage)
            else { return }
            let node = SimulatedNode(isDirectory: true, permissions: 0o700)
            parent.names[name] = node
            parent.durableNames[name] = node
        }
    }

    /// Removes what is at `path`, durably, without counting as a call; what is open stays so.
    package func take(_ path: String) {
        storage.withLock { storage in
            let parts = path.split(separator: "/").map(String.init)
            guard let name = parts.last,
                let parent = try? Self.find(parts.dropLast().joined(separator: "/"), storage)
            else { return }
            if let node = parent.names.removeValue(forKey: name), node.isDirectory { Self.empty(node) }
            parent.durableNames[name] = nil
        }
    }

    /// Gives what is at `path` another place, durably, without counting as a call.
    package func move(_ path: String, to newPath: String) {
        storage.withLock { storage in
            let parts = path.split(separator: "/").map(String.init)
            let newParts = newPath.split(separator: "/").map(String.init)
            guard let name = parts.last, let newName = newParts.last,
                let parent = try? Self.find(parts.dropLast().joined(separator: "/"), storage),
                let newParent = try? Self.find(newParts.dropLast().joined(separator: "/"), storage),
                let node = parent.names.removeValue(forKey: name)
            else { return }
            parent.durableNames[name] = nil
            newParent.names[newName] = node
            newParent.durableNames[newName] = node
        }
    }

    /// A directory that is removed holds nothing any more, for those either who have it open.
    private static func empty(_ node: SimulatedNode) {
        for child in node.names.values where child.isDirectory { empty(child) }
        node.names = [:]
        node.durableNames = [:]
        node.pendingNames = []
    }

    private static func collect(_ node: SimulatedNode, _ prefix: String, _ files: inout [String: [UInt8]]) {
        for (name, child) in node.names {
            if child.isDirectory {
                collect(child, prefix + name + "/", &files)
            } else {
                files[prefix + name] = child.cache
            }
        }
    }
}
