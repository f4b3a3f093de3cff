// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import PipelineAnswers

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

/// The media types of bodies.
enum MediaType {
    /// What requests must have and almost every answer has.
    static let json = AnswerFormat.json.mediaType
    /// Prometheus' text format.
    static let figures = "text/plain; version=0.0.4; charset=utf-8"

    /// Whether a `Content-Type` says JSON in UTF-8.
    static func isJSON(_ value: String?) -> Bool {
        guard let value else { return false }
        let parts = value.split(separator: ";", omittingEmptySubsequences: false).map { $0.trimmed.lowercased() }
        guard parts[0] == json else { return false }
        return parts.dropFirst()
            .allSatisfy { parameter in
                guard parameter.hasPrefix("charset=") else { return true }
                return ["utf-8", "\"utf-8\"", "utf8"].contains(parameter.dropFirst("charset=".count))
            }
    }
}

extension Substring {
    /// The text without the white space that a header field may have around a value (RFC 9110, section 5.6.3).
    var trimmed: Substring {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        var text = drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }
}
