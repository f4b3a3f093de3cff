// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import PipelineCore
internal import PipelineService

/// Answers the requests of one user, of whose ledger alone it knows.
struct UserResponder {
    let ledger: UserLedger
    let tags: EntityTag
    let loop: any EventLoop

    /// Answers a request whose body was read past.
    func respond(to request: Request, _ target: RequestTarget, _ route: Route) async throws -> Response {
        switch route {
        case .mark(let id):
            try await ledger.markRead(id)
            return LedgerResponder.json(Self.done)
        case .notifications:
            let parameters = try QueryParameters(target.query, of: NotificationsRequest.Parameter.self)
            return response(to: request, try await ledger.notifications(parameters), route, parameters)
        default:
            let parameters = try QueryParameters(target.query, of: CostsRequest.Parameter.self)
            return response(to: request, try await ledger.costs(parameters), route, parameters)
        }
    }

    private static let done = Array("{\"success\":true}\n".utf8)

    /// Writes an answer; only its tag where the client has it already.
    private func response(
        to request: Request,
        _ answer: UserAnswer,
        _ route: Route,
        _ parameters: QueryParameters
    ) -> Response {
        let tag = tags.tag(of: answer.version, route: route.pattern, query: parameters.description)
        var fields: HTTPFields = [
            .cacheControl: "private, no-cache", .vary: "Authorization, Cookie", .eTag: tag,
        ]
        if EntityTag.matches(request.headers[values: .ifNoneMatch], tag) {
            var response = Response(status: .notModified, headers: fields)
            response.headers[.contentLength] = nil
            return response
        }
        fields[.contentType] = MediaType.json
        guard request.method != .head else {
            fields[.contentLength] = String(StreamedBody.length(answer.json))
            return Response(status: .ok, headers: fields)
        }
        return Response(status: .ok, headers: fields, body: StreamedBody.make(answer.json, on: loop))
    }
}
