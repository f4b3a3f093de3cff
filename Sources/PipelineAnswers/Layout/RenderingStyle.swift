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
