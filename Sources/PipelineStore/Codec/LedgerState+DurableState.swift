// SPDX-License-Identifier: MIT

package import PipelineCore

extension LedgerState {
    /// Writes the whole state: tables first, then texts and rows as they lie in memory.
    ///
    /// - Complexity: O(n)
    package func encodeSnapshot(into sink: inout SnapshotSink) throws(StoreError) {
        let parts = parts
        try sink.begin(.header)
        try sink.append(SnapshotSection.layoutVersion)
        try sink.append(parts.sequence)
        try sink.begin(.users)
        try sink.append(UInt64(parts.users.count))
        for user in parts.users {
            try sink.append(user.id.uuid.high)
            try sink.append(user.id.uuid.low)
            try sink.append(user.lastChange)
            try sink.append(text: user.email ?? "")
        }
        try sink.begin(.costTypes)
        try sink.append(texts: parts.costTypes)
        try sink.begin(.notificationTypes)
        try sink.append(texts: parts.notificationTypes)
        try sink.begin(.texts)
        try sink.append(UInt64(parts.blobs.count))
        for chunk in parts.blobs {
            try sink.append(UInt64(chunk.count))
            try sink.append(chunk.span.bytes)
        }
        try sink.begin(.costs)
        try sink.append(array: parts.costs)
        try sink.begin(.notifications)
        try sink.append(array: parts.notifications)
        try sink.begin(.readMarks)
        try sink.append(array: parts.readMarks)
        try sink.begin(.deliveries)
        try sink.append(array: parts.deliveries)
    }

    /// Reads back what `encodeSnapshot(into:)` wrote and makes lists, cells and indexes from it.
    ///
    /// - Complexity: O(n)
    package init(decodingSnapshot source: inout SnapshotSource) throws(StoreError) {
        var parts = LedgerParts()
        try source.begin(.header)
        let version = try source.read(UInt32.self)
        guard 1...SnapshotSection.layoutVersion ~= version else {
            throw source.refused("it has section layout \(version), written by a newer program")
        }
        parts.sequence = try source.read(UInt64.self)
        try source.begin(.users)
        let userCount = try source.readCount(elementSize: 28)
        for _ in 0..<userCount {
            let id = UUID(high: try source.read(UInt64.self), low: try source.read(UInt64.self))
            let lastChange = try source.read(UInt64.self)
            let email = try source.readText()
            parts.users.append(
                LedgerParts.User(id: UserID(id), email: email.isEmpty ? nil : email, lastChange: lastChange)
            )
        }
        try source.begin(.costTypes)
        parts.costTypes = try source.readTexts()
        try source.begin(.notificationTypes)
        parts.notificationTypes = try source.readTexts()
        try source.begin(.texts)
        let chunkCount = try source.readCount(elementSize: 8)
        for _ in 0..<chunkCount {
            let length = try source.readCount(elementSize: 1)
            parts.blobs.append(ContiguousArray(try source.readBytes(count: length)))
        }
        try source.begin(.costs)
        parts.costs = try source.readArray()
        try source.begin(.notifications)
        parts.notifications = try source.readArray()
        try source.begin(.readMarks)
        parts.readMarks = try source.readArray()
        if version > 1 {
            try source.begin(.deliveries)
            parts.deliveries = try source.readArray()
        }
        do throws(ValueError) {
            try self.init(parts: parts)
        } catch {
            throw source.damaged("it \(error.expectation)")
        }
    }
}

extension SnapshotSink {
    fileprivate mutating func begin(_ section: SnapshotSection) throws(StoreError) {
        try begin(section: section.rawValue)
    }

    fileprivate mutating func append(text: String) throws(StoreError) {
        try append(UInt32(truncatingIfNeeded: text.utf8.count))
        try append(Array(text.utf8))
    }

    fileprivate mutating func append(texts: [String]) throws(StoreError) {
        try append(UInt64(texts.count))
        for text in texts { try append(text: text) }
    }

    /// Appends an array as it lies in memory: its length, then its elements.
    fileprivate mutating func append<Element>(array: ChunkedArray<Element>) throws(StoreError) {
        // Known when the program is built: bytes between elements would be those of whatever was there before.
        precondition(MemoryLayout<Element>.size == MemoryLayout<Element>.stride)
        try append(UInt64(array.count))
        for number in 0..<array.chunkCount {
            let chunk = array.chunk(number)
            let used = array.usedCount(inChunk: number)
            try append(chunk.span.extracting(0..<used).bytes)
        }
    }
}

extension SnapshotSource {
    fileprivate mutating func begin(_ section: SnapshotSection) throws(StoreError) {
        try begin(section: section.rawValue)
    }

    /// Reads a number of elements that the rest of the file can hold.
    fileprivate mutating func readCount(elementSize: Int) throws(StoreError) -> Int {
        let count = try read(UInt64.self)
        guard count <= bytesLeft / UInt64(elementSize) else {
            throw damaged("a count reaches past the end of the file")
        }
        return Int(count)
    }

    fileprivate mutating func readText() throws(StoreError) -> String {
        let length = Int(try read(UInt32.self))
        let bytes = try readBytes(count: length)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw damaged("a text is not valid UTF-8") }
        return text
    }

    fileprivate mutating func readTexts() throws(StoreError) -> [String] {
        let count = try readCount(elementSize: 4)
        var texts: [String] = []
        texts.reserveCapacity(min(count, 4096))
        for _ in 0..<count { texts.append(try readText()) }
        return texts
    }

    fileprivate mutating func readArray<Element: FixedSizeElement>() throws(StoreError) -> ChunkedArray<Element> {
        var left = try readCount(elementSize: MemoryLayout<Element>.stride)
        var array = ChunkedArray<Element>()
        while left > 0 {
            let used = min(left, ChunkedArray<Element>.chunkSize)
            var chunk = ChunkedArray<Element>.Chunk(repeating: .zero, count: ChunkedArray<Element>.chunkSize)
            // Trivial elements: any bytes are a value, which the state checks against its rules. The pointer does not
            // leave the call, and the prefix lies inside the chunk.
            try chunk.withUnsafeMutableBufferPointer { (elements) throws(StoreError) in
                try read(into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: elements[..<used])))
            }
            guard array.appendChunk(chunk, used: used) else { throw damaged("an array has an inconsistent length") }
            left -= used
        }
        return array
    }
}

extension LedgerState: DurableState {
    /// Applies a change that a journal carries, after the same checks that it passed when it was made.
    ///
    /// - Throws: `StoreError` if the bytes are not a change that this state could have made.
    package mutating func replay(change payload: ArraySlice<UInt8>) throws(StoreError) {
        let change: Change
        do throws(ValueError) {
            change = try Change(decoding: payload)
        } catch {
            throw .storage("it \(error.expectation)")
        }
        try check(change)
        guard try isWhollyNew(change) else {
            throw .storage("it adds what already exists")
        }
        apply(change)
    }

    private func isWhollyNew(_ change: Change) throws(StoreError) -> Bool {
        switch change {
        case .addCosts(let batch), .deliver(_, .costs(let batch)): try plan(batch).newCount == batch.count
        case .addNotifications(let batch), .deliver(_, .notifications(let batch)):
            try plan(batch).newCount == batch.count
        case .mergeUsers(let batch): plan(batch).newCount == batch.count
        case .addUser, .addCost, .addNotification, .mark, .markAllRead, .markRead, .deliver(_, .none): true
        }
    }
}

/// The sections of a snapshot, in their order in the file.
enum SnapshotSection: UInt32 {
    case header = 1
    case users = 2
    case costTypes = 3
    case notificationTypes = 4
    case texts = 5
    case costs = 6
    case notifications = 7
    case readMarks = 8
    /// Since layout 2.
    case deliveries = 9

    /// The layout of the sections and of the rows in them.
    static let layoutVersion: UInt32 = 2
}
