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
        // In the shell's place the pager is the process that is waited for.
        let start = command.map { Self.isPlain($0) ? "exec \($0)" : $0 }
        script = "\(settings) \(start ?? "command -v less >/dev/null 2>&1 || exit \(missing); exec less")"
    }

    /// Whether a command is a program with its arguments, free of what means more to a shell.
    private static func isPlain(_ command: String) -> Bool {
        command.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: " -_./+,:@%".utf8.contains(byte)
            }
        }
    }

    /// Starts the pager; nil where it cannot be started.
    func start() -> PagerProcess? {
        PagerProcess(script: script)
    }
}
