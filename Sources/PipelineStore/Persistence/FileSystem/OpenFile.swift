// SPDX-License-Identifier: MIT

/// An open file or directory of a ``FileSystem``.
package struct OpenFile: Hashable, Sendable {
    /// The descriptor's number.
    package let number: Int32

    /// Names the descriptor `number`.
    package init(number: Int32) {
        self.number = number
    }
}
