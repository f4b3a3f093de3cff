// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Bytes on disk that are not what was written: their place, and how it shows.
package struct Damage: Hashable, Sendable {
    /// The file's name in the store.
    package var file: String
    /// The offset of the first byte that cannot be trusted.
    package var offset: UInt64
    /// How it shows, as the end of a sentence.
    package var reason: String

    /// Makes a finding from its parts.
    package init(file: String, offset: UInt64, reason: String) {
        self.file = file
        self.offset = offset
        self.reason = reason
    }
}

extension Damage: CustomStringConvertible {
    /// File, offset and reason in a few words.
    package var description: String { "\(file), offset \(offset): \(reason)" }
}

/// Why a file of a store could not be used.
enum FileFailure: Error, Hashable {
    /// Its bytes are not what was written.
    case damaged(Damage)
    /// The system did not let it be read or written; `file` is its name.
    case system(SystemError, file: String)
    /// It is not to be used as it is, for the reason given: renamed, foreign, of a newer version.
    case refused(file: String, reason: String)

    /// Whether the system was short of something, and the file may be used a moment later.
    var isPassing: Bool {
        if case .system(let error, _) = self { error.isPassing } else { false }
    }
}

/// How writing to a store failed, and what that means for the disk.
enum WriteFailure: Error {
    /// There was no room; the disk is as it was before.
    case noRoom(StoreError)
    /// The system was short of descriptors or memory; the disk is as it was before.
    case passing(StoreError)
    /// It cannot be done; the disk is as it was before.
    case refused(StoreError)
    /// It is uncertain what the disk holds now: nothing may be written any more.
    case broken(StoreError)
    /// What was written may not be where the store will be looked for: nothing may be written any more.
    case displaced(StoreError)

    /// The error for people.
    var error: StoreError {
        switch self {
        case .noRoom(let error), .passing(let error), .refused(let error), .broken(let error), .displaced(let error):
            error
        }
    }

    /// The failure of a call after which the disk is as it was before.
    init(undone error: SystemError, _ sentence: String) {
        let explained = StoreError.storage("\(sentence): \(error).", isPassing: error.isPassing)
        self = error.isLackOfRoom ? .noRoom(explained) : WriteFailure(undone: explained)
    }

    /// A failure that left the disk as it was before.
    init(undone error: StoreError) {
        self = error.isPassing ? .passing(error) : .refused(error)
    }

    /// The failure of a call after which nothing is certain.
    init(fatal error: SystemError, _ sentence: String) {
        self = .broken(
            .storage("\(sentence): \(error). Nothing more is written until the store is opened again.")
        )
    }
}
