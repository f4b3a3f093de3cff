// SPDX-License-Identifier: MIT

internal import NIOCore

/// Finds empty lines in the bytes of a connection, however these are cut: a head ends with one, so that there are no
/// more heads than empty lines.
struct EmptyLines {
    /// The bytes since the last end of a line.
    private var lineLength = Int.max / 2

    /// The number of bytes up to the end of the first line that is empty, or of one byte; of all bytes if there is none.
    mutating func lengthToFirst(in bytes: ByteBufferView) -> Int {
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: 0x0A) {
            lineLength &+= end - start
            defer { lineLength = 0 }
            start = end + 1
            if lineLength <= 1 { return start - bytes.startIndex }
        }
        lineLength = min(lineLength &+ (bytes.endIndex - start), Int.max / 2)
        return bytes.count
    }
}
