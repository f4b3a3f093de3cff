// SPDX-License-Identifier: MIT

/// Whether styles reach the output.
package enum ColorMode: Hashable, Sendable {
    /// Text alone.
    case plain
    /// Text with the sequences that terminals understand.
    case ansi
}
