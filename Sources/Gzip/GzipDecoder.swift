// SPDX-License-Identifier: MIT

internal import CZlib

/// Why bytes cannot be decompressed.
package enum GzipError: Error, Equatable {
    /// They are not gzip, or were changed.
    case damaged
    /// They end within a member, or there are none.
    case incomplete
    /// Behind the last member stands what is not another one.
    case trailing
    /// What they stand for has more bytes than it may have.
    case tooLong
}

/// Decompresses gzip as it comes: one member, or several, which stand for one text together (RFC 1952, section 2.2).
///
/// However much the bytes stand for, no more is made of them than the bound allows, and 32 KiB.
package struct GzipDecoder: ~Copyable {
    private static let windowBits: Int32 = 15

    /// The most bytes that are handed over at once.
    package static let longestPiece = 32 * 1024

    // zlib keeps the stream's address. Both are freed in `deinit`, and nothing else has them.
    private let stream: UnsafeMutablePointer<z_stream>
    private let output: UnsafeMutableBufferPointer<UInt8>
    /// The bytes that may still come.
    private var rest: Int
    /// Whether a member has ended, and none has begun since.
    private var isBetween = false

    /// Makes a decoder.
    ///
    /// - Parameter bound: The most bytes that may come out.
    package init(upTo bound: Int) {
        rest = bound
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        output = .allocate(capacity: Self.longestPiece)
        let status = inflateInit2_(
            stream,
            Self.windowBits + gzipFormat,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        // With these constants it lacks nothing but memory, for want of which Swift ends a program as well.
        precondition(status == Z_OK, "zlib does not begin to decompress")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        output.deallocate()
    }

    /// Decompresses bytes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes, less than 4 GiB.
    ///   - take: Called with what they stand for, piece by piece.
    /// - Throws: ``GzipError`` if they are unsound, or stand for too much; then the decoder is of no use any more.
    /// - Complexity: O(*n*) for the bytes that come in and go out.
    package mutating func append(
        _ bytes: UnsafeRawBufferPointer,
        _ take: (UnsafeRawBufferPointer) -> Void
    ) throws(GzipError) {
        stream.setInput(bytes)
        repeat {
            if isBetween {
                guard stream.pointee.avail_in > 0 else { return }
                guard stream.pointee.next_in.pointee == Self.firstByte else { throw .trailing }
                inflateReset(stream)
                isBetween = false
            }
            stream.setOutput(output)
            let status = inflate(stream, Z_NO_FLUSH)
            let count = output.count - Int(stream.pointee.avail_out)
            rest -= count
            guard rest >= 0 else { throw .tooLong }
            if count > 0 { take(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(output)[..<count])) }
            switch status {
            case Z_STREAM_END: isBetween = true
            case Z_OK: break
            // There is nothing left to read, and nothing left to write.
            case Z_BUF_ERROR: return
            default: throw .damaged
            }
        } while stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0
    }

    /// Says that no more bytes come.
    ///
    /// - Throws: ``GzipError`` if they ended too early.
    package func end() throws(GzipError) {
        guard isBetween else { throw .incomplete }
    }

    /// What every member begins with.
    private static let firstByte: UInt8 = 0x1F
}
