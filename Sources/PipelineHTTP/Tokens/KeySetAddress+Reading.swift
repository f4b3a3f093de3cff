// SPDX-License-Identifier: MIT

// AsyncHTTPClient and not URLSession: the latter brings all of Foundation, ICU and libcurl into the server's process.
internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

extension KeySetAddress {
    /// The most bytes of a key set.
    private static let mostBytes = 1 << 20

    /// Reads what is there, within bounds of size and time; another place that it points to is not asked.
    ///
    /// - Throws: ``KeyError`` if there is no answer, another status than 200, or too much.
    func read(within patience: Duration) async throws(KeyError) -> [UInt8] {
        do {
            return try await withThrowingTaskGroup(of: [UInt8].self) { group in
                group.addTask { try await self.read(TimeAmount(patience)) }
                group.addTask {
                    try await Task.sleep(for: patience)
                    throw KeyError("no answer within \(patience)")
                }
                defer { group.cancelAll() }
                return try await group.next() ?? []
            }
        } catch let error as KeyError {
            throw error
        } catch {
            throw KeyError("\(error)")
        }
    }

    /// A client for each reading: there is one in ten minutes, and nothing stays open in between.
    private func read(_ patience: TimeAmount) async throws -> [UInt8] {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(connect: patience, read: patience)
        )
        configuration.httpVersion = .http1Only
        // A failure says why at once; whoever reads tries again in their own time.
        configuration.connectionPool.retryConnectionEstablishment = false
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            var request = HTTPClientRequest(url: text)
            request.headers.add(name: "Accept", value: "application/json")
            let response = try await client.execute(request, timeout: patience)
            guard response.status == .ok else { throw KeyError("the status is \(response.status.code), not 200") }
            let body = try await response.body.collect(upTo: Self.mostBytes)
            return Array(body.readableBytesView)
        }
    }
}
