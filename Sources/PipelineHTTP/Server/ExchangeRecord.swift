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

/// What the log says of a request; it is put into words, or into JSON, only where it is written.
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
        add(" ms=", milliseconds)
        if let user = note.user { add(" user=", user.description) }
        add(" id=", exchange.id, isSafe: false)
        if let refusal = note.refusal { add(" reason=", refusal.description, isSafe: false) }
        if !isWhole { add(" cut=", "true") }
        return text
    }

    /// Adds what stands in the object of JSON, each member behind a comma: always the same ones, in the same order.
    func appendMembers(to writer: inout ByteWriter) {
        func add(_ name: StaticString, _ value: String?, to writer: inout ByteWriter) {
            writer.append(name)
            if let value { writer.appendJSON(value) } else { writer.append("null") }
        }
        func known(_ value: String) -> String? { value == "-" ? nil : value }
        add(",\"client\":", known(client), to: &writer)
        add(",\"method\":", known(exchange.method), to: &writer)
        add(",\"path\":", known(exchange.path), to: &writer)
        writer.append(",\"status\":")
        if status == 0 { writer.append("null") } else { writer.append(status) }
        writer.append(",\"bytes\":")
        writer.append(bytes)
        writer.append(",\"ms\":")
        writer.append(milliseconds)
        add(",\"user\":", note.user?.description, to: &writer)
        add(",\"id\":", exchange.id, to: &writer)
        add(",\"reason\":", note.refusal?.description, to: &writer)
        writer.append(isWhole ? ",\"cut\":false" : ",\"cut\":true")
    }

    /// The milliseconds that the answer took, with three decimals.
    private var milliseconds: String {
        "\(microseconds / 1000).\(String(1000 + microseconds % 1000).dropFirst())"
    }
}
