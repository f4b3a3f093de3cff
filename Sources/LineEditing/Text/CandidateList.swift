// SPDX-License-Identifier: MIT

internal import TerminalText

/// Candidates in columns, as they are listed below the line.
struct CandidateList {
    /// The most candidates that a list shows.
    static let maximumCount = 400

    /// The rows of the list, the last one telling how many candidates were cut.
    let rows: [String]

    /// Lists candidates down the columns of a terminal; what has no room is cut and counted.
    init(_ candidates: [Completion.Candidate], rows maximumRows: Int, columns: Int) {
        // The count of what was cut needs a row of its own.
        let rowLimit = max(1, maximumRows - 1)
        let widest = max(8, columns - 1)
        let labels = candidates.prefix(Self.maximumCount)
            .map { Self.clipped(safeForTerminal($0.display), to: widest) }
        let cell = (labels.map { WideText.width($0) }.max() ?? 0) + 2
        let perRow = max(1, (columns + 1) / cell)
        let shown = labels.prefix(rowLimit * perRow)
        let rowCount = (shown.count + perRow - 1) / perRow
        var rows = (0..<rowCount)
            .map { row in
                let row = stride(from: row, to: shown.count, by: rowCount).map { shown[$0] }
                return row.dropLast().map { Self.padded($0, to: cell) }.joined() + (row.last ?? "")
            }
        if candidates.count > shown.count {
            rows.append("… \(candidates.count - shown.count) more")
        }
        self.rows = rows
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - WideText.width(text)))
    }

    private static func clipped(_ text: String, to width: Int) -> String {
        guard WideText.width(text) > width else { return text }
        var result = ""
        var used = 1
        for character in text {
            let cells = WideText.width(String(character))
            guard used + cells <= width else { break }
            result.append(character)
            used += cells
        }
        return result + "…"
    }
}
