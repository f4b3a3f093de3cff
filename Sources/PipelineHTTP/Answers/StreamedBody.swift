// SPDX-License-Identifier: MIT

internal import Hummingbird
internal import NIOCore
internal import PipelineAnswers
internal import PipelineCore

/// The body of an answer: at once where it is short, else in pieces at the pace at which they are taken.
enum StreamedBody {
    /// The bytes of a piece; an answer that is no longer goes out in one write.
    private static let pieceLength = 32_768

    /// How many pieces are handed over before their connection has to say that it takes more.
    private static let piecesAhead = 4

    /// Makes the body of an answer on a connection that `loop` moves the bytes of.
    static func make(_ answer: AnswerWriter, on loop: any EventLoop) -> ResponseBody {
        var answer = answer
        let (first, hasMore) = next(&answer)
        guard hasMore else { return ResponseBody(byteBuffer: first) }
        let rest = answer
        return ResponseBody { writer in
            var rest = rest
            try await writer.write(first)
            for number in 1... {
                let (piece, hasMore) = next(&rest)
                try await writer.write(piece)
                if !hasMore { break }
                // What is handed over waits for the loop, and only the loop says that the connection is full: without
                // this a busy one would be handed a long answer whole.
                if number.isMultiple(of: piecesAhead) { try await loop.submit {}.get() }
            }
            try await writer.finish(nil)
        }
    }

    /// The length of an answer's body.
    static func length(_ answer: AnswerWriter) -> Int {
        var answer = answer
        var length = 0
        while true {
            let (piece, hasMore) = next(&answer)
            length += piece.readableBytes
            if !hasMore { return length }
        }
    }

    private static func next(_ answer: inout AnswerWriter) -> (piece: ByteBuffer, hasMore: Bool) {
        var writer = ByteWriter(capacity: 16_384)
        let hasMore = answer.writeNext(to: &writer, length: pieceLength)
        return (writer.withBytes { ByteBuffer(bytes: $0) }, hasMore)
    }
}
