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

extension SimulatedDisk {
    /// What kind of call is made.
    enum CallKind {
        case look
        case change
        case flush
    }

    /// What a call has to do beside its work.
    enum Verdict {
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
        defer {
            storage.calls += 1
            if kind != .look { storage.changes += 1 }
            if kind == .flush { storage.flushes += 1 }
        }
        for fault in storage.faults {
            let count: Int
            switch fault.target {
            case .any: count = storage.calls
            case .changes: count = kind == .look ? -1 : storage.changes
            case .flushes: count = kind == .flush ? storage.flushes : -1
            }
            guard count == fault.call || fault.isForEver && count > fault.call else { continue }
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
