// SPDX-License-Identifier: MIT

package import PipelineCore

/// Takes a state's bytes and writes them to a snapshot, section by section, a bounded number in memory at a time.
package struct SnapshotSink: ~Copyable {
    private let fileSystem: any FileSystem
    private let file: OpenFile
    private let name: String
    private let capacity: Int
    private var block: [UInt8]
    private var filled = 0
    private var section: UInt32?
    private var previous: UInt32
    private var blocks: UInt64 = 0
    /// The length of the file so far, without what is still in memory.
    private(set) var offset: UInt64
    /// The failure of the file system that ended the writing.
    private(set) var failure: SystemError?

    /// Writes the header; blocks follow.
    init(
        _ file: OpenFile,
        header: FileHeader,
        name: String,
        blockPayload: Int,
        fileSystem: any FileSystem
    ) throws(SystemError) {
        self.fileSystem = fileSystem
        self.file = file
        self.name = name
        capacity = min(max(blockPayload, SnapshotBlock.endSize), SnapshotBlock.largestPayload)
        block = [UInt8](repeating: 0, count: SnapshotBlock.headerSize + capacity)
        previous = header.seed
        offset = UInt64(header.size)
        try fileSystem.writeFully(file, header.bytes, at: 0)
    }

    /// Begins the section with the given number, which the reader will ask for; any but `UInt32.max`.
    package mutating func begin(section number: UInt32) throws(StoreError) {
        precondition(number != SnapshotBlock.end, "the number of the last block")
        try endSection()
        section = number
    }

    /// Appends bytes to the section.
    ///
    /// - Complexity: O(n)
    /// - Throws: `storage` if the file cannot be written.
    private mutating func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        precondition(section != nil, "bytes outside of a section")
        var rest = bytes[...]
        while !rest.isEmpty {
            if filled == capacity { try writeBlock() }
            let count = min(rest.count, capacity - filled)
            let start = SnapshotBlock.headerSize + filled
            // The range lies inside the block: `filled` + `count` is at most `capacity`.
            block.withUnsafeMutableBufferPointer { buffer in
                UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[start..<start + count])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: rest.prefix(count)))
            }
            filled += count
            rest = rest.dropFirst(count)
        }
    }

    /// Appends bytes to the section; `array.span.bytes` are those of an array as it lies in memory.
    ///
    /// - Complexity: O(n)
    mutating func append(_ bytes: RawSpan) throws(StoreError) {
        // The pointer does not leave the call.
        try bytes.withUnsafeBytes { (buffer) throws(StoreError) in try append(buffer) }
    }

    /// Appends bytes to the section.
    ///
    /// - Complexity: O(n)
    package mutating func append(_ bytes: [UInt8]) throws(StoreError) {
        try append(bytes.span.bytes)
    }

    /// Appends an integer, least significant byte first.
    package mutating func append(_ value: some FixedWidthInteger) throws(StoreError) {
        // The pointer does not leave the call.
        try withUnsafeBytes(of: value.littleEndian) { (buffer) throws(StoreError) in try append(buffer) }
    }

    /// Writes the last block and returns the length of the file.
    mutating func finish() throws(StoreError) -> UInt64 {
        try endSection()
        let total = offset + UInt64(SnapshotBlock.headerSize + SnapshotBlock.endSize)
        let count = blocks
        section = SnapshotBlock.end
        try append(total)
        try append(count)
        try writeBlock()
        return total
    }

    private mutating func endSection() throws(StoreError) {
        if section != nil { try writeBlock() }
        section = nil
    }

    private mutating func writeBlock() throws(StoreError) {
        guard let section else { return }
        let size = SnapshotBlock.headerSize + filled
        LittleEndian.store(section, into: &block, at: 4)
        LittleEndian.store(UInt32(filled), into: &block, at: 8)
        previous = Checksum.crc32c(block[4..<size], from: previous)
        LittleEndian.store(previous, into: &block, at: 0)
        do throws(SystemError) {
            // The pointer does not leave the call.
            try block.withUnsafeBufferPointer { (buffer) throws(SystemError) in
                let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<size])
                try fileSystem.writeFully(file, bytes, at: offset)
            }
        } catch {
            failure = error
            throw .storage("The snapshot \(name) cannot be written: \(error).")
        }
        offset += UInt64(size)
        blocks += 1
        filled = 0
    }
}
