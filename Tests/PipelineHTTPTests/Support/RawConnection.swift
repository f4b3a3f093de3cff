// SPDX-License-Identifier: MIT

import Foundation
import TestSupport

/// A connection to the loopback interface that sends bytes as they are, and waits for bounded times.
final class RawConnection {
    private let descriptor: Int32

    init(port: Int, receiveBuffer: Int32? = nil) throws {
        #if canImport(Glibc)
        let type = Int32(SOCK_STREAM.rawValue)
        #else
        let type = SOCK_STREAM
        #endif
        descriptor = socket(AF_INET, type, 0)
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        signal(SIGPIPE, SIG_IGN)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
        }
        guard result == 0 else { throw Failure(call: "connect") }
        // Writing never blocks; it waits for room instead, up to a deadline.
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(descriptor)
    }

    /// Sends bytes; false if the other side takes no more.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        let deadline = Deadline()
        var rest = bytes[...]
        while !rest.isEmpty {
            guard deadline.wait(for: POLLOUT, on: descriptor) & (POLLERR | POLLHUP) == 0 else { return false }
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EAGAIN && !deadline.hasPassed else { return false }
            rest = rest.dropFirst(max(0, count))
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

    /// The next bytes: none at the end, nil if none came in time.
    func receive(atMost length: Int = 65_536, before deadline: Deadline = Deadline()) -> [UInt8]? {
        guard deadline.wait(for: POLLIN, on: descriptor) != 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: length)
        let count = read(descriptor, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }

    /// All bytes up to the end; nil if the other side does not end in time.
    func receiveAll(before deadline: Deadline = Deadline()) -> [UInt8]? {
        var all: [UInt8] = []
        while let bytes = receive(before: deadline) {
            if bytes.isEmpty { return all }
            all += bytes
        }
        return nil
    }

    /// Waits until the other side drops the connection, and reads nothing; false if it does not in time.
    func isDropped() -> Bool { Deadline().wait(for: 0, on: descriptor) & (POLLERR | POLLHUP) != 0 }

    /// Whether the other side has dropped the connection so far.
    var wasDropped: Bool {
        var status = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&status, 1, 0) > 0 && status.revents & Int16(POLLERR) != 0
    }

    /// All answers up to the end; none if the other side does not end in time.
    func receiveResponses(isHead: Bool = false) -> [RawResponse] {
        RawResponse.parse(receiveAll() ?? [], isHead: isHead)
    }
}

// One test drives a connection, step by step.
@available(*, unavailable)
extension RawConnection: Sendable {}
