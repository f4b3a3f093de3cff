// SPDX-License-Identifier: MIT

internal import Synchronization

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
