// SPDX-License-Identifier: MIT

/// The looking at bytes that a stranger has sent, with a count of it.
///
/// What a request says is read through these functions, so that tests and the fuzzer can hold a reader to a number of
/// steps in proportion to what was sent. Bytes are compared as bytes: strings are compared in Unicode's canonical form,
/// which takes time beyond the length of a text made for it, and makes one name of texts that are equivalent.
struct ByteWork {
    /// The number of bytes that were looked at, and of looks.
    private(set) var steps = 0

    /// Counts a look at bytes that something else reads, once from beginning to end.
    mutating func count(_ bytes: Int) {
        steps &+= bytes &+ 1
    }

    /// Takes the next part off a list of parts between separators; nil if there is none.
    ///
    /// Empty parts do not count.
    mutating func nextPart(of list: inout ArraySlice<UInt8>, between separator: UInt8) -> ArraySlice<UInt8>? {
        var start = list.startIndex
        while start < list.endIndex, list[start] == separator { start += 1 }
        var end = start
        while end < list.endIndex, list[end] != separator { end += 1 }
        count(end - list.startIndex)
        let part = list[start..<end]
        list = list[end...]
        return part.isEmpty ? nil : part
    }

    /// The place of the first `byte` in a text.
    mutating func firstIndex(of byte: UInt8, in text: ArraySlice<UInt8>) -> Int? {
        let index = text.firstIndex(of: byte)
        count((index ?? text.endIndex) - text.startIndex)
        return index
    }

    /// A text without the white space that a header field may have around a value (RFC 9110, section 5.6.3).
    mutating func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var (start, end) = (text.startIndex, text.endIndex)
        while start < end, Self.isSpace(text[start]) { start += 1 }
        while end > start, Self.isSpace(text[end - 1]) { end -= 1 }
        count(text.count - (end - start))
        return text[start..<end]
    }

    /// The place of the first byte that is not white space; the text's end if there is none.
    mutating func firstVisible(in text: ArraySlice<UInt8>) -> Int {
        var start = text.startIndex
        while start < text.endIndex, Self.isSpace(text[start]) { start += 1 }
        count(start - text.startIndex)
        return start
    }

    /// Whether a text is `name`, byte by byte.
    mutating func isSame(_ text: ArraySlice<UInt8>, _ name: some Collection<UInt8>) -> Bool {
        guard text.count == name.count else {
            count(0)
            return false
        }
        count(text.count)
        return text.elementsEqual(name)
    }

    /// Whether a text is `name`, which has no capital letters, whatever letters of ASCII the text has as capitals.
    mutating func isSameIgnoringCase(_ text: ArraySlice<UInt8>, _ name: some Collection<UInt8>) -> Bool {
        guard text.count == name.count else {
            count(0)
            return false
        }
        count(text.count)
        return zip(text, name).allSatisfy { Self.small($0) == $1 }
    }

    /// Whether a field's name is `name`, which has no capital letters.
    mutating func isSame(_ text: String, ignoringCase name: StaticString) -> Bool {
        guard text.utf8.count == name.utf8CodeUnitCount else {
            count(0)
            return false
        }
        count(text.utf8.count)
        return name.withUTF8Buffer { zip(text.utf8, $0).allSatisfy { Self.small($0) == $1 } }
    }

    /// What stands behind `prefix`, which has no capital letters, in a text that begins with it; nil in another.
    mutating func rest(of text: ArraySlice<UInt8>, behind prefix: some Collection<UInt8>) -> ArraySlice<UInt8>? {
        let end = text.startIndex + prefix.count
        guard end <= text.endIndex, isSameIgnoringCase(text[..<end], prefix) else { return nil }
        return text[end...]
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    private static func small(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
