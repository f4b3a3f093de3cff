// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The bytes that mean something to the command language.
enum Byte {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let doubleQuote: UInt8 = 0x22
    static let numberSign: UInt8 = 0x23
    static let singleQuote: UInt8 = 0x27
    static let backslash: UInt8 = 0x5C
    static let openBrace: UInt8 = 0x7B
    static let closeBrace: UInt8 = 0x7D

    /// Whether the byte separates words.
    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }
}

extension [UInt8] {
    /// The offset of the first `byte` from `start` on, or nil.
    ///
    /// `memchr` looks at 16 to 32 bytes at a time, several times as fast as a loop over them.
    func firstOffset(of byte: UInt8, from start: Int) -> Int? {
        guard start < count else { return nil }
        return withUnsafeBytes { buffer -> Int? in
            guard let base = buffer.baseAddress,
                let found = memchr(base + start, Int32(byte), buffer.count - start)
            else { return nil }
            return found - UnsafeMutableRawPointer(mutating: base)
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether a line has anything on it but blanks and a comment.
    var isCommand: Bool {
        guard let first = first(where: { !Byte.isBlank($0) }) else { return false }
        return first != Byte.numberSign
    }
}
