// SPDX-License-Identifier: MIT

internal import PipelineCore

extension StoreDirectory {
    /// How often, and how far apart, a lock that is held is looked at again until its holder has written its process id.
    private static let looks = 40
    private static let pause = Duration.milliseconds(50)

    /// Takes the store's lock, which lives until the returned file and the directory are closed.
    ///
    /// It is on the directory itself, so that no file that is removed, replaced or copied gives it to anybody else, and
    /// on a file that tells who has it.
    ///
    /// - Throws: `storage` with the holder's process id if another process has it.
    func lock() throws(StoreError) -> OpenFile {
        for look in 1...Self.looks {
            if try tryLock(handle) {
                if let file = try lockFile() { return file }
            }
            // Whoever took it a moment ago has not written yet who it is: nothing is there, or the one before.
            if look > 1, holder() != nil { break }
            fileSystem.pause(Self.pause)
        }
        throw .storage("\(inUse()); open it with --read-only to look at it.")
    }

    /// Takes the lock without leaving a trace; returns the file that carries it too, if there is one.
    func lockForReading() throws(StoreError) -> OpenFile? {
        guard try lockIfSupported(handle) else { throw .storage("\(inUse()).") }
        let file: OpenFile
        do {
            file = try open(Self.lockName, .read).file
        } catch {
            if error.isPassing { throw self.error(error) }
            return nil
        }
        do throws(StoreError) {
            if try lockIfSupported(file) { return file }
        } catch {
            fileSystem.close(file)
            throw error
        }
        fileSystem.close(file)
        throw .storage("\(inUse()).")
    }

    /// Takes a lock; false if another process has it.
    private func tryLock(_ file: OpenFile) throws(StoreError) -> Bool {
        do {
            return try retrying { () throws(SystemError) in try fileSystem.lock(file) }
        } catch {
            throw .storage("The store \(path) cannot be locked: \(error).", isPassing: error.isPassing)
        }
    }

    /// Takes a lock; where locks are not supported, nobody has one.
    private func lockIfSupported(_ file: OpenFile) throws(StoreError) -> Bool {
        do {
            return try tryLock(file)
        } catch {
            guard error.isPassing else { return true }
            throw error
        }
    }

    /// Takes the file's lock, which programs heed that do not know the directory's; nil if another process has it.
    private func lockFile() throws(StoreError) -> OpenFile? {
        let file: OpenFile
        do {
            file = try open(Self.lockName, .createOrUpdate).file
        } catch {
            if case .system(let reason, _) = error, reason.isWriteProtection {
                throw .storage("The store \(path) cannot be locked: \(reason). Open it with --read-only.")
            }
            throw self.error(error)
        }
        do throws(StoreError) {
            if try tryLock(file) {
                note(fileSystem.processID, in: file)
                return file
            }
        } catch {
            fileSystem.close(file)
            throw error
        }
        fileSystem.close(file)
        return nil
    }

    /// Writes who has the lock: for people alone, so a failure does not matter.
    private func note(_ process: Int32, in file: OpenFile) {
        try? fileSystem.truncate(file, to: 0)
        try? fileSystem.writeFully(file, Array("\(process)\n".utf8), at: 0)
    }

    private func inUse() -> String {
        "The store \(path) is in use by \(holder().map { "process \($0)" } ?? "another process")"
    }

    private func holder() -> String? {
        guard let file = try? open(Self.lockName, .read).file else { return nil }
        defer { fileSystem.close(file) }
        let bytes = (try? fileSystem.readFully(file, count: 20, at: 0)) ?? []
        let digits = bytes.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
    }
}
