// SPDX-License-Identifier: MIT

/// A history in a file of its own, shared by every session of one person.
///
/// One entry a line in UTF-8, with `\\`, `\n` and `\r` for what would break a line. Entries are appended at once, under
/// a lock, so sessions that run at the same time lose nothing of each other's.
public struct HistoryFile: Hashable, Sendable {
    /// The longest entry, in bytes, that the file takes.
    public static let maximumEntrySize = 65_536
    /// The size in bytes beyond which the file is written anew.
    static let maximumSize = 16 << 20

    /// Where the file is.
    public var path: String
    /// The number of entries that it keeps.
    public var limit: Int

    /// Makes a history at a path; the file and its directory are made by the first entry.
    public init(path: String, limit: Int = 10_000) {
        self.path = path
        self.limit = max(1, limit)
    }

    /// Returns the entries, oldest first, each once; what is no UTF-8 is passed over.
    ///
    /// A file that holds much more than its entries is written anew on the way.
    ///
    /// - Throws: A ``Failure`` where the file is not a plain one of this user, is locked, or cannot be read.
    public func load() throws(Failure) -> [String] {
        guard let file = try LockedFile(path: path, creating: false) else { return [] }
        let contents = try contents(of: file)
        if contents.lineCount > limit + limit / 10 {
            try rewrite(contents.entries, over: file)
        }
        return contents.entries
    }

    /// Returns the last `count` entries with their places, oldest first.
    ///
    /// - Throws: What ``load()`` throws.
    public func entries(last count: Int = .max) throws(Failure) -> [HistoryEntry] {
        var list = HistoryList(limit: limit)
        for entry in try load() { list.add(entry) }
        return list.numbered(last: count)
    }

    /// Adds an entry at the end; one that is blank, begins with a space or is too long is left out.
    ///
    /// - Throws: A ``Failure`` where the file is not a plain one of this user, is locked, or cannot be written.
    public func append(_ entry: String) throws(Failure) {
        guard HistoryList.keeps(entry) else { return }
        let line = HistoryFileText.encode(entry)
        guard line.count <= Self.maximumEntrySize else { return }
        guard let file = try LockedFile(path: path, creating: true) else { return }
        // The last line of a session that was cut off must not run into this one.
        let needsNewline = try !file.endsWithNewline()
        try file.append((needsNewline ? [HistoryFileText.newline] : []) + line)
        if try file.size() > Self.maximumSize {
            try rewrite(contents(of: file).entries, over: file)
        }
    }

    private func contents(of file: LockedFile) throws(Failure) -> HistoryFileText {
        HistoryFileText(try file.lastBytes(Self.maximumSize), limit: limit)
    }

    private func rewrite(_ entries: [String], over file: LockedFile) throws(Failure) {
        try file.replace(with: entries.flatMap(HistoryFileText.encode))
    }
}
