// SPDX-License-Identifier: MIT

/// The names in a store's directory, sorted into what they are.
struct StoreListing: Hashable, Sendable {
    /// Generations of snapshots, oldest first.
    var snapshots: [UInt64] = []
    /// Generations of journals, oldest first.
    var journals: [UInt64] = []
    /// Unfinished files of ours.
    var temporaries: [String] = []
    /// Everything that is not ours.
    var others: [String] = []

    /// Sorts `names`.
    init(_ names: [String]) {
        for name in names.sorted() {
            if let file = StoreFileName(name) {
                switch file.kind {
                case .snapshot: snapshots.append(file.generation)
                case .journal: journals.append(file.generation)
                }
            } else if StoreFileName.isTemporary(name) {
                temporaries.append(name)
            } else if name != StoreDirectory.lockName && name != StoreDirectory.quarantineName {
                others.append(name)
            }
        }
    }

    /// Whether there is no file of a store here.
    var isVacant: Bool { snapshots.isEmpty && journals.isEmpty }

    /// The highest generation of all; 0 if there is none.
    var newest: UInt64 { max(snapshots.last ?? 0, journals.last ?? 0) }

    /// The names of all snapshots and journals, by generation.
    var files: [StoreFileName] {
        let all = snapshots.map { StoreFileName(.snapshot, $0) } + journals.map { StoreFileName(.journal, $0) }
        return all.sorted { $0.text < $1.text }
    }
}
