// SPDX-License-Identifier: MIT

package import PipelineStore

/// The requests that every face of the store serves: each is validated, asked of the state or put to it as a change.
package struct LedgerService: Sendable {
    /// The store.
    package let store: LedgerStore
    /// What tells the time.
    package let clock: WallClock
    /// Where new rows get their identifiers.
    let ids = IDSource()

    /// Makes the service of a store.
    package init(store: LedgerStore, clock: WallClock) {
        self.store = store
        self.clock = clock
    }
}
