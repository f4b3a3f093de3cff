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

    /// Moves a file that cannot be used to quarantine; returns its path in the store.
    func moveAway(_ name: String) throws(SystemError) -> String {
        let quarantine = try openQuarantine()
        defer { fileSystem.close(quarantine) }
        let newName = try unusedName(name, in: quarantine)
        try retrying { () throws(SystemError) in
            try fileSystem.rename(name, in: handle, to: newName, in: quarantine)
        }
        try flush(quarantine, .directory)
        try flushNames()
        return "\(Self.quarantineName)/\(newName)"
    }

    private func keep(
        _ file: OpenFile,
        from start: UInt64,
        to end: UInt64,
        as name: String
    ) throws(SystemError) -> String {
        let quarantine = try openQuarantine()
        defer { fileSystem.close(quarantine) }
        let newName = try unusedName(name, in: quarantine)
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

    private func unusedName(_ name: String, in quarantine: OpenFile) throws(SystemError) -> String {
        let taken = Set(try retrying { () throws(SystemError) in try fileSystem.names(in: quarantine) })
        var number = 1
        var candidate = name
        while taken.contains(candidate) {
            number += 1
            candidate = "\(name).\(number)"
        }
        return candidate
    }
}
