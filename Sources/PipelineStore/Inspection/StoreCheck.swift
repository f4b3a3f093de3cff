// SPDX-License-Identifier: MIT

package import PipelineCore

/// What a check of a whole store found.
package struct StoreCheck: Hashable, Sendable {
    /// Every file in the store's directory, by name.
    package var files: [FileFinding]
    /// Why the store would not open; nil if it would.
    package var refusal: StoreError?
    /// The last change in the state that opening would give; nil if it would not open.
    package var sequence: UInt64?

    /// Whether the store opens and no file is damaged.
    package var isSound: Bool { refusal == nil && !files.contains(where: \.isDamaged) }
}

/// What a check found out about one file of a store.
package struct FileFinding: Hashable, Sendable {
    /// How a file was found.
    package enum Verdict: Hashable, Sendable {
        /// Every byte is what was written.
        case sound
        /// A journal whose last write was cut short; nothing in it was ever acknowledged.
        case torn(Damage)
        /// Bytes in it are not what was written.
        case damaged(Damage)
        /// It is not used as it is, for the reason given.
        case refused(String)
        /// A write that was not finished; the next start removes it.
        case unfinished
        /// Not ours; it is left alone.
        case foreign
    }

    /// The file's name.
    package var name: String
    /// The file's generation; nil if the name has none.
    package var generation: UInt64?
    /// The file's length in bytes; nil if it could not be read.
    package var bytes: UInt64?
    /// The changes in it, first and last: of a snapshot 0 and the last one; nil if there are none.
    package var changes: ClosedRange<UInt64>?
    /// How it was found.
    package var verdict: Verdict

    /// Whether the file shows that the disk or somebody changed what was written.
    package var isDamaged: Bool {
        switch verdict {
        case .damaged, .refused: true
        case .sound, .torn, .unfinished, .foreign: false
        }
    }
}

extension FileFinding.Verdict {
    /// The verdict's name, as answers give it.
    package var name: String {
        switch self {
        case .sound: "sound"
        case .torn: "torn"
        case .damaged: "damaged"
        case .refused: "refused"
        case .unfinished: "unfinished"
        case .foreign: "foreign"
        }
    }

    /// The damage; nil if there is none.
    package var damage: Damage? {
        switch self {
        case .torn(let damage), .damaged(let damage): damage
        case .sound, .refused, .unfinished, .foreign: nil
        }
    }

    /// What the name does not say; nil if it says it all.
    package var details: String? {
        switch self {
        case .torn(let damage):
            "cut short at offset \(damage.offset): \(damage.reason); nothing after it was ever acknowledged"
        case .damaged(let damage): "damaged at offset \(damage.offset): \(damage.reason)"
        case .refused(let reason): reason
        case .unfinished: "a write that was not finished; the next start removes it"
        case .foreign: "not a file of the store; it is left alone"
        case .sound: nil
        }
    }
}

// MARK: - Checking

extension StoreFiles {
    /// Reads every byte of the store at `path` and tells what it found; nothing is locked or changed.
    ///
    /// Beside a writer a file may come, go or grow meanwhile: the check is repeated if the list of files changed.
    ///
    /// - Complexity: O(n)
    /// - Throws: `notFound` if there is no store, `storage` if its directory cannot be read.
    package static func check(at path: String, fileSystem: any FileSystem) throws(StoreError) -> StoreCheck {
        guard let directory = try StoreDirectory.find(at: path, fileSystem: fileSystem) else {
            throw .notFound("There is no store at \(path).")
        }
        defer { fileSystem.close(directory.handle) }
        do throws(FileFailure) {
            var check = StoreCheck(files: [])
            for _ in 0..<5 {
                let listing = try directory.listing()
                if listing.isVacant { break }
                check = try examine(directory, listing)
                if check.isSound { return check }
                if try directory.listing() == listing { return check }
            }
            guard check.files.isEmpty else { return check }
        } catch {
            throw directory.error(error)
        }
        throw .notFound("There is no store at \(path).")
    }

    private static func examine(
        _ directory: StoreDirectory,
        _ listing: StoreListing
    ) throws(FileFailure) -> StoreCheck {
        var examined: [Examined] = []
        for name in listing.files { examined.append(try examine(name, in: directory)) }
        var files = try judgeHistory(directory, examined, judgeTails(examined))
        files += listing.temporaries.map { FileFinding(name: $0, verdict: .unfinished) }
        files += listing.others.map { FileFinding(name: $0, verdict: .foreign) }
        files.sort { $0.name < $1.name }
        do {
            let state = try Recovery<State>(directory: directory, listing: listing).run().state
            return StoreCheck(files: files, sequence: state.sequence)
        } catch {
            if error.isPassing { throw error }
            return StoreCheck(files: files, refusal: directory.error(error))
        }
    }

    /// Calls a journal damaged if it ends before a later generation begins, or otherwise than one says: what is missing
    /// was on disk once.
    ///
    /// The files come in order of their generations.
    private static func judgeTails(_ examined: [Examined]) -> [FileFinding] {
        let links = Dictionary(grouping: examined.compactMap { $0.header?.predecessor }, by: \.generation)
        var findings: [FileFinding] = []
        // The highest change that files of later generations lead to, and that those of this one do.
        var (later, here, generation) = (UInt64.zero, UInt64.zero, UInt64?.none)
        for file in examined.reversed() {
            var finding = file.finding
            if finding.generation != generation {
                (later, here, generation) = (max(later, here), 0, finding.generation)
            }
            here = max(here, file.end ?? 0)
            if case .torn(let damage) = finding.verdict, let end = file.end, later > end {
                let reason = "the frame written there is no longer intact"
                finding.verdict = .damaged(Damage(file: damage.file, offset: damage.offset, reason: reason))
            }
            if !finding.isDamaged, let damage = shortage(of: file, links) { finding.verdict = .damaged(damage) }
            findings.append(finding)
        }
        return findings
    }

    /// Compares the end of a journal with what the next generation says of it.
    private static func shortage(of file: Examined, _ links: [UInt64: [Predecessor]]) -> Damage? {
        guard let scan = file.scan, let header = scan.header,
            let link = links[header.generation]?.first(where: { $0.mark == header.mark })
        else { return nil }
        if scan.end < link.end {
            let reason = "it went on to offset \(link.end), as the next generation says"
            return Damage(file: file.finding.name, offset: scan.end, reason: reason)
        }
        guard scan.end == link.end, scan.checksum != link.checksum else { return nil }
        let reason = "its last frame is not the one that the next generation follows"
        return Damage(file: file.finding.name, offset: scan.end, reason: reason)
    }

    /// Calls a file damaged that belongs to another history of the store than the others.
    private static func judgeHistory(
        _ directory: StoreDirectory,
        _ examined: [Examined],
        _ findings: [FileFinding]
    ) throws(FileFailure) -> [FileFinding] {
        var entries: [StoreFileName: StoreHistory.Entry] = [:]
        for file in examined {
            guard let name = StoreFileName(file.finding.name) else { continue }
            entries[name] = StoreHistory.Entry(header: file.header, size: file.finding.bytes ?? 0)
        }
        let damage: Damage?
        do {
            damage = try StoreHistory(directory: directory, entries: entries).findDamage()
        } catch {
            if error.isPassing { throw error }
            return findings
        }
        guard let damage else { return findings }
        return findings.map { finding in
            guard finding.name == damage.file, !finding.isDamaged else { return finding }
            var finding = finding
            finding.verdict = .damaged(damage)
            return finding
        }
    }

    /// A file that was read to its end.
    private struct Examined {
        var finding: FileFinding
        var header: FileHeader?
        /// The last change that the file leads to.
        var end: UInt64?
        /// What reading a journal brought to light.
        var scan: JournalScan?
    }

    /// Reads a file to its end.
    private static func examine(_ name: StoreFileName, in directory: StoreDirectory) throws(FileFailure) -> Examined {
        var finding = FileFinding(name: name.text, generation: name.generation, verdict: .sound)
        var (header, end, journal): (FileHeader?, UInt64?, JournalScan?)
        do throws(FileFailure) {
            switch name.kind {
            case .snapshot:
                let read = try SnapshotFile.read(
                    State.self,
                    generation: name.generation,
                    in: directory,
                    progress: nil
                )
                finding.bytes = read.info.bytes
                finding.changes = 0...read.info.sequence
                end = read.info.sequence
                header = read.header
                finding.verdict = verdict(on: read.state, name, read.header)
            case .journal:
                let scan = try JournalReader.read(name, after: nil, in: directory) { (change) throws(StoreError) in
                    do throws(ValueError) {
                        try State.checkContents(ofChange: change)
                    } catch {
                        throw .storage("It \(error.expectation).")
                    }
                }
                journal = scan
                header = scan.header
                finding.bytes = scan.size
                if let header {
                    end = scan.sequence
                    if scan.sequence > header.sequence { finding.changes = header.sequence + 1...scan.sequence }
                }
                switch scan.ending {
                case .whole: break
                case .torn(let damage): finding.verdict = .torn(damage)
                case .damaged(let damage): finding.verdict = .damaged(damage)
                }
            }
        } catch {
            // What the system lacks says nothing about the file.
            if error.isPassing { throw error }
            switch error {
            case .damaged(let damage): finding.verdict = .damaged(damage)
            case .refused(_, let reason): finding.verdict = .refused(reason)
            case .system(let reason, _): finding.verdict = .refused("it cannot be read (\(reason))")
            }
        }
        return Examined(finding: finding, header: header, end: end, scan: journal)
    }

    private static func verdict(
        on state: State,
        _ name: StoreFileName,
        _ header: FileHeader
    ) -> FileFinding.Verdict {
        do throws(ValueError) {
            try state.checkContents()
            return .sound
        } catch {
            return .damaged(Damage(file: name.text, offset: UInt64(header.size), reason: "it \(error.expectation)"))
        }
    }
}
