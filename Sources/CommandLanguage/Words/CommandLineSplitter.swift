// SPDX-License-Identifier: MIT

package import PipelineCore

/// The splitter that turns a stream of bytes into commands, chunk by chunk.
///
/// Blank lines and comments are passed over, CR LF ends a line as LF does, a `\` at the end of a line joins the next
/// one on, and a byte-order mark at the very beginning is skipped.
///
/// ```swift
/// var splitter = CommandLineSplitter()
/// splitter.feed(chunk)
/// while let command = splitter.next() { … }
/// splitter.finish()
/// while let command = splitter.next() { … }
/// ```
package struct CommandLineSplitter: Sendable {
    /// The longest command in bytes, its lines joined.
    package static let defaultMaximumLength = 16 << 20

    private let maximumLength: Int
    /// The bytes that were fed and not yet taken, from `position` on.
    private var chunk: [UInt8] = []
    private var position = 0
    /// What is kept from earlier chunks and joined lines; the line being read begins at `lineStart`.
    private var kept: [UInt8] = []
    private var lineStart = 0
    /// How the joined lines end: whether the next one begins inside a word.
    private var joint = LineJoint()
    /// The number of the line being read, and how many lines before it belong to the same command.
    private var line = 1
    private var joinedLines = 0
    private var isTooLong = false
    private var isFinished = false

    /// Makes a splitter that refuses commands longer than `maximumLength` bytes.
    package init(maximumLength: Int = CommandLineSplitter.defaultMaximumLength) {
        self.maximumLength = maximumLength
    }

    /// Whether a command has begun, on a line that ends in `\`, that the next line goes on with.
    package var isContinuing: Bool { joint.isOpen }

    /// Hands over the next bytes of the stream.
    package mutating func feed(_ bytes: [UInt8]) {
        if position == chunk.count {
            chunk = bytes
        } else {
            chunk = chunk[position...] + bytes
        }
        position = 0
    }

    /// Says that the stream has ended, so that a last line without a line feed counts as one.
    package mutating func finish() { isFinished = true }

    /// Takes the bytes that were fed and not yet read, for a command that reads the rest of the stream itself.
    package mutating func takeRest() -> [UInt8] {
        defer { position = chunk.count }
        return Array(chunk[position...])
    }

    /// Returns the next whole command, or nil if more bytes are needed.
    ///
    /// - Complexity: O(*n*) in the bytes that it passes over; each byte is looked at twice at most.
    package mutating func next() -> ScriptCommand? {
        while true {
            guard let end = chunk.firstOffset(of: Byte.lineFeed, from: position) else {
                keep(position..<chunk.count)
                position = chunk.count
                return isFinished ? lastCommand() : nil
            }
            let range = position..<end
            position = end + 1
            defer { line += 1 }
            if let command = endLine(range) { return command }
        }
    }

    /// Ends the line whose rest is `range` of the chunk; returns the command if that completes one.
    private mutating func endLine(_ range: Range<Int>) -> ScriptCommand? {
        if kept.isEmpty, !joint.isOpen, !isTooLong, range.count <= maximumLength {
            let slice = contents(of: chunk[range], endsInLineFeed: true)
            if slice.last != Byte.backslash {
                return slice.isCommand ? ScriptCommand(line: line, content: .success(slice)) : nil
            }
        }
        keep(range)
        return endKeptLine(endsInLineFeed: true)
    }

    /// Ends the line at the end of `kept`.
    private mutating func endKeptLine(endsInLineFeed: Bool) -> ScriptCommand? {
        let firstLine = line - joinedLines
        if isTooLong {
            isTooLong = false
            let message = "command must be at most \(maximumLength) bytes long."
            let command = ScriptCommand(line: firstLine, content: .failure(.invalid("command", message)))
            startCommand()
            return command
        }
        let (range, joinsNext) = followKeptLine(endsInLineFeed: endsInLineFeed)
        kept.removeSubrange(range.upperBound...)
        kept.removeSubrange(lineStart..<range.lowerBound)
        if joinsNext {
            lineStart = kept.count
            joinedLines += 1
            return nil
        }
        let command = ScriptCommand(line: firstLine, content: .success(kept[...]))
        let isCommand = kept[...].isCommand
        startCommand()
        return isCommand ? command : nil
    }

    /// What the line at the end of `kept` says, as a range of it, and whether the next line is joined on.
    ///
    /// No slice outlives this call: one that did would make the next change to `kept` copy all of it.
    private mutating func followKeptLine(endsInLineFeed: Bool) -> (range: Range<Int>, joinsNext: Bool) {
        let slice = contents(of: kept[lineStart...], endsInLineFeed: endsInLineFeed)
        let joinsNext = joint.follow(slice)
        return (slice.startIndex..<(slice.endIndex - (joinsNext ? 1 : 0)), joinsNext)
    }

    /// The last command of the stream, if there is one without a line end.
    private mutating func lastCommand() -> ScriptCommand? {
        guard !kept.isEmpty || isTooLong else { return nil }
        let first = line - joinedLines
        if let command = endKeptLine(endsInLineFeed: false) { return command }
        // The last line ended in `\`: nothing follows, so what stands before it is the command.
        let bytes = kept[...]
        startCommand()
        return bytes.isCommand ? ScriptCommand(line: first, content: .success(bytes)) : nil
    }

    /// A line without the CR of its end, and without the byte-order mark if it is the first.
    private func contents(of line: ArraySlice<UInt8>, endsInLineFeed: Bool) -> ArraySlice<UInt8> {
        var slice = line
        if endsInLineFeed, slice.last == Byte.carriageReturn { slice.removeLast() }
        if self.line == 1, slice.first == 0xEF, slice.starts(with: [0xEF, 0xBB, 0xBF]) { slice.removeFirst(3) }
        return slice
    }

    /// Keeps a part of the chunk for later, unless the command grows too long.
    private mutating func keep(_ range: Range<Int>) {
        if isTooLong || range.isEmpty { return }
        if range.count > maximumLength - min(kept.count, maximumLength) {
            isTooLong = true
            kept = []
            lineStart = 0
            return
        }
        kept.append(contentsOf: chunk[range])
    }

    /// Forgets what is kept and makes the next line the first of a command.
    private mutating func startCommand() {
        kept = []
        lineStart = 0
        joint = LineJoint()
        joinedLines = 0
    }
}

/// One command of a script: where it begins and what it says.
package struct ScriptCommand: Sendable {
    /// The number of the command's first line, counted from 1.
    package var line: Int
    /// The command's bytes, its lines joined; or why it cannot be taken.
    package var content: Result<ArraySlice<UInt8>, StoreError>

    /// Makes a command from its place and what stands there.
    package init(line: Int, content: Result<ArraySlice<UInt8>, StoreError>) {
        self.line = line
        self.content = content
    }
}

/// What a line leaves behind for the next one: whether they are joined, and whether a word runs on.
private struct LineJoint: Hashable, Sendable {
    /// Whether the last line ended in a `\` that joins the next one on.
    private(set) var isOpen = false
    /// Whether the joined lines so far end inside a word.
    private var isInWord = false

    /// Takes in a line without its end; returns whether it ends in a `\` that joins the next one on.
    ///
    /// - Complexity: O(1) for a line that does not end in `\`, O(*n*) otherwise.
    mutating func follow(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.last == Byte.backslash else {
            self = LineJoint()
            return false
        }
        var quote: UInt8?
        var isEscaped = false
        for byte in line.dropLast() {
            if let open = quote {
                if isEscaped {
                    isEscaped = false
                } else if byte == open {
                    quote = nil
                } else {
                    isEscaped = byte == Byte.backslash && open == Byte.doubleQuote
                }
            } else if byte == Byte.numberSign, !isInWord {
                self = LineJoint()
                return false
            } else {
                isInWord = !Byte.isBlank(byte)
                if byte == Byte.singleQuote || byte == Byte.doubleQuote { quote = byte }
            }
        }
        guard quote == nil else {
            self = LineJoint()
            return false
        }
        isOpen = true
        return true
    }
}
