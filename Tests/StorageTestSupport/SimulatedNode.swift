// SPDX-License-Identifier: MIT

internal import Synchronization
internal import TestSupport

/// A file or directory of a simulated disk: what programs see, what is on the medium, and what is in between.
final class SimulatedNode {
    /// A change of a file that was not flushed.
    enum PendingChange {
        case write(offset: Int, bytes: [UInt8])
        case truncate(size: Int)
    }

    /// A change of a directory that was not flushed.
    enum PendingName {
        case link(String, SimulatedNode)
        case unlink(String)
        /// The directory is nil where it is the same: a node that held itself would never be freed.
        case rename(String, to: String, in: SimulatedNode?, SimulatedNode)
    }

    /// The number that tells it from every other.
    let number: UInt64
    let isDirectory: Bool
    var permissions: UInt32
    var owner: UInt32 = SimulatedDisk.userID
    var modified: Int64 = 0
    /// Whether it is a symbolic link to somewhere else.
    var isLink = false
    /// The process that holds the lock.
    var lockHolder: Int32?

    /// A file's bytes as programs see them.
    var cache: [UInt8] = []
    /// A file's bytes on the medium.
    var durable: [UInt8] = []
    var pendingChanges: [PendingChange] = []

    /// A directory's names as programs see them.
    var names: [String: SimulatedNode] = [:]
    /// A directory's names on the medium.
    var durableNames: [String: SimulatedNode] = [:]
    var pendingNames: [PendingName] = []

    private static let numbers = Atomic<UInt64>(0)

    init(isDirectory: Bool, permissions: UInt32) {
        number = Self.numbers.add(1, ordering: .relaxed).newValue
        self.isDirectory = isDirectory
        self.permissions = permissions
    }

    /// Writes into the cache.
    func write(_ bytes: [UInt8], at offset: Int) {
        Self.put(bytes[...], at: offset, into: &cache)
        pendingChanges.append(.write(offset: offset, bytes: bytes))
    }

    /// Cuts or extends the cache.
    func truncate(to size: Int) {
        Self.resize(&cache, to: size)
        pendingChanges.append(.truncate(size: size))
    }

    /// Brings to the medium what is not there yet, as far as anybody remembers.
    func flush() {
        for change in pendingChanges {
            switch change {
            case .write(let offset, let bytes): Self.put(bytes[...], at: offset, into: &durable)
            case .truncate(let size): Self.resize(&durable, to: size)
            }
        }
        pendingChanges = []
    }

    /// Brings some sectors to the medium and forgets the others, though the cache still shows them.
    func loseFlush(_ generator: inout SeededGenerator) {
        settle(&generator)
        pendingChanges = []
    }

    /// Brings names to the medium.
    func flushNames() {
        for change in pendingNames { Self.apply(change, to: self) }
        pendingNames = []
    }

    /// Brings some of what is not flushed to the medium, as the moment of a power cut may have it.
    func settle(_ generator: inout SeededGenerator) {
        for change in pendingChanges {
            switch change {
            case .truncate(let size):
                if generator.chance(percent: 50) { Self.resize(&durable, to: size) }
            case .write(let offset, let bytes):
                var done = 0
                while done < bytes.count {
                    let count = min(Self.sector - (offset + done) % Self.sector, bytes.count - done)
                    if generator.chance(percent: 50) {
                        Self.put(bytes[done..<done + count], at: offset + done, into: &durable)
                    }
                    done += count
                }
            }
        }
    }

    /// Brings some names to the medium.
    func settleNames(_ generator: inout SeededGenerator) {
        for change in pendingNames where generator.chance(percent: 50) { Self.apply(change, to: self) }
        pendingNames = []
    }

    private static let sector = 32

    private static func put(_ bytes: ArraySlice<UInt8>, at offset: Int, into target: inout [UInt8]) {
        if target.count < offset + bytes.count { resize(&target, to: offset + bytes.count) }
        target.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }

    private static func resize(_ target: inout [UInt8], to size: Int) {
        if size < target.count {
            target.removeSubrange(size...)
        } else {
            target.append(contentsOf: repeatElement(0, count: size - target.count))
        }
    }

    private static func apply(_ change: PendingName, to node: SimulatedNode) {
        switch change {
        case .link(let name, let target):
            node.durableNames[name] = target
        case .unlink(let name):
            node.durableNames[name] = nil
        case .rename(let name, let newName, let directory, let target):
            if node.durableNames[name] === target { node.durableNames[name] = nil }
            (directory ?? node).durableNames[newName] = target
        }
    }
}
