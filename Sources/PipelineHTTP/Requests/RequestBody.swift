// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Request {
    /// Reads the body whole; one over its bound is refused before it arrives if its length is known.
    ///
    /// - Throws: ``RequestFailure`` if the body is too long, ``UnreadableBody`` if the connection fails.
    func readBody(upTo bound: Int) async throws -> [UInt8] {
        let tooLarge = RequestFailure(.contentTooLarge, "A body must have at most \(bound) bytes.")
        if let length = headers[.contentLength], Int(length) ?? .max > bound { throw tooLarge }
        do {
            let buffer = try await body.collect(upTo: bound)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch {
            throw UnreadableBody(cause: error)
        }
    }

    /// Reads past a body that nothing asked for.
    ///
    /// - Throws: As ``readBody(upTo:)``.
    func skipBody(upTo bound: Int) async throws {
        guard headers.contains(.contentLength) || headers.contains(.transferEncoding) else { return }
        _ = try await readBody(upTo: bound)
    }
}

/// A body that cannot be read to its end, so that there is no one left to answer.
struct UnreadableBody: Error {
    /// What the connection says.
    let cause: any Error
}
