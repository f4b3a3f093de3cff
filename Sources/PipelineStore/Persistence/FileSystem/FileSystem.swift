// SPDX-License-Identifier: MIT

/// The system calls that a store needs, and nothing else.
///
/// Each requirement is one call: it may be interrupted, do less than was asked, or fail. The loops around it
/// stand in the extension, so that a simulated disk sees every single call. Names inside a store are always
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
    /// Sets the permissions of an open file.
    func setPermissions(_ permissions: UInt32, of file: OpenFile) throws(SystemError)
    /// Takes the lock of an open file for this process; false where somebody else has it.
    func lock(_ file: OpenFile) throws(SystemError) -> Bool
    /// Tells how much room is left where an open file lives.
    func freeSpace(at file: OpenFile) throws(SystemError) -> FreeSpace
}
