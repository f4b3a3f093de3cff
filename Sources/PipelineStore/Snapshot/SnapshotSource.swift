// SPDX-License-Identifier: MIT

package import PipelineCore

/// Hands out the bytes of a snapshot in the order in which they were written, each only after its checksum matched.
package struct SnapshotSource: ~Copyable {
    private let fileSystem: any FileSystem
    private let file: OpenFile
    private let name: String
    private let size: UInt64
    private let progress: (@Sendable (UInt64) -> Void)?
    private var block: [UInt8] = []
    private var position = 0
    private var previous: UInt32
    private var blocks: UInt64 = 0
    private var offset: UInt64
    /// The section of the block in memory; nil before the first.
    private var section: UInt32?
    /// Whether the block in memory is the first of a section whose reading has not begun.
    private var isUnbegun = false
    /// Why the reading ended early.
    private(set) var failure: FileFailure?

    init(
        _ file: OpenFile,
        header: FileHeader,
        size: UInt64,
        directory: StoreDirectory,
        progress: (@Sendable (UInt64) -> Void)?
    ) {
        fileSystem = directory.fileSystem
        self.file = file
        name = StoreFileName(header.kind, header.generation).text
        self.size = size
        self.progress = progress
        previous = header.seed
        offset = UInt64(header.size)
    }

    /// A bound on what can still be read: check a count that was read against it before making room for it.
    var bytesLeft: UInt64 {
        size - min(size, offset) + UInt64(block.count - position)
    }

    /// Goes to the section with the given number, which must be the next one, with the one before read to its end.
    ///
    /// - Throws: `storage` if that is not so, or the bytes are damaged.
    package mutating func begin(section number: UInt32) throws(StoreError) {
        guard try nextSection() == number else { throw damaged("section \(number) is not in its place") }
        isUnbegun = false
    }

    /// Returns the number of the section after this one, which must be read to its end; nil after the last.
    private mutating func nextSection() throws(StoreError) -> UInt32? {
        if !isUnbegun {
            guard position == block.count else { throw damaged("a section is longer than its contents") }
            let before = section
            try readBlock()
            guard section != before || section == nil else {
                throw damaged("a section is longer than its contents")
            }
            isUnbegun = true
        }
        return section == SnapshotBlock.end ? nil : section
    }

    /// Fills `bytes` from the section.
    ///
    /// - Complexity: O(n)
    /// - Throws: `storage` if the section ends before, or its bytes are damaged.
    mutating func read(into bytes: UnsafeMutableRawBufferPointer) throws(StoreError) {
        var done = 0
        while done < bytes.count {
            if position == block.count { try continueSection() }
            let count = min(bytes.count - done, block.count - position)
            // Both ranges lie inside their buffers: `count` is the smaller of what is left of either.
            block.withUnsafeBytes { buffer in
                UnsafeMutableRawBufferPointer(rebasing: bytes[done..<done + count])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[position..<position + count]))
            }
            position += count
            done += count
        }
    }

    /// Reads `count` bytes of the section, never making room for more than the file holds.
    ///
    /// - Complexity: O(n)
    package mutating func readBytes(count: Int) throws(StoreError) -> [UInt8] {
        guard count >= 0, UInt64(count) <= bytesLeft else { throw damaged("a length reaches past the end of the file") }
        var bytes = [UInt8](repeating: 0, count: count)
        // The pointer does not leave the call.
        try bytes.withUnsafeMutableBufferPointer { (buffer) throws(StoreError) in
            try read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        return bytes
    }

    /// Reads an integer, least significant byte first.
    package mutating func read<Value: FixedWidthInteger>(_ type: Value.Type) throws(StoreError) -> Value {
        var value = Value.zero
        // The pointer does not leave the call.
        try withUnsafeMutableBytes(of: &value) { (buffer) throws(StoreError) in try read(into: buffer) }
        return Value(littleEndian: value)
    }

    /// Makes the error of a decoder that found bytes which no encoder writes, and remembers the place.
    mutating func damaged(_ reason: String) -> StoreError {
        if failure == nil { failure = .damaged(Damage(file: name, offset: offset, reason: reason)) }
        return .storage("The snapshot \(name) is damaged at offset \(offset): \(reason).")
    }

    /// Makes the error of a decoder that found a sound snapshot which is not for this program, and remembers why.
    mutating func refused(_ reason: String) -> StoreError {
        if failure == nil { failure = .refused(file: name, reason: reason) }
        return .storage("The snapshot \(name) cannot be read: \(reason).")
    }

    /// Checks that everything was read and that the file ends after its last block.
    mutating func finish() throws(StoreError) {
        guard try nextSection() == nil else { throw damaged("it has an unknown section") }
        guard block.count == SnapshotBlock.endSize, offset == size,
            LittleEndian.load(UInt64.self, from: block[...], at: 0) == size,
            LittleEndian.load(UInt64.self, from: block[...], at: 8) == blocks - 1
        else { throw damaged("the file does not end after its last block") }
    }

    private mutating func continueSection() throws(StoreError) {
        let before = section
        guard !isUnbegun, before != nil else { throw damaged("a section ends early") }
        try readBlock()
        guard section == before else {
            isUnbegun = true
            throw damaged("a section ends early")
        }
    }

    private mutating func readBlock() throws(StoreError) {
        guard section != SnapshotBlock.end else { throw damaged("the file ends early") }
        let header = try readFromFile(count: SnapshotBlock.headerSize)
        let length = Int(LittleEndian.load(UInt32.self, from: header[...], at: 8))
        guard length <= SnapshotBlock.largestPayload,
            UInt64(length) + UInt64(SnapshotBlock.headerSize) <= size - offset
        else { throw damaged("a length reaches past the end of the file") }
        let start = offset + UInt64(SnapshotBlock.headerSize)
        if block.count != length { block = [UInt8](repeating: 0, count: length) }
        try fill(at: start)
        let sum = Checksum.crc32c(block[...], from: Checksum.crc32c(header[4...], from: previous))
        let stored = LittleEndian.load(UInt32.self, from: header[...], at: 0)
        guard sum == stored else {
            position = block.count
            throw damaged("a checksum does not match")
        }
        previous = stored
        section = LittleEndian.load(UInt32.self, from: header[...], at: 4)
        position = 0
        offset = start + UInt64(length)
        blocks += 1
        progress?(UInt64(length + SnapshotBlock.headerSize))
    }

    private mutating func readFromFile(count: Int) throws(StoreError) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try fileSystem.readFully(file, count: count, at: offset)
        } catch {
            throw unreadable(error)
        }
        guard bytes.count == count else { throw damaged("the file ends early") }
        return bytes
    }

    private mutating func fill(at start: UInt64) throws(StoreError) {
        let done: Int
        do {
            done = try block.withUnsafeMutableBufferPointer { (buffer) throws(SystemError) in
                try fileSystem.readFully(file, into: UnsafeMutableRawBufferPointer(buffer), at: start)
            }
        } catch {
            throw unreadable(error)
        }
        guard done == block.count else { throw damaged("the file ends early") }
    }

    private mutating func unreadable(_ error: SystemError) -> StoreError {
        if error.isMediumFailure { return damaged("it cannot be read (\(error))") }
        if failure == nil { failure = .system(error, file: name) }
        return .storage("The snapshot \(name) cannot be read: \(error).")
    }
}
