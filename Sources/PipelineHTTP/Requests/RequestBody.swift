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

    /// The formats that answers may be asked for in, the one that is taken in doubt first.
    static let answerFormats = [AnswerFormat.json] + AnswerFormat.all.filter { !$0.isForPeople && $0 != .json }

    /// Returns the format that the values of `Accept` prefer (RFC 9110, section 12.5.1); JSON if they take none.
    static func format(acceptedBy values: [String]) -> AnswerFormat {
        guard !values.isEmpty else { return .json }
        let ranges = values.flatMap { $0.split(separator: ",") }.map { MediaRange($0) }
        var best = (format: AnswerFormat.json, quality: 0.0)
        for format in answerFormats {
            // The most specific range that fits says how welcome a type is.
            let fitting = ranges.filter { $0.specificity(for: format.mediaType) > 0 }
            let range = fitting.max { $0.specificity(for: format.mediaType) < $1.specificity(for: format.mediaType) }
            if let range, range.quality > best.quality { best = (format, range.quality) }
        }
        return best.format
    }

    /// A range of media types with its weight.
    private struct MediaRange {
        let name: String
        let quality: Double

        init(_ text: Substring) {
            let parts = text.split(separator: ";").map { $0.trimmed.lowercased() }
            name = parts.first ?? ""
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
            quality = weight.flatMap { Double($0.dropFirst(2)) }.map { min(max($0, 0), 1) } ?? 1
        }

        /// How closely the range fits a type: 0 if it does not.
        func specificity(for type: String) -> Int {
            if name == type { return 3 }
            if name == "*/*" { return 1 }
            return name.hasSuffix("/*") && type.hasPrefix(name.dropLast()) ? 2 : 0
        }
    }

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
