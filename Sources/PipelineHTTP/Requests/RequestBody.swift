// SPDX-License-Identifier: MIT

internal import Gzip
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
    ///   - bound: The most bytes that it may have, as it comes and as it is read.
    ///   - coding: How it is coded.
    ///   - goAhead: Tells a client that waits for it to send the body; called before anything is waited for.
    /// - Returns: The bytes, decoded.
    /// - Throws: ``RequestFailure`` if the body is too long or not coded as it says, ``UnreadableBody`` if the
    ///   connection fails.
    func readBody(upTo bound: Int, in coding: ContentCoding, _ goAhead: () -> Void) async throws -> [UInt8] {
        let length = try bodyLength(upTo: bound)
        goAhead()
        var bytes: [UInt8] = []
        switch coding {
        case .identity:
            bytes.reserveCapacity(length ?? 0)
            try await BodyPieces.take(body, upTo: bound, count: \.readableBytes) {
                bytes.append(contentsOf: $0.readableBytesView)
            }
        case .gzip:
            var decoder = GzipDecoder(upTo: bound)
            try await BodyPieces.take(body, upTo: bound, count: \.readableBytes) { (piece) throws(RequestFailure) in
                do throws(GzipError) {
                    try piece.withUnsafeReadableBytes { (coded) throws(GzipError) in
                        try decoder.append(coded) { bytes.append(contentsOf: $0) }
                    }
                } catch {
                    throw RequestFailure(error, bound)
                }
            }
            do throws(GzipError) { try decoder.end() } catch { throw RequestFailure(error, bound) }
        }
        return bytes
    }

    /// Reads past a body that nothing asked for, and keeps and decodes none of it.
    ///
    /// - Parameters: As ``readBody(upTo:in:_:)``.
    /// - Throws: As ``readBody(upTo:in:_:)``, and ``RequestFailure`` if the coding is not one that is read.
    func skipBody(upTo bound: Int, _ goAhead: () -> Void) async throws {
        guard headers.contains(.contentLength) || headers.contains(.transferEncoding) else { return }
        _ = try contentCoding
        _ = try bodyLength(upTo: bound)
        goAhead()
        try await BodyPieces.take(body, upTo: bound, count: \.readableBytes) { _ in }
    }

    /// Whether the header says that there is a body, be it one without a byte in pieces.
    var announcesBody: Bool {
        headers.contains(.transferEncoding) || headers[.contentLength].map { $0 != "0" } ?? false
    }

    /// Checks that the body is JSON, as the header says.
    func checkIsJSON() throws(RequestFailure) {
        let types = headers[values: .contentType]
        guard types.count == 1, MediaType.isJSON(types.first) else {
            throw RequestFailure(.unsupportedMediaType, "Content-Type must be \(MediaType.json).")
        }
    }

    /// The length of the body if it is known, which must be within its bound.
    private func bodyLength(upTo bound: Int) throws(RequestFailure) -> Int? {
        guard let text = headers[.contentLength] else { return nil }
        guard let length = Int(text), length <= bound else { throw .bodyTooLong(bound) }
        return length
    }
}

extension Request {
    /// How the body is coded.
    ///
    /// - Throws: ``RequestFailure`` if it is coded in another way than those that are read.
    var contentCoding: ContentCoding {
        get throws(RequestFailure) {
            guard headers.contains(.contentEncoding) else { return .identity }
            var work = ByteWork()
            let values = headers[values: .contentEncoding].map { Array($0.utf8) }
            guard let coding = ContentCoding.read(values, &work) else { throw .unknownCoding }
            return coding
        }
    }

    /// Whether the client asks for compressed answers.
    var asksForGzip: Bool {
        guard headers.contains(.acceptEncoding) else { return false }
        var work = ByteWork()
        return AcceptedCodings.askForGzip(headers[values: .acceptEncoding].map { Array($0.utf8) }, &work)
    }

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
    /// - Throws: ``RequestFailure`` if there are more bytes, or `body` throws it; ``UnreadableBody`` if the connection
    ///   fails.
    static func take<Pieces: AsyncSequence>(
        _ pieces: Pieces,
        upTo bound: Int,
        count: (Pieces.Element) -> Int,
        _ body: (Pieces.Element) throws(RequestFailure) -> Void
    ) async throws {
        var rest = bound
        do {
            for try await piece in pieces {
                rest -= count(piece)
                guard rest >= 0 else { break }
                try body(piece)
            }
        } catch let failure as RequestFailure {
            throw failure
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

    /// A body in a content coding that the server does not read.
    fileprivate static var unknownCoding: RequestFailure {
        RequestFailure(
            .unsupportedMediaType,
            "Content-Encoding must be gzip or identity, and given once.",
            fields: [.acceptEncoding: "gzip"]
        )
    }

    /// A body that is not the gzip that it says it is, or that becomes longer than its bound.
    fileprivate init(_ error: GzipError, _ bound: Int) {
        let what: String
        switch error {
        case .tooLong:
            self = .bodyTooLong(bound)
            return
        case .damaged: what = "it is not, or it is damaged"
        case .incomplete: what = "it ends too early"
        case .trailing: what = "something else follows its end"
        }
        self.init(StoreError.invalid("body", "The body must be gzip, as Content-Encoding says: \(what)."))
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
