// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import Hummingbird
internal import PipelineCore
internal import PipelineService

extension LedgerResponder {
    /// Answers a user, of whom alone the ledger knows.
    func answer(
        _ request: Request,
        _ target: RequestTarget,
        _ route: Route,
        _ ledger: UserLedger
    ) async throws -> Response {
        switch route {
        case .mark(let id):
            let reply = try await ledger.markRead(id)
            try await ledger.flushed(reply)
            return Self.json(Array("{\"success\":true}\n".utf8))
        case .notifications:
            let parameters = try QueryParameters(target.query, names: ["unread", "limit"])
            return try await answer(request, try await ledger.notifications(parameters), parameters, ledger)
        default:
            let parameters = try QueryParameters(target.query, names: ["period", "start_date", "end_date"])
            return try await answer(request, try await ledger.costs(parameters), parameters, ledger)
        }
    }

    /// Writes an answer when what it saw is on disk; only its tag where the client has it already.
    private func answer(
        _ request: Request,
        _ reply: Reply,
        _ parameters: QueryParameters,
        _ ledger: UserLedger
    ) async throws -> Response {
        try await ledger.flushed(reply)
        var fields: HTTPFields = [.cacheControl: "private, no-cache", .vary: "Authorization, Cookie"]
        if let tag = tags.tag(of: reply.answer, for: ledger.tagName, query: parameters.description) {
            fields[.eTag] = tag
            if EntityTag.matches(request.headers[values: .ifNoneMatch], tag) {
                var response = Response(status: .notModified, headers: fields)
                response.headers[.contentLength] = nil
                return response
            }
        }
        fields[.contentType] = MediaType.json
        let pieces = AnswerPieces(reply.answer)
        if request.method == .head {
            fields[.contentLength] = String(StreamedBody.length(pieces))
            return Response(status: .ok, headers: fields)
        }
        return Response(status: .ok, headers: fields, body: StreamedBody.make(pieces))
    }
}
