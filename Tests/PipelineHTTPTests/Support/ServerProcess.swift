// SPDX-License-Identifier: MIT

import Foundation
import TestSupport

/// The server's program as a process, seen from outside.
final class ServerProcess {
    private let process: ChildProcess
    private let output = Pipe()
    private let errors: ScratchFile

    /// Starts the program with an empty standard input.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        errors = try ScratchFile()
        process = try ChildProcess(
            BuiltProduct.path("pipeline-server"),
            arguments,
            environment: environment,
            streams: .descriptors(
                input: FileHandle.nullDevice.fileDescriptor,
                output: output.fileHandleForWriting.fileDescriptor,
                errors: errors.descriptor
            )
        )
        try output.fileHandleForWriting.close()
    }

    /// What the program wrote to standard error so far.
    var log: String { errors.text }

    func send(signal: Int32) { process.send(signal: signal) }

    /// A client of the server, whose address is the first line of standard output.
    func client() throws -> LoopbackClient {
        let deadline = Deadline()
        let descriptor = output.fileHandleForReading.fileDescriptor
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while deadline.wait(for: POLLIN, on: descriptor) != 0, read(descriptor, &byte, 1) == 1,
            byte != UInt8(ascii: "\n")
        {
            line.append(byte)
        }
        let address = String(decoding: line, as: UTF8.self)
        guard address.hasPrefix("http://127.0.0.1:"), let port = Int(address.dropFirst(17)) else {
            throw Failure("The address is '\(address)': \(log)")
        }
        return LoopbackClient(port: port)
    }

    /// Waits until the program ends; 128 and the signal's number if a signal ended it.
    func exitStatus() throws -> Int32 {
        do {
            return try process.waitForExit(before: Deadline())
        } catch {
            throw Failure("\(error) \(log)")
        }
    }

    /// Waits until a condition holds.
    func wait(for what: String, until condition: () async throws -> Bool) async throws {
        let deadline = Deadline()
        while try await !condition() {
            guard !deadline.hasPassed else { throw Failure("There is no \(what): \(log)") }
        }
    }
}

// One test drives a process, step by step.
@available(*, unavailable)
extension ServerProcess: Sendable {}
