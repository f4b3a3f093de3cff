// SPDX-License-Identifier: MIT

internal import LineEditing
internal import PipelineService
internal import PipelineShell
internal import Synchronization

/// A bar on the terminal while long work goes on; it is gone when the work is done.
final class ProgressLine: Sendable {
    private struct State {
        var shownAt: ContinuousClock.Instant?
        var startedAt: ContinuousClock.Instant?
        var isVisible = false
    }

    private let isEnabled: Bool
    private let state = Mutex(State())

    /// How long work goes on unseen, and how often the bar moves.
    private static let patience = Duration.milliseconds(300)
    private static let interval = Duration.milliseconds(80)
    private static let barWidth = 30

    /// Makes a line that shows itself on a terminal alone, and one that can erase it again.
    init(isEnabled: Bool) {
        self.isEnabled = isEnabled && Terminal.standardError.isTerminal && !Terminal.isDumb
    }

    /// Shows how much of the work is done.
    func update(_ label: String, _ done: Int, _ total: Int?) {
        guard isEnabled else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            guard let startedAt = state.startedAt else {
                state.startedAt = now
                return
            }
            guard startedAt.duration(to: now) >= Self.patience else { return }
            if let shownAt = state.shownAt, shownAt.duration(to: now) < Self.interval { return }
            state.shownAt = now
            state.isVisible = true
            StandardStream.error.write("\r" + Self.text(label, done, total) + "\u{1b}[K")
        }
    }

    /// Takes the bar away.
    func clear() {
        state.withLock { state in
            if state.isVisible { StandardStream.error.write("\r\u{1b}[K") }
            state = State()
        }
    }

    private static func text(_ label: String, _ done: Int, _ total: Int?) -> String {
        guard let total, total > 0 else { return "\(label)  \(Readable.byteCount(done))" }
        let room = (Terminal.standardError.columns ?? 80) - label.utf8.count - 10
        let barWidth = max(0, min(Self.barWidth, room))
        let share = min(done, total) * 100 / total
        let filled = share * barWidth / 100
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: barWidth - filled)
        return "\(label)  [\(bar)] \(share) %"
    }
}
