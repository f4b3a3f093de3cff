// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineFormats

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The most steps that a reader may take for a byte, and for a request.
///
/// A cookie's name is compared with those of eight sessions, and its value is decoded twice and read twice at most.
private let stepsPerByte = 24
private let stepsPerRequest = 256

/// The most processor time that a reader may take for an input of some kilobytes, in nanoseconds: far beyond what it
/// takes under the fuzzer's counters, and far below what a search that is quadratic takes.
private let mostTime: UInt64 = 50_000_000

/// Reads an input and holds the reader to its bounds.
///
/// The steps are what the reader counts itself; the time is that of the thread, the least of three in the worst case.
private func bounded(_ bytes: [UInt8], _ read: (inout ByteWork) -> Void) {
    let bound = stepsPerByte * bytes.count + stepsPerRequest
    var least = UInt64.max
    for _ in 0..<3 {
        var work = ByteWork()
        let start = threadTime()
        read(&work)
        least = min(least, threadTime() - start)
        require(work.steps <= bound, "\(work.steps) steps for \(bytes.count) bytes")
        if least <= mostTime { return }
    }
    fatalError("\(least / 1_000_000) ms for \(bytes.count) bytes")
}

/// The processor time of this thread, in nanoseconds.
private func threadTime() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Cookies: the first byte chooses whose; each line is a field.
func fuzzCookie(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let cookies = SessionCookies(name: first & 1 == 0 ? .anyProject : .exact("mine"))
    let values = bytes.dropFirst().split(separator: UInt8(ascii: "\n")).map { Array($0) }
    bounded(bytes) { work in
        let tokens = cookies.tokens(in: values, &work)
        require(tokens.count <= SessionCookies.mostSessions, "\(tokens.count) sessions")
        let length = tokens.reduce(0) { $0 + $1.count }
        require(length <= bytes.count, "\(length) bytes of tokens in \(bytes.count) bytes")
    }
}

/// The other fields that are read, and the target: the first byte chooses; each line is a field.
func fuzzHeader(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let values = bytes.dropFirst().split(separator: UInt8(ascii: "\n")).map { Array($0) }
    bounded(bytes) { work in
        switch first % 5 {
        case 0:
            let index = AcceptedTypes.preferred(of: ["application/json", "text/csv"], in: values, &work)
            require(index.map { $0 < 2 } ?? true, "a type that is not on offer")
        case 1:
            _ = EntityTagList.holds("\"0123456789abcdef\"", in: values, &work)
            _ = ConnectionOptions.hold("close", in: values, &work)
        case 2:
            for value in values { _ = ContentType.isJSON(value, &work) }
            _ = AcceptedCodings.askForGzip(values, &work)
            _ = ContentCoding.read(values, &work)
        case 3:
            for value in values {
                guard let token = BearerToken.read(value, &work) else { continue }
                require(token.count < value.count, "a token as long as its field")
            }
        default: for value in values { readTarget(value, &work) }
        }
    }
}

/// Reads a target; its parts must be parts of it.
private func readTarget(_ bytes: [UInt8], _ work: inout ByteWork) {
    let target = RequestTarget(String(decoding: bytes, as: UTF8.self))
    work.count(bytes.count)
    let path = target.routePath(&work)
    require((path?.utf8.count ?? 0) <= target.path.utf8.count, "a path longer than it was sent")
    let link = NextPage.link(path: "/", query: Array(target.query.utf8), after: .zero, &work)
    require(link.utf8.count { $0 == UInt8(ascii: ">") } == 1, "a reference that ends before its end")
    let names = ["period", "start_date", "end_date", "before"]
    var reader = QueryReader(Array(target.query.utf8), of: names)
    while let (name, value) = reader.next(&work) {
        require(names.indices.contains(name), "a name that was not asked for")
        require((value?.count ?? 0) <= target.query.utf8.count, "a value longer than its query")
    }
}

/// The fields of a message, or the names of fields: the first byte chooses; each line is a field.
func fuzzFields(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let lines = bytes.dropFirst().split(separator: UInt8(ascii: "\n")).map { Array($0) }
    guard first & 1 == 0 else {
        bounded(bytes) { work in
            guard let list = FieldNameList.read(lines, &work) else { return }
            require(list.utf8.count <= 2 * bytes.count, "\(list.utf8.count) bytes of names in \(bytes.count) bytes")
            var again = ByteWork()
            require(FieldNameList.read([Array(list.utf8)], &again) == list, "a list that is read as another")
        }
        return
    }
    let fields = lines.map { line in
        let end = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        let name = String(decoding: line[..<end], as: UTF8.self)
        return (name: name, value: String(decoding: line[end...].dropFirst(), as: UTF8.self))
    }
    let length = fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    bounded(bytes) { work in
        let message = MessageFields(fields, &work)
        require(message.count == fields.count && message.byteCount == length, "fields that are not counted")
        require(message.hostCount <= fields.count, "more hosts than fields")
        require(message.requestID.map { (1...128).contains($0.utf8.count) } ?? true, "a name beyond its bound")
        require(message.hasConnection || !(message.closes || message.keepsAlive), "options that nobody sent")
    }
}

/// A token: without dots, the input is a header's and a payload's JSON in two lines, which the fuzzer cannot encode.
func fuzzToken(_ bytes: [UInt8]) {
    let token = bytes.contains(UInt8(ascii: ".")) ? bytes : encoded(bytes)
    bounded(token) { work in
        guard let parts = TokenParts(token, &work) else { return }
        let header = parts.header(&work)
        require((header?.keyID?.count ?? 0) < token.count, "a name of a key longer than its token")
        if let signature = parts.signature(&work) {
            require(base64(signature) == Array(parts.signatureText), "a signature with two spellings")
        }
        _ = parts.claims(&work)
    }
}

/// The token of which two lines are the header and the payload.
private func encoded(_ bytes: [UInt8]) -> [UInt8] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1).map { base64(Array($0)) } + [[], []]
    return lines[0] + [UInt8(ascii: ".")] + lines[1] + Array(".AAAA".utf8)
}

private func base64(_ bytes: [UInt8]) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
        for place in 0...group.count { text.append(alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)]) }
    }
    return text
}
