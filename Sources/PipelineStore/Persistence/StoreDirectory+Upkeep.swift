// SPDX-License-Identifier: MIT

extension StoreDirectory {
    /// Takes from the directory and from our files what others may do with them.
    func tighten(_ listing: StoreListing) throws(SystemError) {
        try tighten(handle, to: 0o700)
        for name in listing.files.map(\.text) + [Self.lockName] {
            guard let file = try? open(name, .read).file else { continue }
            defer { fileSystem.close(file) }
            try tighten(file, to: 0o600)
        }
    }

    private func tighten(_ file: OpenFile, to permissions: UInt32) throws(SystemError) {
        let status = try retrying { () throws(SystemError) in try fileSystem.status(of: file) }
        guard status.permissions & 0o077 != 0 else { return }
        try retrying { () throws(SystemError) in try fileSystem.setPermissions(permissions, of: file) }
    }

    /// Removes what earlier runs did not finish.
    func removeTemporaries(_ listing: StoreListing) throws(SystemError) {
        for name in listing.temporaries { try remove(name) }
    }

    /// Removes all but the newest `keep` snapshots, and the journals that none of those needs, durably.
    ///
    /// Call it only when the newest snapshot is durable.
    func prune(keeping keep: Int) throws(SystemError) {
        let listing = StoreListing(try retrying { () throws(SystemError) in try fileSystem.names(in: handle) })
        guard let oldest = listing.snapshots.suffix(max(1, keep)).first else { return }
        let old = listing.files.filter { $0.generation < oldest }
        guard !old.isEmpty else { return }
        for name in old { try remove(name.text) }
        try flushNames()
    }
}
