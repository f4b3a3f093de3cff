// SPDX-License-Identifier: MIT

extension StoreDirectory {
    /// Copies the end of a journal to quarantine and cuts it off, durably; returns the copy's path in the store.
    func cut(_ name: StoreFileName, to end: UInt64?, size: UInt64) throws(SystemError) -> String? {
        let start = end ?? 0
        let journal = try retrying { () throws(SystemError) in
            try fileSystem.open(name.text, in: handle, .update)
        }
        defer { fileSystem.close(journal) }
        let copy = size > start ? try keep(journal, from: start, to: size, as: "\(name.text).\(start)") : nil
        if end == nil {
            try remove(name.text)
            try flushNames()
        } else {
            try retrying { () throws(SystemError) in try fileSystem.truncate(journal, to: start) }
            try flush(journal, .file)
        }
        return copy
    }

    /// Moves files that cannot be used to quarantine, durably; adds their paths in the store to `moved`.
    func moveAway(_ names: [String], to moved: inout [String]) throws(SystemError) {
        guard !names.isEmpty else { return }
        let quarantine = try openQuarantine()
        defer { fileSystem.close(quarantine) }
        let taken = try takenNames(in: quarantine)
        for name in names {
            let newName = Self.unusedName(name, taken)
            try retrying { () throws(SystemError) in
                try fileSystem.rename(name, in: handle, to: newName, in: quarantine)
            }
            moved.append("\(Self.quarantineName)/\(newName)")
        }
        try flush(quarantine, .directory)
        try flushNames()
    }

    private func keep(
        _ file: OpenFile,
        from start: UInt64,
        to end: UInt64,
        as name: String
    ) throws(SystemError) -> String {
        let quarantine = try openQuarantine()
        defer { fileSystem.close(quarantine) }
        let newName = Self.unusedName(name, try takenNames(in: quarantine))
        let copy = try retrying { () throws(SystemError) in try fileSystem.open(newName, in: quarantine, .create) }
        defer { fileSystem.close(copy) }
        var offset = start
        while offset < end {
            let bytes = try fileSystem.readFully(file, count: Int(min(end - offset, 1 << 20)), at: offset)
            guard !bytes.isEmpty else { break }
            try fileSystem.writeFully(copy, bytes, at: offset - start)
            offset += UInt64(bytes.count)
        }
        try flush(copy, .file)
        try flush(quarantine, .directory)
        return "\(Self.quarantineName)/\(newName)"
    }

    private func openQuarantine() throws(SystemError) -> OpenFile {
        do {
            try retrying { () throws(SystemError) in try fileSystem.makeDirectory(Self.quarantineName, in: handle) }
            try flushNames()
        } catch {
            guard error.isPresence else { throw error }
        }
        return try retrying { () throws(SystemError) in try fileSystem.openDirectory(Self.quarantineName, in: handle) }
    }

    private func takenNames(in quarantine: OpenFile) throws(SystemError) -> Set<String> {
        Set(try retrying { () throws(SystemError) in try fileSystem.names(in: quarantine) })
    }

    private static func unusedName(_ name: String, _ taken: Set<String>) -> String {
        var number = 1
        var candidate = name
        while taken.contains(candidate) {
            number += 1
            candidate = "\(name).\(number)"
        }
        return candidate
    }
}
