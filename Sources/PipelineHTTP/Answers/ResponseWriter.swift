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
    private let longAnswers: LongAnswers
    private let compressor = AnswerCompressor()

    /// Makes a writer whose long answers count among others.
    init(_ longAnswers: LongAnswers) {
        self.longAnswers = longAnswers
    }

    /// Makes the response to a request.
    ///
    /// - Parameters:
    ///   - content: What the route answers with.
    ///   - request: The request.
    ///   - path: The route's path.
    ///   - target: What was asked for.
    ///   - query: The parameters that the answer depends on.
    ///   - pace: How far the connection is with what it is handed.
    /// - Returns: The response, without what every response has; one to `HEAD` need not have a body.
    /// - Throws: ``RequestFailure`` if too many long answers are under way.
    func response(
        with content: ResponseContent,
        to request: Request,
        path: String,
        target: RequestTarget,
        query: String,
        at pace: ConnectionPace
    ) throws(RequestFailure) -> Response {
        switch content {
        case .bytes(let bytes, let type):
            return Self.response(CodedBody(ByteBuffer(bytes: bytes), to: request, compressor), type: type)
        case .change(let json, let status):
            let body = try longAnswers.body(of: json, for: nil, to: request, by: compressor, at: pace)
            return Self.response(body, status: status, type: MediaType.json)
        case .answer(let answer):
            let tag = tags.tag(of: answer, path: path, query: query)
            let next = answer.lastID.map { last in
                var work = ByteWork()
                return NextPage.link(path: path, query: Array(target.query.utf8), after: last, &work)
            }
            return try response(with: answer, tag: tag, next: next, to: request, at: pace)
        }
    }

    /// Makes the response that a failure is.
    func response(to failure: RequestFailure) -> Response {
        var fields = failure.fields
        fields[.contentType] = MediaType.json
        let body = ResponseBody(byteBuffer: ByteBuffer(bytes: failure.body))
        return Response(status: failure.status, headers: fields, body: body)
    }

    /// Makes a response that depends on nothing in the request but whether the client asks for compression.
    private static func response(_ body: CodedBody, status: HTTPResponse.Status = .ok, type: String) -> Response {
        var fields: HTTPFields = [.contentType: type]
        if body.isCompressible { fields[.vary] = "Accept-Encoding" }
        if body.isCompressed { fields[.contentEncoding] = "gzip" }
        return Response(status: status, headers: fields, body: body.body)
    }

    /// Writes an answer; only its tag if the client has it already.
    private func response(
        with answer: UserAnswer,
        tag: String,
        next: String?,
        to request: Request,
        at pace: ConnectionPace
    ) throws(RequestFailure) -> Response {
        var fields: HTTPFields = [
            .cacheControl: "private, no-cache", .vary: "Authorization, Cookie, Accept, Accept-Encoding", .eTag: tag,
        ]
        if EntityTag.matches(request.headers[values: .ifNoneMatch], tag) {
            // The tag is that of the answer that the client would get instead.
            if request.asksForGzip, answer.body.isCompressible { fields[.eTag] = EntityTagList.compressed(tag) }
            var response = Response(status: .notModified, headers: fields)
            response.headers[.contentLength] = nil
            return response
        }
        fields[.contentType] = answer.format.mediaType
        if let next, let link = HTTPField.Name.link { fields[link] = next }
        let body = try longAnswers.body(of: answer.body, for: answer.user, to: request, by: compressor, at: pace)
        if body.isCompressed {
            fields[.contentEncoding] = "gzip"
            fields[.eTag] = EntityTagList.compressed(tag)
        }
        return Response(status: .ok, headers: fields, body: body.body)
    }
}
