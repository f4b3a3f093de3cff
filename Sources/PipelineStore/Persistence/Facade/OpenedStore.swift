// SPDX-License-Identifier: MIT

/// A store that was opened: what it holds, how to keep it, and what opening it found.
package struct OpenedStore<State: DurableState>: Sendable {
    /// The state as of the last change that is whole.
    package var state: State
    /// The files that take the changes from here on.
    package var files: StoreFiles<State>
    /// What opening found and did.
    package var report: RecoveryReport
}
