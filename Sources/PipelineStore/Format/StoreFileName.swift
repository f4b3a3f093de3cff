// SPDX-License-Identifier: MIT

/// The name of a snapshot or a journal: its generation in sixteen decimal digits, a dot, its kind.
package struct StoreFileName: Hashable, Sendable {
    /// The largest generation that sixteen digits can say.
    package static let largestGeneration: UInt64 = 9_999_999_999_999_999

    /// The file's kind.
    package var kind: FileKind
    /// The file's generation; the first one is 1.
    package var generation: UInt64

    /// Names the file of `kind` and `generation`.
    package init(_ kind: FileKind, _ generation: UInt64) {
        self.kind = kind
        self.generation = generation
    }

    /// Reads a name; nil if it is not exactly what ``text`` writes.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count > 17, bytes[16] == UInt8(ascii: ".") else { return nil }
        var generation: UInt64 = 0
        for byte in bytes[..<16] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            generation = generation * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        let suffix = String(decoding: bytes[17...], as: UTF8.self)
        guard generation > 0, let kind = [FileKind.snapshot, .journal].first(where: { $0.suffix == suffix }) else {
            return nil
        }
        self.init(kind, generation)
    }

    /// The name as it stands in the directory.
    package var text: String {
        let digits = String(generation)
        return String(repeating: "0", count: max(0, 16 - digits.count)) + digits + "." + kind.suffix
    }

    /// The name of the same file while it is not finished.
    var temporaryText: String { text + Self.temporarySuffix }

    /// Whether `text` is the name of an unfinished file of ours.
    static func isTemporary(_ text: String) -> Bool {
        text.hasSuffix(temporarySuffix) && StoreFileName(String(text.dropLast(temporarySuffix.count))) != nil
    }

    private static let temporarySuffix = ".tmp"
}
