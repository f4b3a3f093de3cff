// SPDX-License-Identifier: MIT

/// The keys that tests press.
enum Key {
    static let ctrlC = "\u{3}"
    static let ctrlD = "\u{4}"
    static let ctrlR = "\u{12}"
    static let ctrlU = "\u{15}"
    static let ctrlZ = "\u{1A}"
    static let erase = "\u{7F}"
    static let tab = "\t"
    static let enter = "\r"
    static let up = "\u{1B}[A"
}
