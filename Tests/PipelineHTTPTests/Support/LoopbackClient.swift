// SPDX-License-Identifier: MIT

import TestSupport

/// A client on the loopback interface, with a connection of its own for every request.
///
/// It blocks the thread that its test has.
struct LoopbackClient: Sendable {
    let port: Int

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
        let connection = try RawConnection(port: port)
        connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
        guard let response = connection.receiveResponses(isHead: method == "HEAD").first else {
            throw Failure("There is no answer to \(method) \(target).")
        }
        return response
    }

    /// Hands rows over as the platform does.
    func post(_ path: String, _ body: String) async throws -> RawResponse {
        try await send("POST", path, token: TokenMint.service, fields: ["Content-Type: application/json"], body: body)
    }
}
