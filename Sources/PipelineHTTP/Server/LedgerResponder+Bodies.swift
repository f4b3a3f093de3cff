// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import PipelineCore
internal import PipelineService

/// A body that cannot be read to its end, for which there is nobody left to answer.
struct UnreadableBody: Error {
    /// What the connection says.
    let cause: any Error
}

extension LedgerResponder {
    /// Takes records over from the platform.
    func ingest(
        _ request: Request,
        _ route: Route,
        _ caller: Caller,
        _ loop: any EventLoop
    ) async throws -> Response {
        guard case .platform(let platform) = caller else { throw RequestFailure.forbidden }
        guard MediaType.isJSON(request.headers[.contentType]), request.headers[values: .contentType].count == 1 else {
            throw RequestFailure(.unsupportedMediaType, "A body is \(MediaType.json).")
        }
        let body = try await read(request, bound: bounds.ingestBytes)
        let ledger = PlatformLedger(service, of: platform)
        let (json, hasNewRows) = try await ledger.ingest(body, into: route == .costs ? .costs : .notifications)
        return Response(
            status: hasNewRows ? .created : .ok,
            headers: [.contentType: MediaType.json],
            body: StreamedBody.make(json, on: loop)
        )
    }

    /// Reads past a body that nobody asked for, up to its bound.
    func skipBody(of request: Request) async throws {
        let fields = request.headers
        guard fields.contains(.contentLength) || fields.contains(.transferEncoding) else { return }
        _ = try await read(request, bound: bounds.bodyBytes)
    }

    /// Reads a body whole; one over its bound is refused before it comes, where its length is known.
    private func read(_ request: Request, bound: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength], Int(length) ?? .max > bound { throw Self.tooLarge(bound) }
        do {
            let buffer = try await request.body.collect(upTo: bound)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge(bound)
        } catch {
            throw UnreadableBody(cause: error)
        }
    }

    private static func tooLarge(_ bound: Int) -> RequestFailure {
        RequestFailure(.contentTooLarge, "A body has at most \(bound) bytes.")
    }
}
