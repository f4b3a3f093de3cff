// SPDX-License-Identifier: MIT

internal import NIOCore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Finds empty lines in the bytes of a connection, however these are cut: a head ends with one, so that there are no
/// more heads than empty lines.
struct EmptyLines {
    /// The bytes since the last end of a line.
    private var lineLength = Int.max / 2

    /// The number of bytes up to the end of the first line that is empty, or of one byte; of all bytes if there is none.
    mutating func lengthToFirst(in bytes: ByteBufferView) -> Int {
        // Unsafe for the C library's search, which looks at many bytes at a time: bodies come through here as well. It
        // stays in the bounds of the buffer that the closure is given.
        bytes.withUnsafeBytes { buffer in
            var start = 0
            while start < buffer.count, let base = buffer.baseAddress,
                let found = memchr(base + start, 0x0A, buffer.count - start)
            {
                let end = UnsafeRawPointer(found) - base
                lineLength &+= end - start
                defer { lineLength = 0 }
                start = end + 1
                if lineLength <= 1 { return start }
            }
            lineLength = min(lineLength &+ (buffer.count - start), Int.max / 2)
            return buffer.count
        }
    }
}
