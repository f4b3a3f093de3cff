// SPDX-License-Identifier: MIT

/// Reads a file from front to back through a window, so that small records do not cost a call each.
struct WindowedReader {
    private static let windowSize = 1 << 18

    /// The length of the file when it was opened.
    let size: UInt64
    private let fileSystem: any FileSystem
    private let file: OpenFile
    private var window: [UInt8] = []
    private var start: UInt64 = 0

    init(_ file: OpenFile, size: UInt64, fileSystem: any FileSystem) {
        self.file = file
        self.size = size
        self.fileSystem = fileSystem
    }

    /// Returns `count` bytes at `offset`, fewer if the file ends before.
    ///
    /// - Complexity: O(`count`)
    mutating func bytes(at offset: UInt64, count: Int) throws(SystemError) -> ArraySlice<UInt8> {
        guard offset < size else { return [] }
        let count = Int(min(UInt64(count), size - offset))
        if offset < start || offset - start + UInt64(count) > UInt64(window.count) {
            window = []
            let wanted = Int(min(UInt64(max(count, Self.windowSize)), size - offset))
            window = try fileSystem.readFully(file, count: wanted, at: offset)
            start = offset
        }
        let first = Int(offset - start)
        return window[min(first, window.count)..<min(first + count, window.count)]
    }
}
