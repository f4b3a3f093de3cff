// SPDX-License-Identifier: MIT

/// Why a file of a store could not be used.
enum FileFailure: Error, Hashable {
    /// Its bytes are not what was written.
    case damaged(Damage)
    /// The system did not let it be read or written; `file` is its name.
    case system(SystemError, file: String)
    /// It is not to be used as it is, for the reason given: renamed, foreign, of a newer version.
    case refused(file: String, reason: String)
}
