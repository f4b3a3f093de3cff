// SPDX-License-Identifier: MIT

internal import Gzip
internal import NIOCore
internal import PipelineAnswers

/// The compressed pieces of an answer that is made piece by piece.
///
/// They are handed over when there is enough for a write; until then at most that much waits here, and what one piece
/// of the answer adds to it.
struct CompressedPieces: ~Copyable {
    /// The bytes that are worth a write.
    private static let enough = AnswerWriter.pieceLength / 2

    private var encoder = GzipEncoder()
    private var output = ByteBuffer()
    private var hasEnded = false

    /// Compresses the next piece of the answer.
    mutating func append(_ piece: ByteBuffer) {
        piece.withUnsafeReadableBytes { bytes in encoder.append(bytes) { output.writeBytes($0) } }
    }

    /// Says that the answer has no more pieces.
    mutating func end() {
        encoder.end { output.writeBytes($0) }
        hasEnded = true
    }

    /// What is to be done next.
    enum Step {
        /// The answer's next piece is to be compressed.
        case needsMore
        /// A piece, of the usual length at most, is to be sent.
        case piece(ByteBuffer)
        /// All were.
        case ended
    }

    /// Says what is to be done next; a piece is given away with that.
    mutating func next() -> Step {
        if output.readableBytes < Self.enough {
            guard hasEnded else { return .needsMore }
            if output.readableBytes == 0 { return .ended }
        }
        if let piece = output.readSlice(length: AnswerWriter.pieceLength) {
            output = ByteBuffer(buffer: output)
            return .piece(piece)
        }
        defer { output = ByteBuffer() }
        return .piece(output)
    }
}
