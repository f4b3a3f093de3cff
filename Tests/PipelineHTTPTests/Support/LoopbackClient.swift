// SPDX-License-Identifier: MIT

import PipelineHTTP
import PipelineStore

/// A client on the loopback interface, with a connection of its own for every request.
struct LoopbackClient: Sendable {
    let port: Int

    /// Does something that blocks on a thread of its own.
    func blocking<Value: Sendable>(_ body: @escaping @Sendable (Int) throws -> Value) async throws -> Value {
        let port = port
        return try await DedicatedThread.run { Result { try body(port) } }.get()
    }

    /// Sends a request and reads its answer.
    func send(
        _ method: String = "GET",
        _ target: String,
        token: String? = nil,
        fields: [String] = [],
        body: String? = nil
    ) async throws -> RawResponse {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: localhost", "Connection: close"]
        if let token { lines.append("Authorization: Bearer \(token)") }
        lines += fields
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        let request = lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
        return try await blocking { port in
            let connection = try RawConnection(port: port)
            connection.send(request)
            guard let bytes = connection.receiveAll(),
                let response = RawResponse.parse(bytes, isHead: method == "HEAD").first
            else { throw KeyError("There is no answer to \(method) \(target).") }
            return response
        }
    }

    /// Hands rows over as the platform does.
    func post(_ path: String, _ body: String) async throws -> RawResponse {
        try await send("POST", path, token: TokenMint.service, fields: ["Content-Type: application/json"], body: body)
    }
}
