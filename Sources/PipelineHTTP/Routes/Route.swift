// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import PipelineService

/// One thing that can be asked for: how, by whom, what comes back, and what does the work.
///
/// The router, `Allow`, CORS, the labels of the figures and the OpenAPI document are all made from these values, so
/// that a route that is served is described, and one that is described is served.
struct Route: Sendable {
    /// What does the work, with the access that its callers have shown and no more.
    enum Handler: Sendable {
        /// Answers anyone, without a token.
        case anyone(@Sendable () async throws -> ResponseContent)
        /// Answers a user about the user's own data.
        case user(@Sendable (UserCall) async throws -> ResponseContent)
        /// Takes a body from the platform.
        case platform(body: Schema, @Sendable (PlatformCall) async throws -> ResponseContent)
    }

    /// What a successful response holds.
    struct Success: Sendable {
        /// The statuses that it may have.
        var statuses: [HTTPResponse.Status] = [.ok]
        /// A few words about it.
        let description: String
        /// What it holds, nil if it is not JSON.
        let schema: Schema?
        /// Whether a `Link` says where it goes on if it was cut off.
        var isPaged = false
        /// Its media type.
        var mediaType = MediaType.json
    }

    /// What a route is about, for whoever reads the description.
    enum Tag: String, CaseIterable {
        case costs, notifications, server

        /// A few words about it.
        var description: String {
            switch self {
            case .costs: "What training has cost"
            case .notifications: "What happened, and what of it was read"
            case .server: "The server itself"
            }
        }
    }

    /// A way in which a request ends without success.
    enum Failure: String, CaseIterable {
        case notModified, invalid, unauthorized, forbidden, notFound, conflict, tooLarge, mediaType, keyIsTaken
        case tooMany, unavailable

        /// Its status.
        var status: HTTPResponse.Status {
            switch self {
            case .notModified: .notModified
            case .invalid: .badRequest
            case .unauthorized: .unauthorized
            case .forbidden: .forbidden
            case .notFound: .notFound
            case .conflict: .conflict
            case .tooLarge: .contentTooLarge
            case .mediaType: .unsupportedMediaType
            case .keyIsTaken: .unprocessableContent
            case .tooMany: .tooManyRequests
            case .unavailable: .serviceUnavailable
            }
        }

        /// A few words about it.
        var description: String {
            switch self {
            case .notModified: "The client's copy is current"
            case .invalid: "An invalid value"
            case .unauthorized: "No valid token"
            case .forbidden: "A valid token without the right"
            case .notFound: "Not there, or another user's"
            case .conflict: "There already, with other content"
            case .tooLarge: "A body that is too long"
            case .mediaType: "A body that is not JSON, or in a coding that is not read"
            case .keyIsTaken: "An Idempotency-Key that came with another body"
            case .tooMany: "Too many long answers to this user are under way"
            case .unavailable: "Not durable, and not acknowledged; or too many long answers are under way"
            }
        }
    }

    /// The method; `HEAD` is there wherever `GET` is.
    let method: HTTPRequest.Method
    /// The path.
    let path: PathPattern
    /// A name for programs, unique among all routes.
    let name: String
    /// What it is about.
    let tag: Tag
    /// A few words for people.
    let summary: String
    /// The parameters of the query; others are ignored.
    var parameters: [ParameterDescription] = []
    /// Whether the parameters may also come as the members of an object in the body.
    var takesParametersInBody = false
    /// What comes back.
    let success: Success
    /// Failures beside those that follow from the rest.
    var otherFailures: [Failure] = []
    /// What does the work.
    let handler: Handler
}

/// What a handler gets that answers a user.
struct UserCall: Sendable {
    /// What the service does for the user.
    let ledger: UserLedger
    /// The parameters of the query.
    let query: QueryParameters
    /// What stands in the path in the place of `{id}`; empty if the route has no such place.
    let id: String
}

/// What a handler gets that takes a body from the platform.
struct PlatformCall: Sendable {
    /// What the service does for the platform.
    let ledger: PlatformLedger
    /// The body.
    let body: [UInt8]
    /// What the platform calls the delivery, if it calls it something.
    let key: DeliveryKey?
}
