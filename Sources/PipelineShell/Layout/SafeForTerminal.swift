// SPDX-License-Identifier: MIT

/// Returns `text` as it may be sent to a terminal: what would steer it, or hide or reorder other text, is an escape.
///
/// Control characters (C0, DEL, C1), line and paragraph separators, bidirectional controls and invisible format
/// characters become `\n`, `\t`, `\r` or `\u{…}`. The joiners that scripts and emoji need stay.
///
/// - Complexity: O(*n*); text with nothing to escape is returned as it is.
package func safeForTerminal(_ text: String) -> String {
    if DisplayWidth.isPlain(text) { return text }
    guard text.unicodeScalars.contains(where: isUnsafeForTerminal) else { return text }
    var safe = ""
    safe.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\n": safe += "\\n"
        case "\t": safe += "\\t"
        case "\r": safe += "\\r"
        case _ where isUnsafeForTerminal(scalar): safe += "\\u{\(String(scalar.value, radix: 16))}"
        default: safe.unicodeScalars.append(scalar)
        }
    }
    return safe
}
