// SPDX-License-Identifier: MIT

internal import Foundation
internal import Testing

/// A moment at which a wait gives up.
///
/// A passing test never gets that far, so the time is generous. Everything that waits blocks its thread: tests that
/// wait belong to a suite with the trait ``TurnTrait``.
package struct Deadline: Sendable {
    /// The number of times by which everything takes longer, such as under a sanitizer: `PIPELINE_PATIENCE`, or 1.
    package static let factor = max(
        1,
        ProcessInfo.processInfo.environment["PIPELINE_PATIENCE"].flatMap { Int($0) } ?? 1
    )

    private let moment: ContinuousClock.Instant

    /// Creates the deadline of a wait that begins now.
    package init(after duration: Duration = .seconds(60 * Deadline.factor)) {
        if !BlockingThreads.ownsCurrentThread {
            Issue.record("A suite whose tests wait needs the trait .inTurn.")
        }
        moment = .now + duration
    }

    /// Whether the moment has come.
    package var hasPassed: Bool { moment <= .now }

    /// The time that is left, which is never negative.
    package var remaining: Duration { max(.zero, moment - .now) }

    /// Waits for events on a descriptor, as poll(2) numbers them.
    ///
    /// - Returns: The events, 0 if none came before the deadline.
    package func wait(for events: Int32, on descriptor: Int32) -> Int32 {
        var waiting = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        repeat {
            let milliseconds = (remaining / .milliseconds(1)).rounded(.up)
            let count = poll(&waiting, 1, Int32(min(milliseconds, 1_000_000)))
            if count > 0 { return Int32(waiting.revents) }
        } while !hasPassed
        return 0
    }

    /// Waits for something that the system announces to nobody, by looking again and again.
    ///
    /// - Throws: ``Failure`` if it has not come before the deadline.
    package func wait(for what: String, until condition: () throws -> Bool) throws {
        while try !condition() {
            guard !hasPassed else { throw Failure("There is no \(what).") }
            // Whoever brings it about needs the processor too.
            _ = poll(nil, 0, 1)
        }
    }
}

/// Something that went wrong outside of what a test checks.
package struct Failure: Error, CustomStringConvertible {
    /// What went wrong.
    package let description: String

    /// Creates a failure from a sentence.
    package init(_ description: String) {
        self.description = description
    }

    /// Creates the failure of a system call that has just failed.
    package init(call: String) {
        description = "\(call): \(String(cString: strerror(errno)))"
    }
}
