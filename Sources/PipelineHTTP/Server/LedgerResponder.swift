// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService

/// Answers every request: finds the route, the caller and the values, in this order, and writes what the route makes of
/// them.
struct LedgerResponder: HTTPResponder {
    typealias Context = RequestScope

    let service: LedgerService
    let routes: RouteTable
    let credentials: Credentials
    let origins: OriginPolicy
    let bounds: RequestBounds
    let figures: ServerFigures
    let writer: ResponseWriter

    func respond(to request: Request, context: RequestScope) async throws -> Response {
        let start = ContinuousClock.now
        let target = RequestTarget(request.head.path ?? "")
        let match = routes.match(target.path)
        var response: Response
        do {
            response = try await answer(request, target, match, context.pace)
        } catch let error as UnreadableBody {
            // The connection is at fault; the layer below answers what is not HTTP.
            throw error.cause
        } catch {
            response = writer.response(to: failure(error, context.logger))
        }
        if request.method == .head { response = Self.head(of: response) }
        response.headers[.xContentTypeOptions] = "nosniff"
        if !response.headers.contains(.cacheControl) { response.headers[.cacheControl] = "no-store" }
        origins.add(to: &response.headers, request: request.head, allow: match?.path.allow)
        let label = match?.path.pattern.text ?? "none"
        figures.record(label, request.method, response.status, start.duration(to: .now))
        context.logger.debug(
            "answered",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(label)", "status": "\(response.status.code)",
            ]
        )
        return response
    }

    /// Checks the path, the method and the caller, and goes on with the route.
    private func answer(
        _ request: Request,
        _ target: RequestTarget,
        _ match: (path: RouteTable.Path, id: String)?,
        _ pace: ConnectionPace
    ) async throws -> Response {
        guard let (path, id) = match else { throw RequestFailure.noSuchPath }
        guard let route = path.route(for: request.method) else { return try optionsOrRefusal(request, path) }
        let content: ResponseContent
        var query = ""
        switch route.handler {
        case .anyone(let answer): content = try await answer()
        case .user(let answer):
            guard case .user(let user) = await credentials.caller(of: request.headers, isForPlatform: false) else {
                throw RequestFailure.unauthorized
            }
            try await request.skipBody(upTo: bounds.bodyBytes)
            let parameters = try QueryParameters(target.query, of: route.parameters)
            query = parameters.description
            let format = MediaType.format(acceptedBy: request.headers[values: .accept])
            let ledger = UserLedger(service, of: user, in: format)
            content = try await answer(UserCall(ledger: ledger, query: parameters, id: id))
        case .platform(_, let answer):
            guard let caller = await credentials.caller(of: request.headers, isForPlatform: true) else {
                throw RequestFailure.unauthorized
            }
            guard case .platform(let platform) = caller else { throw RequestFailure.forbidden }
            let types = request.headers[values: .contentType]
            guard types.count == 1, MediaType.isJSON(types.first) else {
                throw RequestFailure(.unsupportedMediaType, "Content-Type must be \(MediaType.json).")
            }
            let body = try await request.readBody(upTo: bounds.ingestBytes)
            let key = try request.deliveryKey
            let ledger = PlatformLedger(service, of: platform)
            content = try await answer(PlatformCall(ledger: ledger, body: body, key: key))
        }
        return try writer.response(with: content, to: request, path: path.pattern.text, query: query, at: pace)
    }

    /// A response without its body; the length of one that is made while it is sent is not known.
    private static func head(of response: Response) -> Response {
        var head = response.createHeadResponse()
        if response.body.contentLength == nil { head.headers[.contentLength] = nil }
        return head
    }

    /// Answers `OPTIONS`, and refuses every other method that the path does not have.
    private func optionsOrRefusal(_ request: Request, _ path: RouteTable.Path) throws -> Response {
        let allow = path.allow
        guard request.method == .options else {
            throw RequestFailure(
                .methodNotAllowed,
                "The method at \(path.pattern.text) must be one of \(allow).",
                fields: [.allow: allow]
            )
        }
        return Response(status: .noContent, headers: [.allow: allow])
    }

    /// What a failure says; what happened inside goes to the log alone.
    private func failure(_ error: any Error, _ logger: Logger) -> RequestFailure {
        if let failure = error as? RequestFailure { return failure }
        guard let error = error as? StoreError else {
            logger.error("unexpected error", metadata: ["error": "\(error)"])
            return .unexpected
        }
        switch error.code {
        case .storage:
            logger.error("storage error", metadata: ["error": "\(error.details)"])
            return RequestFailure(.storage("The change could not be made durable and is not acknowledged."))
        case .internalError, .cancelled:
            logger.error("unexpected error", metadata: ["error": "\(error.details)"])
            return .unexpected
        case .unauthorized, .forbidden, .invalid, .notFound, .conflict: return RequestFailure(error)
        }
    }
}

/// What a request brings along beside itself.
struct RequestScope: InitializableFromSource {
    /// Where to log what concerns the request.
    let logger: Logger
    /// How far the connection is with what it is handed.
    let pace: ConnectionPace

    /// Makes the scope of a request on a connection.
    init(source: ApplicationRequestContextSource) {
        logger = source.logger
        pace = ConnectionPace.current ?? ConnectionPace(on: source.channel.eventLoop)
    }
}
