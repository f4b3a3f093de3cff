// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService

extension Request {
    /// Reads the body whole; one over its bound is refused before it arrives if its length is known.
    ///
    /// - Parameters:
    ///   - bound: The most bytes that it may have.
    ///   - goAhead: Tells a client that waits for it to send the body; called before anything is waited for.
    /// - Returns: The bytes.
    /// - Throws: ``RequestFailure`` if the body is too long, ``UnreadableBody`` if the connection fails.
    func readBody(upTo bound: Int, _ goAhead: () -> Void) async throws -> [UInt8] {
        let length = try bodyLength(upTo: bound)
        goAhead()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length ?? 0)
        try await BodyPieces.take(body, upTo: bound, count: \.readableBytes) {
            bytes.append(contentsOf: $0.readableBytesView)
        }
        return bytes
    }

    /// Reads past a body that nothing asked for, and keeps none of it.
    ///
    /// - Parameters: As ``readBody(upTo:_:)``.
    /// - Throws: As ``readBody(upTo:_:)``.
    func skipBody(upTo bound: Int, _ goAhead: () -> Void) async throws {
        guard headers.contains(.contentLength) || headers.contains(.transferEncoding) else { return }
        _ = try bodyLength(upTo: bound)
        goAhead()
        try await BodyPieces.take(body, upTo: bound, count: \.readableBytes) { _ in }
    }

    /// The length of the body if it is known, which must be within its bound.
    private func bodyLength(upTo bound: Int) throws(RequestFailure) -> Int? {
        guard let text = headers[.contentLength] else { return nil }
        guard let length = Int(text), length <= bound else { throw .bodyTooLong(bound) }
        return length
    }
}

extension Request {
    /// The delivery's `Idempotency-Key`; nil if the request has none.
    ///
    /// - Throws: `StoreError` of kind invalid if the field is given twice, or its value is not a key.
    var deliveryKey: DeliveryKey? {
        get throws(StoreError) {
            let values = headers.values(named: DeliveryKey.fieldName)
            guard values.count <= 1 else {
                throw .invalid(DeliveryKey.fieldName, "\(DeliveryKey.fieldName) must be given only once.")
            }
            return try values.first.map { (text) throws(StoreError) in try DeliveryKey(parsing: text) }
        }
    }
}

/// A body as it arrives.
enum BodyPieces {
    /// Hands over the pieces of a body one after the other, and holds none beyond its turn.
    ///
    /// - Parameters:
    ///   - pieces: The pieces.
    ///   - bound: The most bytes that they may have together.
    ///   - count: The number of bytes of a piece.
    ///   - body: What is done with a piece.
    /// - Throws: ``RequestFailure`` if there are more bytes, ``UnreadableBody`` if the connection fails.
    static func take<Pieces: AsyncSequence>(
        _ pieces: Pieces,
        upTo bound: Int,
        count: (Pieces.Element) -> Int,
        _ body: (Pieces.Element) -> Void
    ) async throws {
        var rest = bound
        do {
            for try await piece in pieces {
                rest -= count(piece)
                guard rest >= 0 else { break }
                body(piece)
            }
        } catch {
            throw UnreadableBody(cause: error)
        }
        guard rest >= 0 else { throw RequestFailure.bodyTooLong(bound) }
    }
}

extension RequestFailure {
    fileprivate static func bodyTooLong(_ bound: Int) -> RequestFailure {
        // Nobody reads the rest of it.
        RequestFailure(
            .contentTooLarge,
            "A body must have at most \(bound) bytes.",
            fields: [.connection: "close"]
        )
    }
}

/// A body that cannot be read to its end, so that there is no one left to answer.
struct UnreadableBody: Error {
    /// What the connection says.
    let cause: any Error
}

/// The media types of bodies.
enum MediaType {
    /// What requests must have and almost every answer has.
    static let json = AnswerFormat.json.mediaType
    /// Prometheus' text format.
    static let figures = "text/plain; version=0.0.4; charset=utf-8"

    /// The formats that answers may be asked for in, the one that is taken in doubt first.
    static let answerFormats = [AnswerFormat.json] + AnswerFormat.all.filter { !$0.isForPeople && $0 != .json }

    /// Returns the format that the values of `Accept` prefer; JSON if they take none.
    static func format(acceptedBy values: [String]) -> AnswerFormat {
        guard !values.isEmpty else { return .json }
        var work = ByteWork()
        let types = answerFormats.map(\.mediaType)
        let index = AcceptedTypes.preferred(of: types, in: values.map { Array($0.utf8) }, &work)
        return index.map { answerFormats[$0] } ?? .json
    }

    /// Whether a `Content-Type` says JSON in UTF-8.
    static func isJSON(_ value: String?) -> Bool {
        guard let value else { return false }
        var work = ByteWork()
        return ContentType.isJSON(Array(value.utf8), &work)
    }
}
