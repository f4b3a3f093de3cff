// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A system call that failed, with the system's reason.
package struct SystemError: Error, Hashable, Sendable {
    /// The system's number for the reason (`errno`).
    package var code: Int32
    /// The call that failed, for people.
    package var call: String

    /// Makes an error from the number and the call.
    package init(_ code: Int32, in call: String) {
        self.code = code
        self.call = call
    }
}

extension SystemError {
    /// The failure of a write that takes no byte and gives no reason.
    static var noProgress: SystemError { SystemError(ENOSPC, in: "write") }

    /// Whether the call was interrupted before it did anything.
    package var isInterruption: Bool { code == EINTR }

    /// Whether what was named is not there.
    var isAbsence: Bool { code == ENOENT }

    /// Whether what was to be made is there already.
    var isPresence: Bool { code == EEXIST }

    /// Whether the medium did not deliver what it holds.
    var isMediumFailure: Bool { code == EIO }

    /// Whether there was no room: a full disk, a quota or a limit on the size of files.
    var isLackOfRoom: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

    /// Whether the system was short of descriptors or memory, which passes.
    var isPassing: Bool { code == EMFILE || code == ENFILE || code == ENOMEM }

    /// Whether nothing may be written here: a read-only file system or missing permission.
    var isWriteProtection: Bool { code == EROFS || code == EACCES || code == EPERM }

    /// Whether the name is a symbolic link or not the directory it should be.
    var isWrongKind: Bool { code == ELOOP || code == ENOTDIR || code == EISDIR }
}

extension SystemError: CustomStringConvertible {
    /// The reason in words.
    package var description: String {
        switch code {
        case EACCES, EPERM: "permission denied"
        case EBUSY: "busy"
        case EDQUOT: "the disk quota is exceeded"
        case EEXIST: "it already exists"
        case EFBIG: "the file would exceed the file size limit"
        case EINTR: "interrupted"
        case EIO: "input/output error"
        case EISDIR: "it is a directory"
        case ELOOP: "it is a symbolic link"
        case EMFILE, ENFILE: "too many open files"
        case ENAMETOOLONG: "the name is too long"
        case ENOENT: "it does not exist"
        case ENOMEM: "out of memory"
        case ENOSPC: "no space left on the disk"
        case ENOTDIR: "it is not a directory"
        case EROFS: "the file system is read-only"
        default: "system error \(code)"
        }
    }
}
