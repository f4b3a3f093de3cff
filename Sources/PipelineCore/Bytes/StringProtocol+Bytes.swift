// SPDX-License-Identifier: MIT

extension StringProtocol {
    /// Calls `body` with the UTF-8 bytes of the text, in place if they are contiguous.
    ///
    /// Inlined into other modules, and `public` for that: without, the types of every call are made at run time, 2 % of
    /// a script's time.
    @inlinable
    @inline(__always)
    public func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var text = String(self)
        // `withUTF8` knows no typed errors.
        let result = text.withUTF8 { bytes in
            do throws(Failure) {
                return Swift.Result<Result, Failure>.success(try body(bytes.span))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

extension String {
    /// Below, at or above zero as the bytes of this string come before, at or behind those of another.
    func compareBytes(to other: String) -> Int {
        withBytes { mine in
            other.withBytes { theirs in
                for index in 0..<min(mine.count, theirs.count) where mine[index] != theirs[index] {
                    return mine[index] < theirs[index] ? -1 : 1
                }
                return mine.count - theirs.count
            }
        }
    }
}
