// SPDX-License-Identifier: MIT

package import PipelineCore

extension StoreFiles {
    /// Reads every byte of the store at `path` and tells what it found; nothing is locked or changed.
    ///
    /// Beside a writer a file may come, go or grow meanwhile: the check is repeated where the list of files changed.
    ///
    /// - Complexity: O(n)
    /// - Throws: `notFound` where there is no store, `storage` where its directory cannot be read.
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
                check = examine(directory, listing)
                if check.isSound { return check }
                if try directory.listing() == listing { return check }
            }
            guard check.files.isEmpty else { return check }
        } catch {
            throw directory.error(error)
        }
        throw .notFound("There is no store at \(path).")
    }

    private static func examine(_ directory: StoreDirectory, _ listing: StoreListing) -> StoreCheck {
        var files = judgeTails(listing.files.map { examine($0, in: directory) })
        files += listing.temporaries.map { FileFinding(name: $0, verdict: .unfinished) }
        files += listing.others.map { FileFinding(name: $0, verdict: .foreign) }
        files.sort { $0.name < $1.name }
        do {
            let state = try Recovery<State>(directory: directory, listing: listing).run().state
            return StoreCheck(files: files, sequence: state.sequence)
        } catch {
            return StoreCheck(files: files, refusal: directory.error(error))
        }
    }

    /// Calls a journal damaged that ends before a later generation begins: what is missing was on disk once.
    private static func judgeTails(_ examined: [(finding: FileFinding, end: UInt64?)]) -> [FileFinding] {
        examined.map { finding, end in
            guard case .torn(let damage) = finding.verdict, let end, let generation = finding.generation else {
                return finding
            }
            let isProven = examined.contains { later in
                later.finding.generation ?? 0 > generation && later.end ?? 0 > end
            }
            guard isProven else { return finding }
            var finding = finding
            finding.verdict = .damaged(
                Damage(file: damage.file, offset: damage.offset, reason: "a frame that was written there does not hold")
            )
            return finding
        }
    }

    /// Reads a file to its end; returns what it found, and the last change that the file leads to.
    private static func examine(
        _ name: StoreFileName,
        in directory: StoreDirectory
    ) -> (finding: FileFinding, end: UInt64?) {
        var finding = FileFinding(name: name.text, generation: name.generation, verdict: .sound)
        var end: UInt64?
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
            case .journal:
                let scan = try JournalReader.read(name, after: nil, in: directory) { _ in }
                finding.bytes = scan.size
                if let header = scan.header {
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
            switch error {
            case .damaged(let damage): finding.verdict = .damaged(damage)
            case .refused(_, let reason): finding.verdict = .refused(reason)
            case .system(let reason, _): finding.verdict = .refused("it cannot be read (\(reason))")
            }
        }
        return (finding, end)
    }
}
