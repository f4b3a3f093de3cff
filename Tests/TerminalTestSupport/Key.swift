// SPDX-License-Identifier: MIT

/// The keys that tests press.
package enum Key {
    package static let ctrlC = "\u{3}"
    package static let ctrlD = "\u{4}"
    package static let ctrlR = "\u{12}"
    package static let ctrlU = "\u{15}"
    package static let ctrlZ = "\u{1A}"
    package static let down = "\u{1B}[B"
    package static let enter = "\r"
    package static let erase = "\u{7F}"
    package static let escape = "\u{1B}"
    package static let left = "\u{1B}[D"
    package static let tab = "\t"
    package static let up = "\u{1B}[A"
}
