// SPDX-License-Identifier: MIT

internal import Logging
internal import NIOCore
internal import PipelineCore
internal import PipelineService

/// What is told of every request: a line of the log, and figures.
struct ExchangeRecord: Sendable {
    let figures: ServerFigures
    /// Where the lines go; nil for none.
    let logger: Logger?
    let clock: WallClock

    /// Tells of a request.
    ///
    /// - Parameters:
    ///   - exchange: The request.
    ///   - status: The status of its answer; 0 if there was none.
    ///   - bytes: The bytes of its body.
    ///   - isWhole: Whether the answer came to its end.
    ///   - client: The address of whoever asked.
    func add(_ exchange: Exchange, status: Int, bytes: Int, _ isWhole: Bool, client: String) {
        let note = exchange.note
        let time = NIODeadline.now() - exchange.start
        figures.record(note.route, exchange.method, status, time)
        if let refusal = note.refusal { figures.record(refusal) }
        logger?
            .info(
                "answered",
                metadata: [
                    "": .stringConvertible(
                        RequestLine(
                            exchange: exchange,
                            note: note,
                            status: status,
                            bytes: bytes,
                            isWhole: isWhole,
                            microseconds: time.nanoseconds / 1000,
                            client: client,
                            moment: clock.now
                        )
                    )
                ]
            )
    }
}

/// What the log says of a request; it is put into words only where it is written.
struct RequestLine: CustomStringConvertible, Sendable {
    let exchange: Exchange
    let note: Exchange.Note
    let status: Int
    let bytes: Int
    let isWhole: Bool
    let microseconds: Int64
    let client: String
    let moment: Timestamp

    /// What stands in the line: `name=value`, in quotes if the value does not end at the next space.
    var description: String {
        var text = ""
        text.reserveCapacity(256)
        func add(_ name: String, _ value: String, isSafe: Bool = true) {
            text += name
            text += isSafe ? value : LineLogHandler.quoted(value)
        }
        add("time=", moment.description)
        add(" client=", client)
        add(" method=", exchange.method, isSafe: false)
        add(" path=", exchange.path, isSafe: false)
        add(" status=", status == 0 ? "-" : "\(status)")
        add(" bytes=", "\(bytes)")
        add(" ms=", "\(microseconds / 1000).\(String(1000 + microseconds % 1000).dropFirst())")
        if let user = note.user { add(" user=", user.description) }
        add(" id=", exchange.id, isSafe: false)
        if let refusal = note.refusal { add(" reason=", refusal.description, isSafe: false) }
        if !isWhole { add(" cut=", "true") }
        return text
    }
}
