// SPDX-License-Identifier: MIT

internal import Gzip
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import PipelineAnswers
internal import PipelineCore
internal import Synchronization

/// The body of an answer, compressed if its client asks for that and it is worth it.
struct CodedBody {
    /// The body, as it is sent.
    let body: ResponseBody
    /// Whether it is long enough to be compressed for those who ask.
    let isCompressible: Bool
    /// Whether it is compressed.
    let isCompressed: Bool

    /// Makes the body of an answer of which this is known.
    init(_ body: ResponseBody, isCompressible: Bool, isCompressed: Bool) {
        self.body = body
        self.isCompressible = isCompressible
        self.isCompressed = isCompressed
    }

    /// Makes the body of a short answer to a request.
    init(_ bytes: ByteBuffer, to request: Request, _ compressor: AnswerCompressor) {
        isCompressible = bytes.readableBytes >= AnswerCompressor.shortest
        isCompressed = isCompressible && request.asksForGzip
        body = ResponseBody(byteBuffer: isCompressed ? compressor.compressed(bytes) : bytes)
    }
}

/// Compresses answers for clients that ask for it.
///
/// A short answer is compressed in one go, by an encoder that is kept for the next one, so that not every answer asks the
/// system for 160 KiB and gives them back. Nothing waits meanwhile: no more of them are in use than there are
/// processors, and no more are kept. A long answer has its own while it is under way (``CompressedPieces``).
final class AnswerCompressor: Sendable {
    /// The bytes from which on an answer is compressed: what is shorter fits into one packet as it is.
    static let shortest = 1024

    /// An encoder that is kept, once there is one.
    private final class Slot: Sendable {
        let encoder = Mutex<GzipEncoder?>(nil)
    }

    private let slots: [Slot]

    /// Makes a compressor that keeps an encoder for each processor.
    init(slotCount: Int = System.coreCount) {
        slots = (0..<slotCount).map { _ in Slot() }
    }

    /// Compresses bytes.
    func compressed(_ bytes: ByteBuffer) -> ByteBuffer {
        for slot in slots {
            let result = slot.encoder.withLockIfAvailable { (encoder) -> ByteBuffer in
                var current = encoder.take() ?? GzipEncoder()
                let result = current.compressed(bytes)
                encoder = consume current
                return result
            }
            if let result { return result }
        }
        var encoder = GzipEncoder()
        return encoder.compressed(bytes)
    }
}

extension GzipEncoder {
    /// Compresses bytes to one member.
    fileprivate mutating func compressed(_ bytes: ByteBuffer) -> ByteBuffer {
        var result = ByteBuffer()
        result.reserveCapacity(bytes.readableBytes / 3)
        bytes.withUnsafeReadableBytes { append($0) { result.writeBytes($0) } }
        end { result.writeBytes($0) }
        return result
    }
}

extension AnswerWriter {
    /// Whether the answer is long enough to be compressed, of which the beginning is written to find out.
    var isCompressible: Bool {
        var answer = self
        var writer = ByteWriter(capacity: 2 * AnswerCompressor.shortest)
        _ = answer.writeNext(to: &writer, length: AnswerCompressor.shortest)
        return writer.count >= AnswerCompressor.shortest
    }
}
