// SPDX-License-Identifier: MIT

/// A history in a file of its own, shared by every session of one person.
///
/// One entry a line in UTF-8, with `\\`, `\n` and `\r` for what would break a line. Entries are appended at once, under
/// a lock, so sessions that run at the same time lose nothing of each other's.
package struct HistoryFile: Hashable, Sendable {
    /// The longest entry, in bytes, that the file takes.
    package static let maximumEntrySize = 65_536
    /// The size in bytes beyond which the file is rewritten.
    static let maximumSize = 16 << 20

    /// Where the file is.
    package var path: String
    /// The number of entries that it keeps.
    package var limit: Int

    /// Makes a history at a path; the file and its directory are made by the first entry.
    package init(path: String, limit: Int = 10_000) {
        self.path = path
        self.limit = max(1, limit)
    }

    /// Returns the entries, oldest first, each once; what is not UTF-8 is skipped.
    ///
    /// A file that holds much more than its entries is rewritten on the way.
    ///
    /// - Throws: A ``Failure`` if the file is not a plain one of this user, is locked, or cannot be read.
    package func load() throws(Failure) -> [String] {
        guard let file = try LockedFile(path: path, creating: false) else { return [] }
        let contents = try contents(of: file)
        if contents.lineCount > limit + limit / 10 {
            try rewrite(contents.entries, over: file)
        }
        return contents.entries
    }

    /// Adds an entry at the end; one that is blank, begins with a space or is too long is left out.
    ///
    /// - Throws: A ``Failure`` if the file is not a plain one of this user, is locked, or cannot be written.
    package func append(_ entry: String) throws(Failure) {
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

extension HistoryFile {
    /// A failure to read or write a history.
    package struct Failure: Error, Hashable, Sendable {
        /// The kinds of failure.
        package enum Code: Hashable, Sendable {
            /// The path is a symbolic link, a directory, a device or another user's file.
            case refused
            /// Another program holds the file.
            case locked
            /// The system said no.
            case system
        }

        /// The kind of failure.
        package var code: Code
        /// One sentence that names the file and says what failed.
        package var details: String

        /// Makes a failure from its kind and its sentence.
        package init(_ code: Code, _ details: String) {
            self.code = code
            self.details = details
        }
    }
}

extension HistoryFile.Failure: CustomStringConvertible {
    /// The sentence for people.
    package var description: String { details }
}

/// The text of a history's file: one escaped entry a line.
struct HistoryFileText {
    static let newline = UInt8(ascii: "\n")
    private static let backslash = UInt8(ascii: "\\")

    /// The entries, oldest first, each where it stands last.
    let entries: [String]
    /// The number of lines, repeats and damaged ones too.
    let lineCount: Int

    /// Reads a file's bytes; lines that are damaged are passed over.
    init(_ bytes: [UInt8], limit: Int) {
        let lines = bytes.split(separator: Self.newline)
        var seen: Set<String> = []
        var newestFirst: [String] = []
        for line in lines.reversed() where newestFirst.count < limit {
            guard let entry = Self.decode(line), HistoryList.keeps(entry), seen.insert(entry).inserted else { continue }
            newestFirst.append(entry)
        }
        entries = newestFirst.reversed()
        lineCount = lines.count
    }

    /// Returns an entry as a line, its newline included.
    static func encode(_ entry: String) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(entry.utf8.count + 1)
        for byte in entry.utf8 {
            switch byte {
            case backslash: line += [backslash, backslash]
            case newline: line += [backslash, UInt8(ascii: "n")]
            case UInt8(ascii: "\r"): line += [backslash, UInt8(ascii: "r")]
            default: line.append(byte)
            }
        }
        line.append(newline)
        return line
    }

    /// Returns the entry of a line, or nil if it is not UTF-8 or holds a zero, as after a crash.
    static func decode(_ line: some Sequence<UInt8>) -> String? {
        var entry: [UInt8] = []
        var isEscaped = false
        for byte in line {
            guard byte != 0 else { return nil }
            if isEscaped {
                switch byte {
                case UInt8(ascii: "n"): entry.append(newline)
                case UInt8(ascii: "r"): entry.append(UInt8(ascii: "\r"))
                default: entry.append(byte)
                }
                isEscaped = false
            } else if byte == backslash {
                isEscaped = true
            } else {
                entry.append(byte)
            }
        }
        return isEscaped ? nil : String(validating: entry, as: UTF8.self)
    }
}
