// SPDX-License-Identifier: MIT

/// How the bytes of a body are coded.
enum ContentCoding: Sendable {
    /// As they are.
    case identity
    /// As gzip, which old programs call `x-gzip`.
    case gzip

    /// Reads the values of `Content-Encoding` (RFC 9110, section 8.4); nil if they say another coding, or several.
    static func read(_ values: [[UInt8]], _ work: inout ByteWork) -> ContentCoding? {
        guard values.count <= 1 else { return nil }
        var coding = ContentCoding.identity
        var count = 0
        var rest = values.first?[...] ?? []
        while let part = work.nextPart(of: &rest, between: UInt8(ascii: ",")) {
            let name = work.trimmed(part)
            if name.isEmpty { continue }
            count += 1
            if work.isGzip(name) {
                coding = .gzip
            } else if !work.isSameIgnoringCase(name, "identity".utf8) {
                return nil
            }
        }
        return count <= 1 ? coding : nil
    }
}

/// The values of `Accept-Encoding` (RFC 9110, section 12.5.3).
struct AcceptedCodings {
    /// How welcome gzip is; nil if nothing is said of it.
    private var gzip: Double?
    /// How welcome the bytes are as they are.
    private var identity: Double?
    /// How welcome is what is not named.
    private var others: Double?

    /// Whether the values ask for gzip: they take it, and name nothing that they prefer.
    static func askForGzip(_ values: [[UInt8]], _ work: inout ByteWork) -> Bool {
        var accepted = Self()
        for value in values {
            var rest = value[...]
            while let part = work.nextPart(of: &rest, between: UInt8(ascii: ",")) { accepted.take(part, &work) }
        }
        guard let weight = accepted.gzip ?? accepted.others, weight > 0 else { return false }
        return weight >= accepted.identity ?? 0
    }

    /// Takes a coding with its weight; of two weights the smaller one counts.
    private mutating func take(_ part: ArraySlice<UInt8>, _ work: inout ByteWork) {
        var parameters = part
        guard let first = work.nextPart(of: &parameters, between: UInt8(ascii: ";")) else { return }
        let name = work.trimmed(first)
        let weight = AcceptedTypes.quality(parameters, &work)
        if work.isGzip(name) {
            gzip = min(gzip ?? 1, weight)
        } else if work.isSameIgnoringCase(name, "identity".utf8) {
            identity = min(identity ?? 1, weight)
        } else if work.isSame(name, "*".utf8) {
            others = min(others ?? 1, weight)
        }
    }
}

extension ByteWork {
    /// Whether the name of a coding is one of gzip's.
    fileprivate mutating func isGzip(_ name: ArraySlice<UInt8>) -> Bool {
        isSameIgnoringCase(name, "gzip".utf8) || isSameIgnoringCase(name, "x-gzip".utf8)
    }
}
