// SPDX-License-Identifier: MIT

/// Whether a scalar steers a terminal, or hides or reorders the text around it.
func isUnsafeForTerminal(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F: false
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x200C, 0x200D: false
    case 0x2028, 0x2029: true
    // Fillers that show as nothing, and nothing else would.
    case 0x115F, 0x1160, 0x3164, 0xFFA0: true
    case 0x00A0..<0x0300: scalar.value == 0xAD
    default: scalar.properties.generalCategory == .format
    }
}
