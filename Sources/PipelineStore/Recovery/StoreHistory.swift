// SPDX-License-Identifier: MIT

/// The files of a store, by their headers: whether all of them tell one history.
///
/// A backup that is copied over the files of another branch of the same store, or a second program that wrote beside
/// the first, leaves files that are whole one by one. What gives them away is what each generation says of the journal
/// before it: which one it was, and where it ended.
struct StoreHistory {
    /// What is known of a file before it is read.
    struct Entry {
        /// Its header; nil if it is damaged or was never finished.
        var header: FileHeader?
        /// Its length.
        var size: UInt64
    }

    let directory: StoreDirectory
    /// All files of the store.
    let entries: [StoreFileName: Entry]

    /// What the files of earlier generations say, while one after the other is looked at.
    private struct Earlier {
        /// The newest journal.
        var journal: FileHeader?
        /// The oldest journal that is not of version 1.
        var first: FileHeader?
        /// The frames of the newest journal that were looked at last, and found to go on no further.
        var end: (offset: UInt64, sequence: UInt64)?

        mutating func add(_ header: FileHeader) {
            guard header.kind == .journal else { return }
            if first == nil, header.version > 1 { first = header }
            journal = header
            end = nil
        }
    }

    /// Finds the oldest place where two histories meet; nil if there is one alone.
    ///
    /// - Complexity: O(n log n) in the files; for those that follow a journal which goes on, O(m) in the frames that it
    ///   has more.
    func findDamage() throws(FileFailure) -> Damage? {
        var earlier = Earlier()
        let generations = Set(entries.keys.map(\.generation))
        let oldest = generations.min() ?? 0
        for (_, entry) in entries.sorted(by: { $0.key.text < $1.key.text }) {
            guard let header = entry.header else { continue }
            if let damage = try findDamage(in: header, &earlier, generations, oldest) { return damage }
            earlier.add(header)
        }
        return nil
    }

    /// Finds out whether a file belongs to another history than the files before it.
    private func findDamage(
        in header: FileHeader,
        _ earlier: inout Earlier,
        _ generations: Set<UInt64>,
        _ oldest: UInt64
    ) throws(FileFailure) -> Damage? {
        if let journal = self.header(.journal, header.generation), header.kind == .snapshot {
            // The other file says the same of what comes before.
            return journal == header.of(.journal)
                ? nil : Self.damage(header, "it is not of one piece with \(Self.name(journal).text)")
        }
        guard let link = header.predecessor else { return try findDamage(inFirst: header, &earlier) }
        if let between = earlier.journal, between.generation > link.generation {
            return Self.damage(header, "it does not follow \(Self.name(between).text)")
        }
        guard generations.contains(link.generation) else {
            // What nobody needs any more goes oldest first: nothing older is left without what came after it.
            return oldest < link.generation
                ? Self.damage(header, "generation \(link.generation) before it is not here, but older ones are") : nil
        }
        guard let before = self.header(.journal, link.generation) ?? self.header(.snapshot, link.generation) else {
            return nil
        }
        guard before.mark == link.mark, before.sequence <= header.sequence else {
            return Self.damage(header, "it follows another \(Self.name(before).text) than the one that is here")
        }
        return before.kind == .journal ? try findChange(in: before, from: link.end, after: header, &earlier) : nil
    }

    /// Looks at a file that names nothing before it: the first of a store, or one of version 1.
    private func findDamage(inFirst header: FileHeader, _ earlier: inout Earlier) throws(FileFailure) -> Damage? {
        guard header.version == 1 else {
            // The first file after those of version 1 may not know them.
            guard let before = earlier.first else { return nil }
            return Self.damage(header, "it does not follow \(Self.name(before).text)")
        }
        // What version 1 does not say, the journal itself does.
        guard let before = earlier.journal else { return nil }
        return try findChange(in: before, from: UInt64(before.size), after: header, &earlier)
    }

    /// Finds a whole frame in a journal that goes on after the next generation was begun.
    private func findChange(
        in journal: FileHeader,
        from start: UInt64,
        after next: FileHeader,
        _ earlier: inout Earlier
    ) throws(FileFailure) -> Damage? {
        let name = Self.name(journal)
        guard let size = entries[name]?.size, size > start else { return nil }
        if let end = earlier.end, end.offset == start, end.sequence <= next.sequence { return nil }
        let (file, status) = try directory.open(name.text, .read)
        defer { directory.fileSystem.close(file) }
        var reader = WindowedReader(file, size: status.size, fileSystem: directory.fileSystem)
        do {
            let offset = try JournalFrames.firstFrame(
                beyond: next.sequence,
                from: start,
                seed: journal.seed,
                in: &reader
            )
            guard let offset else {
                earlier.end = (start, next.sequence)
                return nil
            }
            let reason = "it goes on after change \(next.sequence), with which \(Self.name(next).text) begins"
            return Damage(file: name.text, offset: offset, reason: reason + Self.advice)
        } catch {
            // What cannot be read is judged where it is needed.
            guard error.isMediumFailure else { throw .system(error, file: name.text) }
            return nil
        }
    }

    private func header(_ kind: FileKind, _ generation: UInt64) -> FileHeader? {
        entries[StoreFileName(kind, generation)]?.header
    }

    private static func name(_ header: FileHeader) -> StoreFileName {
        StoreFileName(header.kind, header.generation)
    }

    private static func damage(_ header: FileHeader, _ reason: String) -> Damage {
        Damage(file: name(header).text, offset: FileHeader.predecessorOffset, reason: reason + advice)
    }

    private static var advice: String {
        "; files of two histories of the store are mixed here, and only those of one may stay"
    }
}

// MARK: - Reading one after the other

extension StoreHistory {
    /// The journal before a snapshot, as the snapshot says; nil without one.
    func predecessor(of snapshot: UInt64?) -> Predecessor? {
        snapshot.flatMap { header(.snapshot, $0)?.predecessor }
    }

    /// Throws if a journal does not go on where the one that was read before it ended.
    ///
    /// Nothing is said about a journal of version 1, nor about what was not read.
    static func check(_ journal: FileHeader, after read: Predecessor?) throws(FileFailure) {
        guard let link = journal.predecessor, let read, read.generation == link.generation, read != link else { return }
        throw .damaged(
            damage(journal, "it does not follow the \(StoreFileName(.journal, read.generation).text) that is here")
        )
    }
}

extension FileHeader {
    /// What the next generation says of a journal with this header that was read to its end.
    func predecessor(at scan: JournalScan) -> Predecessor {
        Predecessor(generation: generation, mark: mark, end: scan.end, checksum: scan.checksum)
    }
}
