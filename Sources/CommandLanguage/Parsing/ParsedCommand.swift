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

    /// The value of an option, or nil if it is absent.
    package subscript(name: OptionName) -> Word? { options[name] }
}

/// The options of one command with their values, in the order in which they were given.
///
/// There are a handful, which a linear search goes through sooner than a hash table is asked (a script of 100,000
/// `add cost` spends 0.1 s less).
package struct OptionValues: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        var name: OptionName
        var value: Word
    }

    private var entries: [Entry] = []

    /// Makes a list without options.
    package init() {}

    /// The value of an option, nil if it is absent.
    ///
    /// - Complexity: O(*n*) in the number of options that were given.
    package subscript(name: OptionName) -> Word? {
        for index in entries.indices where entries[index].name == name { return entries[index].value }
        return nil
    }

    /// All values of an option, in the order in which they were given.
    package func values(of name: OptionName) -> [Word] {
        entries.compactMap { $0.name == name ? $0.value : nil }
    }

    /// Whether an option has a value.
    package func contains(_ name: OptionName) -> Bool {
        for index in entries.indices where entries[index].name == name { return true }
        return false
    }

    /// Adds an option, or one more value of it.
    mutating func append(_ name: OptionName, _ value: Word) {
        if entries.isEmpty { entries.reserveCapacity(8) }
        entries.append(Entry(name: name, value: value))
    }
}
