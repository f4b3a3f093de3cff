// SPDX-License-Identifier: MIT

internal import TerminalText

/// A prompt in the form that libedit draws: escapes between U+0001 marks, everything else of a known width.
struct PromptText: Sendable {
    /// A character with the escapes that go before it.
    private struct Cell {
        var escapes: String.UnicodeScalarView
        var text: String.UnicodeScalarView
    }

    /// The scalars for libedit.
    let marked: String.UnicodeScalarView
    /// The scalars that take room.
    let visible: String.UnicodeScalarView

    /// Reads a prompt; SGR escapes (`ESC [ … m`) are kept, other control characters are made visible.
    ///
    /// libedit joins an escape to the character after it, and loses one at the end and one that another follows. So
    /// neighbours share one pair of marks, and what would stand at the end goes before a closing space.
    init(_ text: String) {
        var cells: [Cell] = []
        var rest = text.unicodeScalars[...]
        var escapes = String.UnicodeScalarView()
        while let scalar = rest.first {
            if let end = Self.endOfEscape(in: rest) {
                escapes.append(contentsOf: rest[..<end])
                rest = rest[end...]
            } else {
                rest.removeFirst()
                cells.append(Cell(escapes: escapes, text: safeForTerminal(scalar).unicodeScalars))
                escapes.removeAll()
            }
        }
        if !escapes.isEmpty {
            let space = " ".unicodeScalars
            var last = Cell(escapes: String.UnicodeScalarView(), text: space)
            if let cell = cells.last, cell.text.elementsEqual(space) {
                last = cells.removeLast()
            }
            last.escapes.append(contentsOf: escapes)
            cells.append(last)
        }
        var marked = String.UnicodeScalarView()
        for cell in cells {
            if !cell.escapes.isEmpty { marked.append(contentsOf: ["\u{1}"] + Array(cell.escapes) + ["\u{1}"]) }
            marked.append(contentsOf: cell.text)
        }
        self.marked = marked
        visible = String.UnicodeScalarView(cells.flatMap(\.text))
    }

    /// The index after the SGR escape at the beginning, or nil if there is none.
    private static func endOfEscape(in text: Substring.UnicodeScalarView) -> String.Index? {
        guard text.first == "\u{1B}", text.dropFirst().first == "[" else { return nil }
        let parameters = text.dropFirst(2)
        guard let end = parameters.firstIndex(where: { !("0"..."9" ~= $0 || $0 == ";" || $0 == ":") }),
            parameters[end] == "m"
        else { return nil }
        return parameters.index(after: end)
    }
}
