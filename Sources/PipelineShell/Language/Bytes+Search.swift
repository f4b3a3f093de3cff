// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

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
