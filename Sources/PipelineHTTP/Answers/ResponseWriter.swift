// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import PipelineAnswers
internal import PipelineCore

/// What a route answers with when it does not fail.
enum ResponseContent: Sendable {
    /// Bytes that are there already, of a media type.
    case bytes([UInt8], String)
    /// The answer to a user's question, which the client may have already.
    case answer(UserAnswer)
    /// The answer to a change, which no client has already.
    case change(AnswerWriter, HTTPResponse.Status = .ok)
}

/// Makes responses of what routes answer with.
struct ResponseWriter: Sendable {
    private let tags = EntityTag()

    /// Makes the response to a request.
    ///
    /// - Parameters:
    ///   - content: What the route answers with.
    ///   - request: The request.
    ///   - path: The route's path.
    ///   - query: The parameters that the answer depends on.
    ///   - loop: What moves the bytes of the connection.
    /// - Returns: The response, without what every response has.
    func response(
        with content: ResponseContent,
        to request: Request,
        path: String,
        query: String,
        on loop: any EventLoop
    ) -> Response {
        switch content {
        case .bytes(let bytes, let type): Self.response(bytes, type: type)
        case .change(let json, let status):
            Response(status: status, headers: [.contentType: MediaType.json], body: StreamedBody.make(json, on: loop))
        case .answer(let answer):
            response(
                with: answer,
                tag: tags.tag(of: answer, path: path, query: query),
                to: request,
                on: loop
            )
        }
    }

    /// Makes the response that a failure is.
    func response(to failure: RequestFailure) -> Response {
        Self.response(failure.body, status: failure.status, fields: failure.fields, type: MediaType.json)
    }

    private static func response(
        _ bytes: [UInt8],
        status: HTTPResponse.Status = .ok,
        fields: HTTPFields = [:],
        type: String
    ) -> Response {
        var fields = fields
        fields[.contentType] = type
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Writes an answer; only its tag if the client has it already.
    private func response(
        with answer: UserAnswer,
        tag: String,
        to request: Request,
        on loop: any EventLoop
    ) -> Response {
        var fields: HTTPFields = [
            .cacheControl: "private, no-cache", .vary: "Authorization, Cookie, Accept", .eTag: tag,
        ]
        if EntityTag.matches(request.headers[values: .ifNoneMatch], tag) {
            var response = Response(status: .notModified, headers: fields)
            response.headers[.contentLength] = nil
            return response
        }
        fields[.contentType] = answer.format.mediaType
        guard request.method != .head else {
            fields[.contentLength] = String(StreamedBody.length(answer.body))
            return Response(status: .ok, headers: fields)
        }
        return Response(status: .ok, headers: fields, body: StreamedBody.make(answer.body, on: loop))
    }
}

/// The body of an answer: at once if it is short, else in pieces at the client's pace.
private enum StreamedBody {
    /// The bytes of a piece; an answer that is not longer goes out in one write.
    private static let pieceLength = 32_768

    /// How many pieces are handed over before their connection has to say that it takes more.
    private static let piecesAhead = 4

    /// Makes the body of an answer on a connection that `loop` moves the bytes of.
    static func make(_ answer: AnswerWriter, on loop: any EventLoop) -> ResponseBody {
        var answer = answer
        let (first, hasMore) = next(&answer)
        guard hasMore else { return ResponseBody(byteBuffer: first) }
        let rest = answer
        return ResponseBody { writer in
            var rest = rest
            try await writer.write(first)
            for number in 1... {
                let (piece, hasMore) = next(&rest)
                try await writer.write(piece)
                if !hasMore { break }
                // What is handed over waits for the loop, and only the loop says that the connection is full: without
                // this a busy one would be handed a long answer whole.
                if number.isMultiple(of: piecesAhead) { try await loop.submit {}.get() }
            }
            try await writer.finish(nil)
        }
    }

    /// The length of an answer's body.
    static func length(_ answer: AnswerWriter) -> Int {
        var answer = answer
        var length = 0
        while true {
            let (piece, hasMore) = next(&answer)
            length += piece.readableBytes
            if !hasMore { return length }
        }
    }

    private static func next(_ answer: inout AnswerWriter) -> (piece: ByteBuffer, hasMore: Bool) {
        var writer = ByteWriter(capacity: 16_384)
        let hasMore = answer.writeNext(to: &writer, length: pieceLength)
        return (writer.withBytes { ByteBuffer(bytes: $0) }, hasMore)
    }
}
