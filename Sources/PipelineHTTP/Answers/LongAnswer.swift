// SPDX-License-Identifier: MIT

internal import NIOCore
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineStore

/// What is left of a long answer: rows of the state that it is of, or, if its client takes long, bytes in a file.
actor LongAnswer {
    private enum Rest {
        case rows(AnswerWriter)
        case moving(Task<SpillFile?, Never>)
        /// A file, and how much of it was taken.
        case file(SpillFile, Int)
        case lost
        case ended
    }

    /// The first piece, until it is taken.
    private var first: ByteBuffer?
    private var rest: Rest
    private var place: LongAnswers.Place?
    /// What compresses the pieces; nil if they are sent as they are, or all were.
    private var compression: CompressedPieces?
    private let isCompressed: Bool

    /// Makes an answer that has begun.
    ///
    /// - Parameters:
    ///   - first: Its first piece.
    ///   - rows: The rest of it.
    ///   - isCompressed: Whether its client gets it compressed.
    ///   - place: Its place among others, which it gives up at its end.
    init(_ first: ByteBuffer, _ rows: AnswerWriter, isCompressed: Bool, place: LongAnswers.Place) {
        self.first = first
        rest = .rows(rows)
        self.isCompressed = isCompressed
        compression = isCompressed ? CompressedPieces() : nil
        self.place = place
    }

    /// The pieces that are compressed in a row before others have their turn.
    private static let piecesInTurn = 4

    /// The next piece, as it is sent; nil at the end.
    ///
    /// - Throws: If there was no room for a rest that had to leave the state.
    func next() async throws -> ByteBuffer? {
        guard isCompressed else { return try await nextPlain() }
        var count = 0
        while let step = compression?.next() {
            switch step {
            case .piece(let piece): return piece
            case .ended: compression = nil
            case .needsMore:
                if count == Self.piecesInTurn {
                    await Task.yield()
                    count = 0
                }
                count += 1
                if let piece = try await nextPlain() { compression?.append(piece) } else { compression?.end() }
            }
        }
        return nil
    }

    /// The next piece, as it is made; nil at the end.
    private func nextPlain() async throws -> ByteBuffer? {
        if let piece = first.take() { return piece }
        while case .moving(let writing) = rest { goOn(from: await writing.value) }
        switch rest {
        case .rows(var rows):
            // Held once, the rows are changed in their place.
            rest = .ended
            let (piece, hasMore) = rows.nextPiece()
            if hasMore { rest = .rows(rows) } else { place = nil }
            return piece
        case .file(let file, let position):
            let bytes = try file.bytes(at: position, length: AnswerWriter.pieceLength)
            guard bytes.isEmpty else {
                rest = .file(file, position + bytes.count)
                return ByteBuffer(bytes: bytes)
            }
            rest = .ended
            place = nil
            return nil
        case .lost: throw NoRoom()
        case .moving, .ended: return nil
        }
    }

    /// What becomes of an answer that has to leave the state.
    enum Departure {
        /// It goes on from a file.
        case moved
        /// There was no room for it.
        case lost
        /// There was nothing left of it.
        case ended
    }

    /// Writes what is left to a file in a directory and lets go of the state; without room, the rest is lost.
    func leaveState(for directory: String) async -> Departure {
        guard case .rows(let rows) = rest else { return .ended }
        let writing = Task {
            try? await DedicatedThread.run { () throws(StoreError) in try SpillFile(of: rows, in: directory) }
        }
        rest = .moving(writing)
        let file = await writing.value
        goOn(from: file)
        return file == nil ? .lost : .moved
    }

    /// Goes on from a file; whoever waits for it comes here, and the first finds the answer on its way.
    private func goOn(from file: SpillFile?) {
        guard case .moving = rest else { return }
        rest = file.map { .file($0, 0) } ?? .lost
    }

    /// The rest of an answer did not fit on the disk.
    private struct NoRoom: Error {}
}

extension AnswerWriter {
    /// The bytes of a piece; an answer that is not longer goes out in one write.
    static let pieceLength = 32_768

    /// Writes the next piece; `hasMore` is false for the last one.
    mutating func nextPiece() -> (piece: ByteBuffer, hasMore: Bool) {
        var writer = ByteWriter(capacity: 16_384)
        let hasMore = writeNext(to: &writer, length: Self.pieceLength)
        return (writer.withBytes { ByteBuffer(bytes: $0) }, hasMore)
    }
}
