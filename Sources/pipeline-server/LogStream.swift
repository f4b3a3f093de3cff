// SPDX-License-Identifier: MIT

internal import Logging
internal import PipelineConsole
internal import PipelineCore
internal import PipelineHTTP
internal import PipelineService
internal import PipelineStore
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Standard error as the log has it: lines about requests are gathered for a moment, and all others written at once.
///
/// Two calls of the system for each request would take more time than the line itself, and a reader that is slow would
/// stop the server.
final class LogStream: Sendable {
    private struct Lines {
        var text = ""
        /// The number of lines that there was no room for.
        var lostCount = 0
    }

    /// The time for which lines are gathered.
    private static let pause = Duration.milliseconds(20)
    /// The bytes that may wait for a reader.
    private static let bound = 1 << 20

    private let format: LogFormat
    private let clock: WallClock
    private let lines = Mutex(Lines())
    /// Held while something is written, so that lines stay in order.
    private let writing = Mutex(())

    /// Whether a person reads along, perhaps beside a prompt: nothing is gathered then.
    private let isTerminal = isatty(StandardStream.error.rawValue) == 1

    /// Makes a log.
    ///
    /// - Parameters:
    ///   - format: How its lines are written.
    ///   - clock: What tells the time.
    init(_ format: LogFormat, clock: WallClock) {
        self.format = format
        self.clock = clock
    }

    /// Makes a logger of this log.
    func makeLogger(_ level: Logger.Level) -> Logger {
        var logger = lineLogger { self.add($0, $1) }
        logger.logLevel = level
        return logger
    }

    private func lineLogger(_ write: @escaping @Sendable (String, Logger.Level) -> Void) -> Logger {
        Logger(label: "pipeline-server") { [format, clock] in
            LineLogHandler(label: $0, format: format, clock: clock, write: write)
        }
    }

    /// Adds a line.
    private func add(_ line: String, _ level: Logger.Level) {
        let isFirst = lines.withLock { lines in
            guard lines.text.utf8.count < Self.bound else {
                lines.lostCount += 1
                return false
            }
            defer { lines.text += line }
            return lines.text.isEmpty
        }
        if level >= .notice || isTerminal {
            flush()
        } else if isFirst {
            Task {
                try? await Task.sleep(for: Self.pause)
                // Whoever reads may be slow, and no task waits for that.
                try? await DedicatedThread.run { () throws(StoreError) in self.flush() }
            }
        }
    }

    /// Writes what was gathered.
    func flush() {
        writing.withLock { _ in
            let lines = lines.withLock { lines in
                defer { lines = Lines() }
                return lines
            }
            guard !lines.text.isEmpty else { return }
            StandardStream.error.write(lines.text)
            guard lines.lostCount > 0 else { return }
            lineLogger { line, _ in StandardStream.error.write(line) }
                .warning("\(lines.lostCount) lines were lost")
        }
    }
}
