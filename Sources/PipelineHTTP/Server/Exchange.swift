// SPDX-License-Identifier: MIT

internal import NIOCore
internal import NIOHTTP1
internal import PipelineCore
internal import Synchronization

/// A request as its connection sees it, for whoever answers: what no field may say once more.
final class Exchange: Sendable {
    /// What is wrong with a message, whatever it asks for.
    enum Fault: Sendable {
        /// The fields are over their bounds.
        case fieldsTooLong
        /// The target is over its bound.
        case targetTooLong
        /// There is no host where there must be one, or more than one, or what cannot be one.
        case wrongHost
        /// The client expects what this server does not know.
        case unknownExpectation
    }

    /// What is wrong with the message.
    let fault: Fault?
    /// Whether the client waits to be told that it may send the body.
    let waitsForGoAhead: Bool
    /// Whether the message is of HTTP/1.0, which knows no chunks.
    let isOld: Bool
    /// Whether the head of an answer is all that is asked for.
    let isForHead: Bool
    /// Whether the client lets the connection go on.
    let keepsAlive: Bool

    /// What the request is called: as its client says, or by us.
    let id: String
    /// The method, as the log has it.
    let method: String
    /// The path without a query, as the log has it.
    let path: String
    /// When its head was read.
    let start = NIODeadline.now()
    private let noted = Mutex(Note())

    /// What those who answer note for the log and the figures.
    struct Note {
        /// The pattern of the path.
        var route = "none"
        /// Who asks.
        var user: UserID?
        /// Why it has no valid token.
        var refusal: TokenRefusal?
    }

    /// What was noted by those who answer.
    var note: Note { noted.withLock { $0 } }

    /// Notes something for the log and the figures.
    func note(_ change: (inout Note) -> Void) { noted.withLock { change(&$0) } }

    /// Makes the exchange of a message with a fault, or of one that was never read.
    init(fault: Fault?, id: String) {
        self.fault = fault
        self.id = id
        method = "-"
        path = "-"
        waitsForGoAhead = false
        isOld = false
        isForHead = false
        keepsAlive = false
    }

    /// Judges the head of a message and leaves of it what concerns those who answer.
    ///
    /// Of a message with a fault only that is left which an answer needs: nobody reads what is beyond bounds.
    ///
    /// - Parameters:
    ///   - head: The head.
    ///   - bounds: The bounds of a head.
    ///   - ownID: What the request is called if its client has no name for it.
    init(_ head: inout HTTPRequestHead, _ bounds: RequestBounds, ownID: @autoclosure () -> String) {
        var work = ByteWork()
        let fields = MessageFields(head.headers, &work)
        id = fields.requestID ?? ownID()
        method = head.method.rawValue
        path = Self.path(of: head.uri)
        isOld = head.version.minor == 0
        isForHead = head.method == .HEAD
        let fault = Self.fault(of: head.uri, fields, isOld: isOld, bounds)
        self.fault = fault
        // Whoever speaks HTTP/1.0 does not know what to wait for.
        waitsForGoAhead = !isOld && fields.expectation == .goAhead && fields.announcesBody
        keepsAlive = fault == nil && !fields.closes && (!isOld || fields.keepsAlive)
        // The layer above would compare the whole value as a string, which takes milliseconds for one made for it.
        if fields.hasConnection { head.headers.remove(name: "connection") }
        guard fault != nil else { return }
        if fault == .fieldsTooLong || fault == .targetTooLong {
            if head.uri.utf8.count > bounds.headerBytes { head.uri = "/" }
            let origins = head.headers["origin"].filter { $0.utf8.count <= bounds.headerBytes }
            head.headers = HTTPHeaders(origins.prefix(2).map { ("Origin", $0) })
        }
    }

    /// The most bytes of a path that the log repeats.
    private static let longestPath = 256

    private static func path(of target: String) -> String {
        let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
        if path.count == target.utf8.count, path.count <= longestPath { return target }
        return String(decoding: path.prefix(longestPath), as: UTF8.self)
    }

    private static func fault(
        of target: String,
        _ fields: MessageFields,
        isOld: Bool,
        _ bounds: RequestBounds
    ) -> Fault? {
        let targetLength = target.utf8.count
        if targetLength > bounds.headerBytes { return .targetTooLong }
        if fields.count > bounds.headerFields || fields.byteCount + targetLength > bounds.headerBytes {
            return .fieldsTooLong
        }
        let hostCounts = isOld ? 0...1 : 1...1
        if !hostCounts.contains(fields.hostCount) || !fields.hasSoundHosts { return .wrongHost }
        return !isOld && fields.expectation == .unknown ? .unknownExpectation : nil
    }
}
