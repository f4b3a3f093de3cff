// SPDX-License-Identifier: MIT

extension VirtualScreen {
    /// Does what the program asked for.
    mutating func perform(_ action: EscapeParser.Action) {
        switch action {
        case .show(let scalar): show(scalar)
        case .control(let byte): obey(byte)
        case .escape(UInt8(ascii: "M")):
            if cursorRow > 0 { cursorRow -= 1 } else { insertRow() }
        case .escape: break
        case .sequence(let letter, let parameters, true):
            if parameters.contains(1_049) { switchScreen(toAlternate: letter == UInt8(ascii: "h")) }
        case .sequence(let letter, let parameters, false): obey(letter, parameters)
        }
    }

    private mutating func show(_ scalar: Unicode.Scalar) {
        let width = CellWidth.of(scalar)
        if width == 0 {
            if cursorColumn > 0 { rows[cursorRow].cells[cursorColumn - 1].unicodeScalars.append(scalar) }
            return
        }
        if isWrapPending || cursorColumn + width > columnCount {
            rows[cursorRow].isWrapped = true
            cursorColumn = 0
            lineFeed()
        }
        rows[cursorRow].cells[cursorColumn] = String(scalar)
        if width == 2 { rows[cursorRow].cells[cursorColumn + 1] = "" }
        cursorColumn += width
        isWrapPending = cursorColumn >= columnCount
        if isWrapPending { cursorColumn = columnCount - 1 }
    }

    private mutating func obey(_ control: UInt8) {
        switch control {
        case 0x07: bellCount += 1
        case 0x08: moveTo(row: cursorRow, column: cursorColumn - 1)
        case 0x09: moveTo(row: cursorRow, column: cursorColumn / 8 * 8 + 8)
        case 0x0A: lineFeed()
        case 0x0D: moveTo(row: cursorRow, column: 0)
        default: break
        }
    }

    private mutating func obey(_ letter: UInt8, _ parameters: [Int]) {
        let first = parameters.first ?? 0
        let count = max(1, first)
        switch letter {
        case UInt8(ascii: "A"): moveTo(row: cursorRow - count, column: cursorColumn)
        case UInt8(ascii: "B"): moveTo(row: cursorRow + count, column: cursorColumn)
        case UInt8(ascii: "C"): moveTo(row: cursorRow, column: cursorColumn + count)
        case UInt8(ascii: "D"): moveTo(row: cursorRow, column: cursorColumn - count)
        case UInt8(ascii: "G"): moveTo(row: cursorRow, column: count - 1)
        case UInt8(ascii: "d"): moveTo(row: count - 1, column: cursorColumn)
        case UInt8(ascii: "H"), UInt8(ascii: "f"):
            moveTo(row: count - 1, column: max(1, parameters.dropFirst().first ?? 1) - 1)
        case UInt8(ascii: "J"): eraseDisplay(first)
        case UInt8(ascii: "K"): eraseLine(first)
        case UInt8(ascii: "P"): deleteCells(count)
        case UInt8(ascii: "@"): insertCells(count)
        case UInt8(ascii: "X"): erase(cursorRow, cursorColumn..<min(columnCount, cursorColumn + count))
        case UInt8(ascii: "L"): for _ in 0..<count { insertRow() }
        case UInt8(ascii: "M"): for _ in 0..<min(count, rowCount - cursorRow) { deleteRow() }
        default: break
        }
    }

    private mutating func moveTo(row: Int, column: Int) {
        cursorRow = min(max(0, row), rowCount - 1)
        cursorColumn = min(max(0, column), columnCount - 1)
        isWrapPending = false
    }

    private mutating func lineFeed() {
        isWrapPending = false
        if cursorRow + 1 < rowCount {
            cursorRow += 1
        } else {
            let first = rows.removeFirst()
            if covered == nil { scrolledOff.append(first) }
            rows.append(Row(columns: columnCount))
        }
    }

    private mutating func erase(_ row: Int, _ cells: Range<Int>) {
        for cell in cells { rows[row].cells[cell] = " " }
        if cells.upperBound == columnCount { rows[row].isWrapped = false }
        isWrapPending = false
    }

    private mutating func eraseLine(_ part: Int) {
        let start = part == 0 ? cursorColumn : 0
        erase(cursorRow, start..<(part == 1 ? cursorColumn + 1 : columnCount))
    }

    private mutating func eraseDisplay(_ part: Int) {
        eraseLine(part)
        if part != 1 { for row in (cursorRow + 1)..<max(cursorRow + 1, rowCount) { erase(row, 0..<columnCount) } }
        if part != 0 { for row in 0..<cursorRow { erase(row, 0..<columnCount) } }
    }

    private mutating func deleteCells(_ count: Int) {
        let count = min(count, columnCount - cursorColumn)
        rows[cursorRow].cells.removeSubrange(cursorColumn..<(cursorColumn + count))
        rows[cursorRow].cells += Array(repeating: " ", count: count)
        isWrapPending = false
    }

    private mutating func insertCells(_ count: Int) {
        let count = min(count, columnCount - cursorColumn)
        rows[cursorRow].cells.removeLast(count)
        rows[cursorRow].cells.insert(contentsOf: Array(repeating: " ", count: count), at: cursorColumn)
        isWrapPending = false
    }

    private mutating func insertRow() {
        rows.removeLast()
        rows.insert(Row(columns: columnCount), at: cursorRow)
    }

    private mutating func deleteRow() {
        rows.remove(at: cursorRow)
        rows.append(Row(columns: columnCount))
    }

    private mutating func switchScreen(toAlternate isAlternate: Bool) {
        if isAlternate, covered == nil {
            covered = rows
            rows = (0..<rowCount).map { _ in Row(columns: columnCount) }
        } else if !isAlternate, let before = covered {
            rows = before
            covered = nil
        }
    }
}

/// The width of scalars on the emulated screen, whatever the process's locale.
private enum CellWidth {
    private static let zero: [ClosedRange<UInt32>] = [
        0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05BD, 0x064B...0x065F, 0x200B...0x200F, 0x202A...0x202E,
        0x2060...0x2069, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xE0100...0xE01EF,
    ]
    private static let double: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
        0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]

    /// Returns the number of cells that a scalar takes.
    static func of(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return 1 }
        if zero.contains(where: { $0.contains(value) }) { return 0 }
        return double.contains { $0.contains(value) } ? 2 : 1
    }
}
