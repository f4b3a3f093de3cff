// SPDX-License-Identifier: MIT

/// What went wrong, in the terms of the contract: a kind that programs act on and a sentence for people.
package struct StoreError: Error, Hashable, Sendable {
    /// The kinds of failure that every face of the store tells apart.
    package enum Code: Hashable, Sendable {
        /// Nobody is logged in, or a token does not hold.
        case unauthorized
        /// The caller is known and lacks the right.
        case forbidden
        /// A value, an option or a command that cannot be taken; `name` is the parameter, field or command.
        case invalid(name: String)
        /// What was named is not there, or is another user's.
        case notFound
        /// An id or an e-mail address that exists already.
        case conflict
        /// What was asked could not be made durable; it is not acknowledged.
        case storage
        /// A broken promise of the program itself.
        case internalError
        /// The work was stopped by the person who asked for it.
        case cancelled
    }

    /// The kind of failure.
    package var code: Code
    /// One sentence that names what, where and why.
    package var details: String
    /// Whether the same may succeed a moment later: the system was short of something, such as descriptors.
    package var isPassing: Bool

    /// Makes an error from its kind and its sentence.
    package init(_ code: Code, _ details: String, isPassing: Bool = false) {
        self.code = code
        self.details = details
        self.isPassing = isPassing
    }

    /// An error about the value of the parameter, field or command called `name`.
    package static func invalid(_ name: String, _ details: String) -> StoreError {
        StoreError(.invalid(name: name), details)
    }

    /// An error about something that is not there for the caller.
    package static func notFound(_ details: String) -> StoreError {
        StoreError(.notFound, details)
    }

    /// An error about an id or an e-mail address that exists already.
    package static func conflict(_ details: String) -> StoreError {
        StoreError(.conflict, details)
    }

    /// An error about a change that could not be made durable.
    package static func storage(_ details: String, isPassing: Bool = false) -> StoreError {
        StoreError(.storage, details, isPassing: isPassing)
    }

    /// The short text of the error's kind, as the `error` member of an answer shows it.
    package var title: String {
        switch code {
        case .unauthorized: "Unauthorized"
        case .forbidden: "Forbidden"
        case .invalid(let name): "Invalid \(name)"
        case .notFound: "Not found"
        case .conflict: "Conflict"
        case .storage: "Storage unavailable"
        case .internalError: "Internal error"
        case .cancelled: "Cancelled"
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// The title and the details in one line.
    package var description: String { "\(title): \(details)" }
}
