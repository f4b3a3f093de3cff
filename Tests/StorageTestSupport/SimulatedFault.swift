// SPDX-License-Identifier: MIT

/// What a simulated disk does to its caller, beside what was asked.
package struct SimulatedFault: Hashable, Sendable {
    /// The calls that a fault can hit.
    package enum Target: Hashable, Sendable {
        /// Every call.
        case any
        /// Calls that change something.
        case changes
        /// Flushes alone.
        case flushes
        /// Calls that need a descriptor.
        case descriptors
        /// Calls that need memory: all but flushes, whose failure says more.
        case memory
    }

    /// What happens at the call.
    package enum Effect: Hashable, Sendable {
        /// It fails with this `errno`; a flush that fails drops what it should have brought to the medium.
        case failure(Int32)
        /// It transfers one byte alone.
        case short
    }

    /// Which calls are counted.
    package var target: Target
    /// The number of the call that is hit, from 0 on.
    package var call: Int
    /// What happens at the call.
    package var effect: Effect
    /// Whether every later call is hit too.
    package var isForEver: Bool

    /// Makes a fault from its parts.
    package init(_ effect: Effect, atCall call: Int, of target: Target = .any, isForEver: Bool = false) {
        self.effect = effect
        self.call = call
        self.target = target
        self.isForEver = isForEver
    }
}
