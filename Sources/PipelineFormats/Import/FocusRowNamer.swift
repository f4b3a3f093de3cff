// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Makes the identifier of a FOCUS row from what it says: a UUID of version 8 (RFC 9562, section 5.8).
///
/// SHA-256 over the owner's 16 bytes; the fields in header order, each as one byte that tells null (0) from text (1)
/// and, for text, its length in eight bytes and its bytes; and, in eight bytes, the number of equal rows before it in
/// the file. Whether a field was quoted does not count. Stores hold such identifiers: the recipe never changes.
struct FocusRowNamer: Sendable {
    private var hash = SHA256()
    /// How often each row was seen, by the first half of its digest.
    private var counts: [UUID: UInt64] = [:]

    private static let nullMark: [UInt8] = [0]
    private static let textMark: [UInt8] = [1]

    /// Begins with a row.
    mutating func begin(_ owner: UserID?) {
        hash = SHA256()
        hash.update(owner?.uuid.high ?? 0)
        hash.update(owner?.uuid.low ?? 0)
    }

    /// Takes a field that is null.
    mutating func addNull() {
        hash.update(Self.nullMark.span)
    }

    /// Takes the text of a field.
    mutating func add(_ text: Span<UInt8>) {
        hash.update(Self.textMark.span)
        hash.update(UInt64(text.count))
        hash.update(text)
    }

    /// The identifier of the row.
    mutating func finish() -> UUID {
        let row = hash.digest().prefix
        let key = UUID(high: row.high, low: row.low)
        let count = counts[key, default: 0]
        counts[key] = count + 1
        hash.update(count)
        let digest = hash.digest().prefix
        return UUID(version: 8, high: digest.high, low: digest.low)
    }
}
