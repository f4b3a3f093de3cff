// SPDX-License-Identifier: MIT

/// Whether a scalar steers a terminal, or hides or reorders the text around it.
///
/// This is the only list of such scalars: quoting, tables, prompts and escaped answers all ask it.
package func isUnsafeForTerminal(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F: false
    case 0..<0x20, 0x7F..<0xA0: true
    // The joiners that scripts and emoji need.
    case 0x200C, 0x200D: false
    case 0x2028, 0x2029: true
    // Fillers that are shown as nothing at all.
    case 0x115F, 0x1160, 0x3164, 0xFFA0: true
    case 0x00A0..<0x0300: scalar.value == 0xAD
    default: scalar.properties.generalCategory == .format
    }
}

/// Returns `text` as it may be sent to a terminal: what would steer it, or hide or reorder other text, is escaped.
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
        if isUnsafeForTerminal(scalar) { safe += escape(scalar) } else { safe.unicodeScalars.append(scalar) }
    }
    return safe
}

/// Returns the scalar as it may be sent to a terminal: itself, or its escape.
package func safeForTerminal(_ scalar: Unicode.Scalar) -> String {
    isUnsafeForTerminal(scalar) ? escape(scalar) : String(scalar)
}

private func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
}
