// SPDX-License-Identifier: MIT

/// A command that the grammar has taken: which one, with what.
package struct ParsedCommand: Hashable, Sendable {
    /// Which command it is.
    package var command: CommandID
    /// The operands, in order.
    package var operands: [Word]
    /// The options with values.
    package var options: OptionValues
    /// The flags that are set; `--records=false` sets `--no-records`.
    package var flags: OptionNameSet
    /// The command inside a command, as `watch` has it: none or one.
    private var inner: [ParsedCommand]

    /// Makes a command from its parts.
    package init(
        _ command: CommandID,
        operands: [Word] = [],
        options: OptionValues = OptionValues(),
        flags: OptionNameSet = [],
        nested: ParsedCommand? = nil
    ) {
        self.command = command
        self.operands = operands
        self.options = options
        self.flags = flags
        inner = nested.map { [$0] } ?? []
    }

    /// The command that this one repeats, as `watch` does.
    package var nested: ParsedCommand? { inner.first }

    /// The value of an option, or nil where it is absent.
    package subscript(name: OptionName) -> Word? { options[name] }
}
