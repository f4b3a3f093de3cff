// SPDX-License-Identifier: MIT

/// The system calls that a store needs, and nothing else.
///
/// Each requirement is one call: it may be interrupted, do less than was asked, or fail. The loops around it
/// are in the extension, so that a simulated disk sees every single call. Names inside a store are always
/// relative to an open directory, and a symbolic link is never followed.
package protocol FileSystem: Sendable {
    /// The user id that files made now will belong to.
    var userID: UInt32 { get }
    /// The number of this process.
    var processID: Int32 { get }

    /// Opens the directory at `path`, which must not end in a symbolic link.
    func openDirectory(at path: String) throws(SystemError) -> OpenFile
    /// Opens the directory `name` in `directory`.
    func openDirectory(_ name: String, in directory: OpenFile) throws(SystemError) -> OpenFile
    /// Makes a directory for the owner alone at `path`.
    func makeDirectory(at path: String) throws(SystemError)
    /// Makes a directory for the owner alone in `directory`.
    func makeDirectory(_ name: String, in directory: OpenFile) throws(SystemError)
    /// Lists the names in `directory`, in no order, without `.` and `..`.
    func names(in directory: OpenFile) throws(SystemError) -> [String]

    /// Opens the file `name` in `directory`; a file that is made is the owner's alone.
    func open(_ name: String, in directory: OpenFile, _ mode: OpenMode) throws(SystemError) -> OpenFile
    /// Closes a file or a directory, and releases its lock.
    func close(_ file: OpenFile)
    /// Reads bytes at `offset` and returns how many; 0 at the end.
    func read(
        _ file: OpenFile,
        into bytes: UnsafeMutableRawBufferPointer,
        at offset: UInt64
    ) throws(SystemError) -> Int
    /// Writes bytes at `offset` and returns how many were taken.
    func write(_ file: OpenFile, _ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int
    /// Cuts or extends a file to `size` bytes.
    func truncate(_ file: OpenFile, to size: UInt64) throws(SystemError)
    /// Returns when what was written is on the disk.
    func flush(_ file: OpenFile, _ kind: FlushKind) throws(SystemError)

    /// Gives the file `name` in `directory` the name `newName` in `newDirectory`, replacing what is there.
    func rename(
        _ name: String,
        in directory: OpenFile,
        to newName: String,
        in newDirectory: OpenFile
    ) throws(SystemError)
    /// Removes the file `name` from `directory`.
    func remove(_ name: String, in directory: OpenFile) throws(SystemError)

    /// Tells kind, size, owner and permissions of an open file.
    func status(of file: OpenFile) throws(SystemError) -> FileStatus
    /// Tells the same of the file that has the name `name` in `directory` now; a link is not followed.
    func status(of name: String, in directory: OpenFile) throws(SystemError) -> FileStatus
    /// Tells the same of what is at `path` now; a link at its end is not followed.
    func status(at path: String) throws(SystemError) -> FileStatus
    /// Opens an open file once more, whatever became of its name; the copy is closed by itself.
    func duplicate(_ file: OpenFile) throws(SystemError) -> OpenFile
    /// Sets the permissions of an open file.
    func setPermissions(_ permissions: UInt32, of file: OpenFile) throws(SystemError)
    /// Takes the lock of an open file for this process; false if another process has it.
    func lock(_ file: OpenFile) throws(SystemError) -> Bool
    /// Tells how much room is left on the file system of an open file.
    func freeSpace(at file: OpenFile) throws(SystemError) -> FreeSpace

    /// Blocks the thread for about as long; what is waited for is looked at again afterwards.
    func pause(_ duration: Duration)
}

// MARK: - Loops around single calls

extension FileSystem {
    /// Calls `body` again for as long as it is interrupted.
    package func uninterrupted<R>(_ body: () throws(SystemError) -> R) throws(SystemError) -> R {
        while true {
            do {
                return try body()
            } catch {
                guard error.isInterruption else { throw error }
            }
        }
    }

    /// Reads at `offset` until `bytes` is full or the file ends, and returns how many bytes that were.
    package func readFully(
        _ file: OpenFile,
        into bytes: UnsafeMutableRawBufferPointer,
        at offset: UInt64
    ) throws(SystemError) -> Int {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
            let count = try uninterrupted { () throws(SystemError) in
                try read(file, into: rest, at: offset &+ UInt64(done))
            }
            guard count > 0 else { break }
            done += count
        }
        return done
    }

    /// Writes all of `bytes` at `offset`, in as many calls as it takes.
    package func writeFully(
        _ file: OpenFile,
        _ bytes: UnsafeRawBufferPointer,
        at offset: UInt64
    ) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = try uninterrupted { () throws(SystemError) in
                try write(file, rest, at: offset &+ UInt64(done))
            }
            guard count > 0 else { throw .noProgress }
            done += count
        }
    }

    /// Writes all of `bytes` at `offset`, in as many calls as it takes.
    package func writeFully(_ file: OpenFile, _ bytes: [UInt8], at offset: UInt64) throws(SystemError) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(SystemError) in
            try writeFully(file, UnsafeRawBufferPointer(buffer), at: offset)
        }
    }

    /// Reads `count` bytes at `offset`, fewer if the file ends before.
    package func readFully(_ file: OpenFile, count: Int, at offset: UInt64) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let done = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(SystemError) in
            try readFully(file, into: UnsafeMutableRawBufferPointer(buffer), at: offset)
        }
        bytes.removeSubrange(done...)
        return bytes
    }
}

// MARK: - What calls take and give

/// An open file or directory of a ``FileSystem``.
package struct OpenFile: Hashable, Sendable {
    /// The descriptor's number.
    package let number: Int32

    /// Names the descriptor `number`.
    package init(number: Int32) {
        self.number = number
    }
}

/// The ways in which a store opens a file.
package enum OpenMode: Hashable, Sendable {
    /// For reading; the file must be there.
    case read
    /// For reading and writing; the file must be there.
    case update
    /// For reading and writing; the file must not be there yet.
    case create
    /// For reading and writing; created if it is absent.
    case createOrUpdate
}

/// What a flush has to bring to the disk.
package enum FlushKind: Hashable, Sendable {
    /// The contents of a file and the length needed to read them.
    case data
    /// The contents of a file and everything known about it.
    case file
    /// The names in a directory.
    case directory
}

/// What the file system knows about a file: kind, size, owner, permissions, the time of its last change, its identity.
package struct FileStatus: Hashable, Sendable {
    /// The kinds of file that a store tells apart.
    package enum Kind: Hashable, Sendable {
        /// A plain file.
        case regular
        /// A directory.
        case directory
        /// A link, a pipe, a device: nothing that a store makes.
        case other
    }

    /// What the file is.
    package var kind: Kind
    /// The length in bytes.
    package var size: UInt64
    /// The owner's user id.
    package var owner: UInt32
    /// The permission bits with set-id and sticky bits, `0o7777` at most.
    package var permissions: UInt32
    /// When the contents changed last, in microseconds since 1970.
    package var modified: Int64
    /// Which file it is, whatever its name.
    package var identity: FileIdentity

    /// Makes a status from its parts.
    package init(
        kind: Kind,
        size: UInt64,
        owner: UInt32,
        permissions: UInt32,
        modified: Int64,
        identity: FileIdentity
    ) {
        self.kind = kind
        self.size = size
        self.owner = owner
        self.permissions = permissions
        self.modified = modified
        self.identity = identity
    }
}

/// What tells a file from every other that there is at the same time.
package struct FileIdentity: Hashable, Sendable {
    /// The number of the file system.
    package var device: UInt64
    /// The file's number there.
    package var number: UInt64

    /// Makes an identity from its parts.
    package init(device: UInt64, number: UInt64) {
        self.device = device
        self.number = number
    }
}

/// How much room the file system of a store has.
package struct FreeSpace: Hashable, Sendable {
    /// Bytes that this process may still write.
    package var available: UInt64
    /// Bytes in all.
    package var total: UInt64

    /// Makes a figure from its parts.
    package init(available: UInt64, total: UInt64) {
        self.available = available
        self.total = total
    }
}
