// SPDX-License-Identifier: MIT

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

    /// Returns the entry of a line, or nil where it is no UTF-8 or holds a zero, as after a crash.
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
