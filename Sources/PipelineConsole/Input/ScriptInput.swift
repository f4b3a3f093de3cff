// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService
internal import PipelineStore
internal import Synchronization
private import SystemPackage

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Standard input as commands come from it, or a file of commands.
final class ScriptInput: Sendable {
    private let descriptor: Int32
    private let path: String
    /// What a command that reads standard input itself finds before the rest of the stream.
    private let returned = Mutex<[UInt8]>([])

    private static let pieceLength = 65_536

    /// Reads standard input.
    init() {
        descriptor = Self.openTerminal() ?? STDIN_FILENO
        path = "stdin"
    }

    /// Opens the terminal that standard input is once more, so that reading never waits; nil if it is none.
    ///
    /// A line that was there may be gone when it is read: Ctrl-C drops it. What says that nothing is there must not be
    /// said to the other programs that have this terminal.
    private static func openTerminal() -> Int32? {
        var name = [CChar](repeating: 0, count: 1024)
        guard isatty(STDIN_FILENO) == 1, ttyname_r(STDIN_FILENO, &name, name.count) == 0 else { return nil }
        let descriptor = open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        return descriptor >= 0 ? descriptor : nil
    }

    /// Opens a file.
    ///
    /// - Throws: `StoreError` of kind invalid that names the file and the system's reason.
    init(path: String) throws(StoreError) {
        do {
            // A pipe is not waited for here, where nothing could stop it.
            let options: FileDescriptor.OpenOptions = [.closeOnExec, .nonBlocking]
            descriptor = try FileDescriptor.open(path, .readOnly, options: options).rawValue
        } catch {
            throw Self.unreadable(path, error)
        }
        self.path = path
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw Self.unreadable(path, Errno.isDirectory)
        }
    }

    private static func unreadable(_ path: String, _ error: any Error) -> StoreError {
        .invalid("file", "\(ValueError.excerpt(path)) cannot be read: \(error)")
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// Whether the next read has something to read, or the end, without waiting.
    var isReady: Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) != 0
    }

    /// The next bytes; empty at the end, and if the task was cancelled.
    ///
    /// - Throws: `StoreError` of kind invalid that names the file and the system's reason.
    func read() async throws(StoreError) -> [UInt8] {
        if isReady, let bytes = try readNow() { return bytes }
        return try await InterruptibleThread.run { (stop) throws(StoreError) in try self.read(unless: stop) }
    }

    /// Reads when there is something to read; nothing if the work should stop first.
    ///
    /// - Throws: `StoreError` of kind invalid that names the file and the system's reason.
    func read(unless stop: StopSignal) throws(StoreError) -> [UInt8] {
        while !stop.isSet {
            if returned.withLock({ $0.isEmpty }) { stop.wait(for: descriptor, .reading) }
            if stop.isSet { break }
            if let bytes = try readNow() { return bytes }
        }
        return []
    }

    /// Reads at once; nil if there is nothing to read after all.
    private func readNow() throws(StoreError) -> [UInt8]? {
        let before = returned.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
        if !before.isEmpty { return before }
        do {
            return try [UInt8](unsafeUninitializedCapacity: Self.pieceLength) { buffer, count in
                // As many bytes as the system says it stored are initialised.
                count = try FileDescriptor(rawValue: descriptor).read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        } catch Errno.wouldBlock {
            return nil
        } catch {
            throw Self.unreadable(path, error)
        }
    }

    /// Gives bytes back, to be read again before all others.
    func giveBack(_ bytes: [UInt8]) {
        returned.withLock { $0 = bytes + $0 }
    }
}

/// The rest of standard input as the source of an import.
struct StandardInputSource: ByteSource {
    let input: ScriptInput
    var size: Int? { nil }

    mutating func read(into buffer: inout [UInt8], unless stop: StopSignal) throws(StoreError) {
        buffer = try input.read(unless: stop)
    }

    func close() {}
}
