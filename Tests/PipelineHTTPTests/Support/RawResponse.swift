// SPDX-License-Identifier: MIT

/// An answer as it came over the wire.
struct RawResponse: Sendable {
    var version = ""
    var status = 0
    var fields: [(name: String, value: String)] = []
    var body: [UInt8] = []
    var isChunked = false

    var text: String { String(decoding: body, as: UTF8.self) }

    subscript(name: String) -> String? { fields.first { $0.name == name.lowercased() }?.value }

    /// What comes back whatever the moment: status, fields and body without the date and the name of the request.
    var withoutDate: String {
        "\(status) "
            + fields.filter { $0.name != "date" && $0.name != "x-request-id" }.map { "\($0.name): \($0.value)" }
            .joined(separator: "\n")
            + text
    }

    /// Reads the answers in the bytes of a connection, to the end of which they reach; `isHead` says that none has a body.
    static func parse(_ bytes: [UInt8], isHead: Bool = false) -> [RawResponse] {
        var rest = bytes[...]
        var responses: [RawResponse] = []
        while !rest.isEmpty {
            guard let response = parseOne(&rest, isHead: isHead) else { break }
            responses.append(response)
        }
        return responses
    }

    private static func line(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard let end = rest.firstIndex(of: 0x0A) else { return nil }
        let line = rest[..<end].filter { $0 != 0x0D }
        rest = rest[(end + 1)...]
        return String(decoding: line, as: UTF8.self)
    }

    private static func parseOne(_ rest: inout ArraySlice<UInt8>, isHead: Bool) -> RawResponse? {
        var response = RawResponse()
        guard let first = line(&rest), first.hasPrefix("HTTP/1."), let status = Int(first.split(separator: " ")[1])
        else { return nil }
        response.version = String(first.prefix(8))
        response.status = status
        while let field = line(&rest), !field.isEmpty {
            let parts = field.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            response.fields.append((parts[0].lowercased(), String(parts[1].drop { $0 == " " })))
        }
        if isHead || status == 100 || status == 204 || status == 304 { return response }
        if response["Transfer-Encoding"] == "chunked" {
            response.isChunked = true
            while let size = line(&rest).flatMap({ Int($0, radix: 16) }) {
                response.body += rest.prefix(size)
                rest = rest.dropFirst(size)
                _ = line(&rest)
                if size == 0 { break }
            }
        } else {
            // Without a length, what follows is the body: the end of the connection is its end.
            let length = response["Content-Length"].map { Int($0) ?? 0 } ?? rest.count
            guard rest.count >= length else { return nil }
            response.body = Array(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return response
    }
}
