// SPDX-License-Identifier: MIT

/// What the fields of a request say about the message itself and its connection (RFC 9110, RFC 9112).
struct MessageFields {
    /// What a client wants to hear before it sends a body.
    enum Expectation {
        case none, goAhead, unknown
    }

    /// The number of bytes of all names and values.
    private(set) var byteCount = 0
    /// The number of fields.
    private(set) var count = 0
    /// The number of `Host` fields.
    private(set) var hostCount = 0
    /// Whether every `Host` could be one.
    private(set) var hasSoundHosts = true
    /// Whether there is a `Connection` field.
    private(set) var hasConnection = false
    /// Whether the connection ends with this request.
    private(set) var closes = false
    /// Whether the client asks that the connection go on, which is worth asking in HTTP/1.0.
    private(set) var keepsAlive = false
    /// What the client wants to hear before it sends a body.
    private(set) var expectation = Expectation.none
    /// Whether a body is announced.
    private(set) var announcesBody = false
    /// What the client calls the request, if that is a token of bounded length.
    private(set) var requestID: String?

    /// Reads fields.
    init(_ fields: some Sequence<(name: String, value: String)>, _ work: inout ByteWork) {
        for (name, value) in fields { take(name, value, &work) }
    }

    private mutating func take(_ name: String, _ value: String, _ work: inout ByteWork) {
        count += 1
        byteCount += name.utf8.count + value.utf8.count
        // The lengths of names differ enough for one comparison at most.
        switch name.utf8.count {
        case 4 where work.isSame(name, ignoringCase: "host"):
            hostCount += 1
            if !Self.isHost(value, &work) { hasSoundHosts = false }
        case 6 where work.isSame(name, ignoringCase: "expect"):
            takeExpectations(value, &work)
        case 10 where work.isSame(name, ignoringCase: "connection"):
            hasConnection = true
            let value = [Array(value.utf8)]
            if ConnectionOptions.hold("close", in: value, &work) { closes = true }
            if ConnectionOptions.hold("keep-alive", in: value, &work) { keepsAlive = true }
        case 12 where work.isSame(name, ignoringCase: "x-request-id"):
            if requestID == nil, Self.isRequestID(value, &work) { requestID = value }
        case 14 where work.isSame(name, ignoringCase: "content-length"):
            if value != "0" { announcesBody = true }
        case 17 where work.isSame(name, ignoringCase: "transfer-encoding"):
            announcesBody = true
        default: break
        }
    }

    private mutating func takeExpectations(_ value: String, _ work: inout ByteWork) {
        var rest = Array(value.utf8)[...]
        while let part = work.nextPart(of: &rest, between: UInt8(ascii: ",")) {
            let name = work.trimmed(part)
            if name.isEmpty { continue }
            if !work.isSameIgnoringCase(name, "100-continue".utf8) {
                expectation = .unknown
            } else if expectation == .none {
                expectation = .goAhead
            }
        }
    }

    /// Whether a value could be a host with a port, or is empty, as for a target without an authority.
    private static func isHost(_ value: String, _ work: inout ByteWork) -> Bool {
        work.count(value.utf8.count)
        return value.utf8.allSatisfy { byte in
            byte.isTokenByte
                ? byte != UInt8(ascii: "^") && byte != UInt8(ascii: "#") && byte != UInt8(ascii: "|")
                    && byte != UInt8(ascii: "`") : Self.hostMarks.contains(byte)
        }
    }

    private static let hostMarks: [UInt8] = Array("()[],;:=".utf8)

    /// The most characters of a name that a client gives its request.
    private static let longestRequestID = 128

    private static func isRequestID(_ value: String, _ work: inout ByteWork) -> Bool {
        guard (1...longestRequestID).contains(value.utf8.count) else { return false }
        work.count(value.utf8.count)
        return value.utf8.allSatisfy(\.isTokenByte)
    }
}

extension UInt8 {
    /// Whether the byte may stand in a token (RFC 9110, section 5.6.2).
    var isTokenByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
            UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
