// SPDX-License-Identifier: MIT

extension StyledText {
    /// Returns the text cut to `width` columns, with `…` at its end if something is missing.
    package func truncated(to width: Int) -> StyledText {
        guard self.width > width else { return self }
        guard width > 0 else { return StyledText() }
        var (result, _) = split(at: width - 1)
        result.append("…", runs.last?.style ?? .plain)
        return result
    }

    /// Returns the text in lines of `width` columns at most, broken at spaces where there are any.
    ///
    /// A character that is wider than `width` has a line of its own.
    package func wrapped(to width: Int) -> [StyledText] {
        let width = max(width, 1)
        guard self.width > width else { return [self] }
        var lines: [StyledText] = []
        var rest = self
        while rest.width > width {
            var (line, after) = rest.split(at: width)
            if line.isEmpty { (line, after) = rest.split(at: width, takesOneAtLeast: true) }
            if !after.startsWithSpace, let space = line.lastSpaceOffset {
                (line, after) = rest.split(atCharacter: space)
            }
            lines.append(line.trimmed())
            rest = after.withoutLeadingSpaces()
        }
        if !rest.isEmpty || lines.isEmpty { lines.append(rest) }
        return lines
    }

    /// The first columns of the text, and the rest.
    private func split(at width: Int, takesOneAtLeast: Bool = false) -> (StyledText, StyledText) {
        var used = 0
        var count = 0
        scan: for run in runs {
            for character in run.text {
                used += DisplayWidth.of(character)
                if used > width, !(takesOneAtLeast && count == 0) { break scan }
                count += 1
            }
        }
        return split(atCharacter: count)
    }

    /// The first characters of the text, and the rest.
    private func split(atCharacter count: Int) -> (StyledText, StyledText) {
        var left = StyledText()
        var right = StyledText()
        var missing = count
        for run in runs {
            let taken = run.text.prefix(missing)
            missing -= taken.count
            left.append(String(taken), run.style)
            right.append(String(run.text[taken.endIndex...]), run.style)
        }
        return (left, right)
    }

    /// The number of characters before the last space that has something else before it.
    private var lastSpaceOffset: Int? {
        let characters = Array(plain)
        guard let space = characters.lastIndex(of: " "), characters[..<space].contains(where: { $0 != " " }) else {
            return nil
        }
        return space
    }

    private var startsWithSpace: Bool { runs.first?.text.first == " " }

    /// The text without the spaces at its beginning.
    private func withoutLeadingSpaces() -> StyledText {
        let count = plain.prefix { $0 == " " }.count
        return count == 0 ? self : split(atCharacter: count).1
    }

    /// The text without the spaces at its end.
    func trimmed() -> StyledText {
        let text = plain
        let spaces = text.reversed().prefix { $0 == " " }.count
        return spaces == 0 ? self : split(atCharacter: text.count - spaces).0
    }
}
