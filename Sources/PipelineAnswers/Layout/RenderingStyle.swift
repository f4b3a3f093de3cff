// SPDX-License-Identifier: MIT

/// How a terminal, or a file, wants what is for people.
package struct RenderingStyle: Sendable {
    /// The columns of the terminal; nil if there is no terminal.
    package var width: Int?
    /// Whether text is coloured.
    package var color: ColorMode
    /// What bars are drawn with.
    package var ink: BarChart.Ink

    /// Makes a style; without arguments, that of a file.
    package init(width: Int? = nil, color: ColorMode = .plain, ink: BarChart.Ink = .blocks) {
        self.width = width
        self.color = color
        self.ink = ink
    }
}

/// Whether styles reach the output.
package enum ColorMode: Hashable, Sendable {
    /// Text alone.
    case plain
    /// Text with the sequences that terminals understand.
    case ansi
}

/// How a piece of text looks, apart from what it says.
package struct TextStyle: Hashable, Sendable {
    /// The colours that every terminal has.
    package enum Color: UInt8, Hashable, Sendable {
        case red = 31
        case green = 32
        case cyan = 36
    }

    /// Whether it is bold.
    package var isBold: Bool
    /// Whether it is dim.
    package var isDim: Bool
    /// Its colour; nil for the terminal's own.
    package var color: Color?

    /// Makes a style; without arguments, the one that changes nothing.
    package init(isBold: Bool = false, isDim: Bool = false, color: Color? = nil) {
        self.isBold = isBold
        self.isDim = isDim
        self.color = color
    }

    /// The style that changes nothing.
    package static let plain = TextStyle()
    /// Bold.
    package static let bold = TextStyle(isBold: true)
    /// Dim.
    package static let dim = TextStyle(isDim: true)

    /// In a colour.
    package static func color(_ color: Color) -> TextStyle { TextStyle(color: color) }

    /// The sequence that turns the style on; empty for the plain one.
    var sequence: String {
        var codes: [String] = []
        if isBold { codes.append("1") }
        if isDim { codes.append("2") }
        if let color { codes.append(String(color.rawValue)) }
        return codes.isEmpty ? "" : "\u{1b}[\(codes.joined(separator: ";"))m"
    }
}
