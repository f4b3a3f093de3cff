// SPDX-License-Identifier: MIT

internal import PipelineCore

/// How writing to a store failed, and what that means for the disk.
enum WriteFailure: Error {
    /// There was no room; the disk is as it was before.
    case noRoom(StoreError)
    /// It cannot be done; the disk is as it was before.
    case refused(StoreError)
    /// Nobody knows what the disk holds now: nothing may be written any more.
    case broken(StoreError)

    /// The error for people.
    var error: StoreError {
        switch self {
        case .noRoom(let error), .refused(let error), .broken(let error): error
        }
    }

    /// The failure of a call after which the disk is as it was before.
    init(undone error: SystemError, _ sentence: String) {
        let error = (error, StoreError.storage("\(sentence): \(error)."))
        self = error.0.isLackOfRoom ? .noRoom(error.1) : .refused(error.1)
    }

    /// The failure of a call after which nothing is certain.
    init(fatal error: SystemError, _ sentence: String) {
        self = .broken(
            .storage("\(sentence): \(error). Nothing more is written until the store is opened anew.")
        )
    }
}
