// SPDX-License-Identifier: MIT

/// The version of the programs and of the API that they serve.
package enum ProgramVersion {
    /// The version, as in `1.0.0`.
    package static let current = "1.0.0"
}
