// SPDX-License-Identifier: MIT

/// A state that an answer saw: the answer may be given when the flush that covers it has returned.
package struct FlushMark: Hashable, Sendable {
    /// The last change in the state.
    package let sequence: UInt64
    /// Tells a change from one of the same number that took its place after a failure.
    let epoch: UInt64
}
