// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService

/// Why a request fails: its status, and what the envelope of an error says.
struct RequestFailure: Error {
    /// The status.
    let status: HTTPResponse.Status
    /// The `error` member.
    let title: String
    /// The `details` member.
    let details: String
    /// Fields that go with the status.
    var fields = HTTPFields()

    /// Makes a failure that HTTP alone knows, titled with its reason phrase.
    init(_ status: HTTPResponse.Status, _ details: String, fields: HTTPFields = [:]) {
        self.status = status
        title = status.reasonPhrase
        self.details = details
        self.fields = fields
    }

    /// Makes a failure of a message that is wrong whatever it asks for.
    init(_ fault: Exchange.Fault, _ bounds: RequestBounds) {
        switch fault {
        case .fieldsTooLong:
            self.init(
                .requestHeaderFieldsTooLarge,
                "A target and its header fields must have at most \(bounds.headerBytes) bytes and "
                    + "\(bounds.headerFields) fields."
            )
        case .targetTooLong:
            self.init(.uriTooLong, "A target must have at most \(bounds.headerBytes) bytes.")
        case .wrongHost: self.init(.badRequest, "A request must name one host.")
        case .unknownExpectation: self.init(.expectationFailed, "Expect must be 100-continue.")
        }
    }

    /// Makes a failure of the service.
    init(_ error: StoreError) {
        title = error.title
        switch error.code {
        case .unauthorized:
            status = .unauthorized
            fields[.wwwAuthenticate] = "Bearer"
        case .forbidden: status = .forbidden
        case .invalid: status = .badRequest
        case .notFound: status = .notFound
        case .conflict: status = .conflict
        case .storage: status = .serviceUnavailable
        case .internalError, .cancelled: status = .internalServerError
        }
        details = error.details
    }

    /// Makes a failure of the service for which HTTP has a status of its own.
    private init(_ error: StoreError, status: HTTPResponse.Status) {
        self.status = status
        title = error.title
        details = error.details
    }

    /// An unexpected error, whose insides stay inside.
    static var unexpected: RequestFailure {
        RequestFailure(StoreError(.internalError, "An unexpected error occurred."))
    }

    /// No valid token: the same answer whatever the reason.
    static var unauthorized: RequestFailure {
        RequestFailure(StoreError(.unauthorized, "A valid access token is required."))
    }

    /// A user's token instead of the platform's.
    static var forbidden: RequestFailure {
        RequestFailure(StoreError(.forbidden, "Only the platform may submit records."))
    }

    /// A key whose delivery had another body, or went somewhere else.
    static var keyIsTaken: RequestFailure {
        let name = DeliveryKey.fieldName
        let details = "\(name) must be a new one for every body: a delivery of the last 24 hours had it."
        return RequestFailure(StoreError.invalid(name, details), status: .unprocessableContent)
    }

    /// A path that no route has.
    static var noSuchPath: RequestFailure {
        RequestFailure(.notFound("There is nothing at this path."))
    }

    /// The envelope.
    var body: [UInt8] {
        var writer = ByteWriter(capacity: 256)
        writer.appendErrorEnvelope(title, details)
        return writer.bytes
    }
}
