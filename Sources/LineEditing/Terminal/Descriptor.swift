// SPDX-License-Identifier: MIT

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

/// An open descriptor, read and written whole.
struct Descriptor {
    /// A system call's error number.
    struct Failure: Error, Hashable {
        var number: Int32
    }

    var raw: Int32

    /// Returns the system's words for an error number.
    static func reason(_ number: Int32) -> String {
        guard let text = strerror(number) else { return "error \(number)" }
        return String(cString: text)
    }

    /// Writes every byte.
    func write(_ bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // write(2) takes a pointer; it is used within the call alone.
            let count = rest.withUnsafeBytes { systemWrite(raw, $0.baseAddress, $0.count) }
            if count > 0 {
                rest.removeFirst(count)
            } else if errno == EAGAIN {
                var descriptor = pollfd(fd: raw, events: Int16(POLLOUT), revents: 0)
                _ = poll(&descriptor, 1, -1)
            } else if errno != EINTR {
                throw Failure(number: errno)
            }
        }
    }

    /// Reads at most `count` bytes at an offset; fewer stand there only at the end.
    func read(at offset: Int, count: Int) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            // pread(2) takes a pointer into the array; it is used within the call alone.
            let got = bytes[filled...]
                .withUnsafeMutableBytes {
                    pread(raw, $0.baseAddress, $0.count, off_t(offset + filled))
                }
            if got == 0 { break }
            if got > 0 {
                filled += got
            } else if errno != EINTR {
                throw Failure(number: errno)
            }
        }
        return Array(bytes[..<filled])
    }
}

/// write(2) under a name that the method's own does not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
