// SPDX-License-Identifier: MIT

import Foundation
import Synchronization
import TestSupport

/// A server on the loopback interface that answers every request with the same bytes, until they are replaced.
final class KeyEndpoint: Sendable {
    private struct State {
        var answer: [UInt8]?
        var requests: [String] = []
    }

    let port: Int
    private let descriptor: Int32
    private let state = Mutex(State())

    /// The address of the key set.
    var address: String { "http://127.0.0.1:\(port)/auth/v1/.well-known/jwks.json" }
    /// The first line of every request so far.
    var requests: [String] { state.withLock { $0.requests } }

    init() throws {
        #if canImport(Glibc)
        let type = Int32(SOCK_STREAM.rawValue)
        #else
        let type = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, type, 0)
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        signal(SIGPIPE, SIG_IGN)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) | listen(descriptor, 16) | getsockname(descriptor, pointer, &length)
            }
        }
        guard result == 0 else { throw Failure(call: "bind") }
        self.descriptor = descriptor
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self, descriptor] in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                self?.serve(connection)
                close(connection)
            }
        }
    }

    deinit {
        stop()
    }

    /// Answers with a key set from now on.
    func serve(_ keySet: String, status: String = "200 OK", fields: String = "") {
        let head = "HTTP/1.1 \(status)\r\nContent-Length: \(keySet.utf8.count)\r\n\(fields)Connection: close\r\n\r\n"
        state.withLock { $0.answer = Array((head + keySet).utf8) }
    }

    /// Takes no request any more.
    func stop() {
        #if canImport(Glibc)
        shutdown(descriptor, Int32(SHUT_RDWR))
        #else
        shutdown(descriptor, SHUT_RDWR)
        #endif
    }

    /// Reads a request to the end of its header and answers; without an answer, waits for the client to go.
    private func serve(_ connection: Int32) {
        var request: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
            let count = read(connection, &bytes, bytes.count)
            guard count > 0 else { return }
            request += bytes.prefix(count)
        }
        let line = String(decoding: request.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        let answer = state.withLock { state in
            state.requests.append(line)
            return state.answer
        }
        var rest = (answer ?? [])[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
        while answer == nil, read(connection, &bytes, bytes.count) > 0 {}
    }
}
