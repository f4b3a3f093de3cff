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
    let writer: ResponseWriter

    func respond(to request: Request, context: RequestScope) async throws -> Response {
        let target = RequestTarget(request.head.path ?? "")
        let match = routes.match(target)
        if let match, context.exchange.fault == nil { context.exchange.note { $0.route = match.path.pattern.text } }
        var response: Response
        do {
            if let fault = context.exchange.fault { throw RequestFailure(fault, bounds) }
            response = try await answer(request, target, match, context)
        } catch let error as UnreadableBody {
            // The connection is at fault; the layer below answers what is not HTTP.
            throw error.cause
        } catch {
            response = writer.response(to: failure(error, context.logger))
        }
        if request.method == .head { response = Self.head(of: response) }
        response.headers[.xContentTypeOptions] = "nosniff"
        if !response.headers.contains(.cacheControl) { response.headers[.cacheControl] = "no-store" }
        origins.add(to: &response.headers, request: request.head)
        return response
    }

    /// Checks the path, the method and the caller, and goes on with the route.
    private func answer(
        _ request: Request,
        _ target: RequestTarget,
        _ match: (path: RouteTable.Path, id: String)?,
        _ context: RequestScope
    ) async throws -> Response {
        if let options = options(of: request, target) { return options }
        guard let (path, id) = match else { throw RequestFailure.noSuchPath }
        guard let route = path.route(for: request.method) else { return try optionsOrRefusal(request, path) }
        let content: ResponseContent
        var query = ""
        switch route.handler {
        case .anyone(let answer): content = try await answer()
        case .user(let answer):
            let user = try await user(of: request, context.exchange)
            let body = try await parametersInBody(of: request, for: route, context)
            var parameters = try QueryParameters(target.query, of: route.parameters)
            if !body.isEmpty { try parameters.add(body, of: route.parameters) }
            query = parameters.description
            let format = MediaType.format(acceptedBy: request.headers[values: .accept])
            let ledger = UserLedger(service, of: user, in: format)
            content = try await answer(UserCall(ledger: ledger, query: parameters, id: id))
        case .platform(_, let answer):
            let platform = try await platform(of: request, context.exchange)
            try request.checkIsJSON()
            let coding = try request.contentCoding
            let body = try await request.readBody(upTo: bounds.ingestBytes, in: coding, context.goAhead)
            let key = try request.deliveryKey
            let ledger = PlatformLedger(service, of: platform)
            content = try await answer(PlatformCall(ledger: ledger, body: body, key: key))
        }
        return try writer.response(
            with: content,
            to: request,
            path: path.pattern.text,
            target: target,
            query: query,
            at: context.pace
        )
    }

    /// Reads the body of a request if the route takes parameters there, and else past it.
    private func parametersInBody(
        of request: Request,
        for route: Route,
        _ context: RequestScope
    ) async throws -> [UInt8] {
        guard route.takesParametersInBody, request.announcesBody else {
            try await request.skipBody(upTo: bounds.bodyBytes, context.goAhead)
            return []
        }
        try request.checkIsJSON()
        // They may be as long as in a query.
        return try await request.readBody(upTo: bounds.headerBytes, in: request.contentCoding, context.goAhead)
    }

    /// Who asks about own data; why nobody does is noted, and not said.
    private func user(of request: Request, _ exchange: Exchange) async throws(RequestFailure) -> VerifiedUser {
        let refusal: TokenRefusal
        do throws(TokenRefusal) {
            if case .user(let user) = try await credentials.caller(of: request.headers, isForPlatform: false) {
                exchange.note { $0.user = user.id }
                return user
            }
            refusal = .platform
        } catch {
            refusal = error
        }
        exchange.note { $0.refusal = refusal }
        throw .unauthorized
    }

    /// The platform, which hands records over.
    private func platform(of request: Request, _ exchange: Exchange) async throws(RequestFailure) -> VerifiedPlatform {
        do throws(TokenRefusal) {
            switch try await credentials.caller(of: request.headers, isForPlatform: true) {
            case .platform(let platform): return platform
            case .user(let user): exchange.note { $0.user = user.id }
            }
        } catch {
            exchange.note { $0.refusal = error }
            throw .unauthorized
        }
        throw .forbidden
    }

    /// A response without its body; the length of one that is made while it is sent is not known.
    private static func head(of response: Response) -> Response {
        var head = response.createHeadResponse()
        if response.body.contentLength == nil { head.headers[.contentLength] = nil }
        return head
    }

    /// Answers `OPTIONS` about the server as a whole, or on behalf of a page that asks first.
    private func options(of request: Request, _ target: RequestTarget) -> Response? {
        guard request.method == .options, target.path == "*" || origins.isPreflight(request.head) else { return nil }
        return Response(status: .noContent, headers: [.allow: routes.match(target)?.path.allow ?? routes.allow])
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
    /// What the connection knows of the request.
    let exchange: Exchange
    private let channel: any Channel

    /// Makes the scope of a request on a connection.
    init(source: ApplicationRequestContextSource) {
        let connection = OpenConnection.current ?? OpenConnection(source.channel)
        logger = source.logger
        pace = connection.pace
        exchange = connection.takeExchange() ?? Exchange(fault: nil, id: "-")
        channel = source.channel
    }

    /// Tells a client that waits for it to send the body of its request.
    func goAhead() {
        if exchange.waitsForGoAhead { channel.triggerUserOutboundEvent(GoAhead(), promise: nil) }
    }
}
