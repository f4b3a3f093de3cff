// SPDX-License-Identifier: MIT

extension FileSystem {
    /// Calls `body` again for as long as it is interrupted.
    package func uninterrupted<R>(_ body: () throws(SystemError) -> R) throws(SystemError) -> R {
        while true {
            do {
                return try body()
            } catch {
                guard error.isInterruption else { throw error }
            }
        }
    }

    /// Reads at `offset` until `bytes` is full or the file ends, and returns how many bytes that were.
    package func readFully(
        _ file: OpenFile,
        into bytes: UnsafeMutableRawBufferPointer,
        at offset: UInt64
    ) throws(SystemError) -> Int {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
            let count = try uninterrupted { () throws(SystemError) in
                try read(file, into: rest, at: offset &+ UInt64(done))
            }
            guard count > 0 else { break }
            done += count
        }
        return done
    }

    /// Writes all of `bytes` at `offset`, in as many calls as it takes.
    package func writeFully(
        _ file: OpenFile,
        _ bytes: UnsafeRawBufferPointer,
        at offset: UInt64
    ) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = try uninterrupted { () throws(SystemError) in
                try write(file, rest, at: offset &+ UInt64(done))
            }
            guard count > 0 else { throw .noProgress }
            done += count
        }
    }

    /// Writes all of `bytes` at `offset`, in as many calls as it takes.
    package func writeFully(_ file: OpenFile, _ bytes: [UInt8], at offset: UInt64) throws(SystemError) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(SystemError) in
            try writeFully(file, UnsafeRawBufferPointer(buffer), at: offset)
        }
    }

    /// Reads `count` bytes at `offset`, fewer where the file ends before.
    package func readFully(_ file: OpenFile, count: Int, at offset: UInt64) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let done = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(SystemError) in
            try readFully(file, into: UnsafeMutableRawBufferPointer(buffer), at: offset)
        }
        bytes.removeSubrange(done...)
        return bytes
    }
}
