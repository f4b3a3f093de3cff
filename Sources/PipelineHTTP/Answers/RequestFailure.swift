// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService

/// Why a request is not answered as it was meant: what the envelope of an error says, and the status.
struct RequestFailure: Error {
    /// The status.
    let status: HTTPResponse.Status
    /// The `error` member.
    let title: String
    /// The `details` member.
    let details: String
    /// Fields that go with the status.
    var fields = HTTPFields()

    /// Makes a failure that HTTP alone knows, called by its reason phrase.
    init(_ status: HTTPResponse.Status, _ details: String, fields: HTTPFields = [:]) {
        self.status = status
        title = status.reasonPhrase
        self.details = details
        self.fields = fields
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

    /// Something that nobody foresaw; its insides stay inside.
    static var unforeseen: RequestFailure {
        RequestFailure(StoreError(.internalError, "Something went wrong that should not have."))
    }

    /// No token, or one that does not hold: the same answer whatever the reason.
    static var unauthorized: RequestFailure {
        RequestFailure(StoreError(.unauthorized, "A token that holds is needed."))
    }

    /// A user's token where the platform's is needed.
    static var forbidden: RequestFailure {
        RequestFailure(StoreError(.forbidden, "The platform alone hands over records."))
    }

    /// A path that nothing is at.
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
