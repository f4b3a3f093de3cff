// SPDX-License-Identifier: MIT

internal import PipelineCore

extension StoreDirectory {
    /// How often, and how far apart, a lock that is held is looked at again until its holder has written its process id.
    private static let looks = 40
    private static let pause = Duration.milliseconds(50)

    /// Takes the store's lock, which lives until the returned file is closed.
    ///
    /// - Throws: `storage` with the holder's process id if another process has it.
    func lock() throws(StoreError) -> OpenFile {
        let file: OpenFile
        do {
            file = try open(Self.lockName, .createOrUpdate).file
        } catch {
            if case .system(let reason, _) = error, reason.isWriteProtection {
                throw .storage("The store \(path) cannot be locked: \(reason). Open it with --read-only.")
            }
            throw self.error(error)
        }
        do throws(SystemError) {
            for look in 1...Self.looks {
                if try retrying({ () throws(SystemError) in try fileSystem.lock(file) }) {
                    note(fileSystem.processID, in: file)
                    return file
                }
                // Whoever took it a moment ago has not written yet who it is: nothing is there, or the one before.
                if look > 1, holder(in: file) != nil { break }
                fileSystem.pause(Self.pause)
            }
        } catch {
            fileSystem.close(file)
            throw .storage("The store \(path) cannot be locked: \(error).", isPassing: error.isPassing)
        }
        let holder = holder(in: file) ?? "another process"
        fileSystem.close(file)
        throw .storage("The store \(path) is in use by \(holder); open it with --read-only to look at it.")
    }

    /// Takes the lock without leaving a trace; nil if there is no lock to take.
    func lockForReading() throws(StoreError) -> OpenFile? {
        let file: OpenFile
        do {
            file = try open(Self.lockName, .read).file
        } catch {
            if error.isPassing { throw self.error(error) }
            return nil
        }
        do {
            if try retrying({ () throws(SystemError) in try fileSystem.lock(file) }) { return file }
        } catch {
            // Where locks are not supported, nobody has one.
            guard error.isPassing else { return file }
            fileSystem.close(file)
            throw .storage("The store \(path) cannot be locked: \(error).", isPassing: true)
        }
        let holder = holder(in: file) ?? "another process"
        fileSystem.close(file)
        throw .storage("The store \(path) is in use by \(holder).")
    }

    /// Writes who has the lock: for people alone, so a failure does not matter.
    private func note(_ process: Int32, in file: OpenFile) {
        try? fileSystem.truncate(file, to: 0)
        try? fileSystem.writeFully(file, Array("\(process)\n".utf8), at: 0)
    }

    private func holder(in file: OpenFile) -> String? {
        let bytes = (try? fileSystem.readFully(file, count: 20, at: 0)) ?? []
        let digits = bytes.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        return digits.isEmpty ? nil : "process \(String(decoding: digits, as: UTF8.self))"
    }
}
