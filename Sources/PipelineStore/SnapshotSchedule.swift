// SPDX-License-Identifier: MIT

package import PipelineCore

/// A schedule of background snapshots: at intervals if something changed, and when the journal outgrows its bound.
package struct SnapshotSchedule: Sendable {
    /// The time between two snapshots.
    package let interval: Duration
    /// The length of the journal at which a snapshot is due whatever the time.
    package let journalBound: UInt64
    /// How often the journal's length is looked at.
    private static let lookInterval = Duration.seconds(1)

    /// Makes a schedule; the journal's bound is 256 MiB unless given.
    package init(interval: Duration, journalBound: UInt64 = 256 << 20) {
        self.interval = interval
        self.journalBound = journalBound
    }

    /// Takes snapshots until the task is cancelled; a failed one is told and tried again later, and later still.
    package func run(on store: LedgerStore, onFailure: @Sendable (StoreError) -> Void) async {
        let clock = ContinuousClock()
        var due = clock.now + interval
        var backOff = interval
        while !Task.isCancelled {
            let wait = min(clock.now.duration(to: due), Self.lookInterval)
            guard (try? await clock.sleep(for: max(wait, .milliseconds(1)))) != nil, let status = store.status
            else { return }
            guard clock.now >= due || status.journalBytes >= journalBound, status.changesSinceSnapshot > 0 else {
                if clock.now >= due { due = clock.now + interval }
                continue
            }
            do throws(StoreError) {
                _ = try await store.save()
                backOff = interval
            } catch {
                onFailure(error)
                backOff = min(backOff * 2, .seconds(3600))
            }
            due = clock.now + backOff
        }
    }
}
