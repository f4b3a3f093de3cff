// SPDX-License-Identifier: MIT

package import PipelineCore

/// Whether a store takes changes, and if not, why.
package enum StoreCondition: Hashable, Sendable {
    /// Changes are taken.
    case serving
    /// There is no room; changes are taken again when there is.
    case full(StoreError)
    /// A write or a flush failed in a way that leaves it unknown what the disk holds: no change until a new start.
    case poisoned(StoreError)
    /// The store is only looked at.
    case readOnly
    /// The store was closed.
    case closed

    /// Why a change is refused; nil where it is not.
    package var refusal: StoreError? {
        switch self {
        case .serving: nil
        case .full(let error), .poisoned(let error): error
        case .readOnly: .storage("The store is open for reading only.")
        case .closed: .storage("The store is closed.")
        }
    }
}
