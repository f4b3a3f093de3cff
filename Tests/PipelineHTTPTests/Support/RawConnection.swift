// SPDX-License-Identifier: MIT

import TerminalTestSupport

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A connection to the loopback interface that sends bytes as they are and waits for bounded times.
///
/// Every call blocks: use it on a thread of its own.
final class RawConnection {
    struct Failure: Error {
        let call: String
        let number: Int32
    }

    private let descriptor: Int32

    init(port: Int, receiveBuffer: Int32? = nil, patience: Int = 20 * Patience.factor) throws {
        #if canImport(Glibc)
        let type = Int32(SOCK_STREAM.rawValue)
        #else
        let type = SOCK_STREAM
        #endif
        descriptor = socket(AF_INET, type, 0)
        guard descriptor >= 0 else { throw Failure(call: "socket", number: errno) }
        signal(SIGPIPE, SIG_IGN)
        if var size = receiveBuffer { set(SO_RCVBUF, &size) }
        var timeout = timeval(tv_sec: patience, tv_usec: 0)
        set(SO_RCVTIMEO, &timeout)
        set(SO_SNDTIMEO, &timeout)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
        }
        guard result == 0 else { throw Failure(call: "connect", number: errno) }
    }

    deinit {
        close(descriptor)
    }

    private func set<Value: BitwiseCopyable>(_ option: Int32, _ value: inout Value) {
        _ = setsockopt(descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Value>.size))
    }

    /// Sends bytes; false where the other side takes no more.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    func endSending() {
        #if canImport(Glibc)
        shutdown(descriptor, Int32(SHUT_WR))
        #else
        shutdown(descriptor, SHUT_WR)
        #endif
    }

    /// The next bytes: none at the end, nil where none came in time.
    func receive(_ count: Int = 65_536) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let received = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if received < 0 { return errno == ECONNRESET || errno == EPIPE ? [] : nil }
        return Array(bytes.prefix(received))
    }

    /// All bytes up to the end; nil where the other side does not end in time.
    func receiveAll() -> [UInt8]? {
        var all: [UInt8] = []
        while true {
            guard let bytes = receive() else { return nil }
            if bytes.isEmpty { return all }
            all += bytes
        }
    }

    /// Whether the other side ends within some milliseconds.
    func isAtEnd(within milliseconds: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return false }
        return receive()?.isEmpty ?? false
    }

    /// Waits and reads nothing.
    func pause(seconds: UInt32) {
        sleep(seconds)
    }
}
