// SPDX-License-Identifier: MIT

internal import TerminalText

extension StyledText {
    /// Returns the text cut to `width` columns, with `…` at its end if something is missing.
    package func truncated(to width: Int) -> StyledText {
        guard self.width > width else { return self }
        guard width > 0 else { return StyledText() }
        var result = prefix(width: width - 1)
        result.append("…", runs.last?.style ?? .plain)
        return result
    }

    /// Returns the text in lines of `width` columns at most, broken at spaces where there are any.
    ///
    /// A character that is wider than `width` has a line of its own.
    ///
    /// - Complexity: O(*n*).
    package func wrapped(to width: Int) -> [StyledText] {
        let width = max(width, 1)
        guard self.width > width else { return [self] }
        var wrapper = LineWrapper(width: width)
        for run in runs {
            for character in run.text { wrapper.append(character, run.style) }
        }
        return wrapper.finish()
    }

    /// The longest beginning of the text that fits `width` columns.
    private func prefix(width: Int) -> StyledText {
        var result = StyledText()
        var left = width
        for run in runs {
            let part = DisplayWidth.prefix(of: run.text, width: left)
            result.append(part, run.style)
            guard part.utf8.count == run.text.utf8.count else { break }
            left -= DisplayWidth.of(part)
        }
        return result
    }

    /// The text without the spaces at its end.
    func trimmed() -> StyledText {
        var result = self
        result.removeTrailingSpaces()
        return result
    }
}
