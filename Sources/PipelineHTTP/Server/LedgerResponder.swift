// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import PipelineCore
internal import PipelineService

/// Answers every request: finds the route, the caller and the values, in this order, and writes what comes of it.
struct LedgerResponder: HTTPResponder {
    typealias Context = RequestScope

    let service: LedgerService
    let credentials: Credentials
    let origins: OriginPolicy
    let bounds: RequestBounds
    let tags = EntityTag()
    let figures: ServerFigures
    let hasMetrics: Bool

    func respond(to request: Request, context: RequestScope) async throws -> Response {
        let start = ContinuousClock.now
        let target = RequestTarget(request.head.path ?? "")
        let route = Route(path: target.path, hasMetrics: hasMetrics)
        var response: Response
        do {
            response = try await answer(request, target, route, context.loop)
        } catch let error as UnreadableBody {
            // The connection is at fault; what is below answers what is not HTTP.
            throw error.cause
        } catch {
            response = Self.response(to: failure(error, context.logger))
        }
        if request.method == .head { response = response.createHeadResponse() }
        response.headers[.xContentTypeOptions] = "nosniff"
        if !response.headers.contains(.cacheControl) { response.headers[.cacheControl] = "no-store" }
        origins.add(to: &response.headers, request: request.head, route: route)
        figures.record(route, request.method, response.status, start.duration(to: .now))
        context.logger.debug(
            "answered",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(route?.pattern.rawValue ?? "none")",
                "status": "\(response.status.code)",
            ]
        )
        return response
    }

    /// Looks at the path and the method, and goes on with the route.
    private func answer(
        _ request: Request,
        _ target: RequestTarget,
        _ route: Route?,
        _ loop: any EventLoop
    ) async throws -> Response {
        guard let route else { throw RequestFailure.noSuchPath }
        let pattern = route.pattern
        guard pattern.methods.contains(request.method) else {
            let allow = pattern.allow
            guard request.method == .options else {
                throw RequestFailure(
                    .methodNotAllowed,
                    "\(pattern.rawValue) takes \(allow).",
                    fields: [.allow: allow]
                )
            }
            return Response(status: .noContent, headers: [.allow: allow])
        }
        switch route {
        case .health: return health()
        case .metrics: return await metrics()
        case .description: return Self.json(OpenAPIDocument.bytes)
        case .costs, .notifications, .mark:
            guard let caller = credentials.caller(of: request.headers) else { throw RequestFailure.unauthorized }
            if request.method == .post { return try await ingest(request, route, caller, loop) }
            guard case .user(let user) = caller else { throw RequestFailure.unauthorized }
            try await skipBody(of: request)
            let responder = UserResponder(ledger: UserLedger(service, of: user), tags: tags, loop: loop)
            return try await responder.respond(to: request, target, route)
        }
    }

    /// What a failure says; what happened inside goes to the log alone.
    private func failure(_ error: any Error, _ logger: Logger) -> RequestFailure {
        if let failure = error as? RequestFailure { return failure }
        guard let error = error as? StoreError else {
            logger.error("unforeseen", metadata: ["error": "\(error)"])
            return .unforeseen
        }
        switch error.code {
        case .storage:
            logger.error("storage", metadata: ["error": "\(error.details)"])
            return RequestFailure(.storage("What was asked could not be made durable; it is not acknowledged."))
        case .internalError, .cancelled:
            logger.error("unforeseen", metadata: ["error": "\(error.details)"])
            return .unforeseen
        case .unauthorized, .forbidden, .invalid, .notFound, .conflict: return RequestFailure(error)
        }
    }

    private static func response(to failure: RequestFailure) -> Response {
        json(failure.body, status: failure.status, fields: failure.fields)
    }

    /// An answer that is there already.
    static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok, fields: HTTPFields = [:]) -> Response {
        var fields = fields
        fields[.contentType] = MediaType.json
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
