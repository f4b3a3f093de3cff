// SPDX-License-Identifier: MIT

/// The program that shows long answers a page at a time: `$PAGER`, else `less`.
struct Pager: Sendable {
    /// What the shell is told to run.
    private let script: String

    /// Finds the pager of the environment; nil where none is wanted, or the terminal cannot have one.
    init?() {
        if Environment.isEmpty("PAGER") { return nil }
        let command = Environment.value("PAGER")
        if command == nil, Environment.isTerminalDumb { return nil }
        // Colours as they are, no page for what fits, and the answer stays on the screen: as git and psql have it.
        let settings = #"LESS="${LESS-FRX}" LV="${LV--c}"; export LESS LV;"#
        let missing = PagerProcess.missingStatus
        script = "\(settings) \(command ?? "command -v less >/dev/null 2>&1 || exit \(missing); exec less")"
    }

    /// Starts the pager; nil where it cannot be started.
    func start() -> PagerProcess? {
        PagerProcess(script: script)
    }
}
