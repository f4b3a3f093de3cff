// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineAnswers

extension Grammar {
    private static let onOff = ValueKind.choice(of: ["on", "off"])

    static let shellCommands: [CommandDescription] = [
        CommandDescription(
            id: .format,
            path: ["format"],
            topic: .shell,
            summary: "Set the output format",
            operands: [.one("FORMAT", .choice(of: AnswerFormat.all.map(\.name)))],
            examples: ["format json"]
        ),
        CommandDescription(
            id: .timing,
            path: ["timing"],
            topic: .shell,
            summary: "Turn timing of commands on or off",
            operands: [.one("SWITCH", onOff)],
            examples: ["timing on"]
        ),
        CommandDescription(
            id: .setCorrections,
            path: ["set", "corrections"],
            topic: .shell,
            summary: "Turn corrections of mistyped commands on or off",
            operands: [.one("SWITCH", onOff)],
            examples: ["set corrections off"]
        ),
        CommandDescription(
            id: .source,
            path: ["source"],
            topic: .shell,
            summary: "Run commands from a file",
            operands: [.one("FILE", .file)],
            examples: ["source demo.pipeline"]
        ),
        CommandDescription(
            id: .watch,
            path: ["watch"],
            topic: .shell,
            summary: "Run a command repeatedly until Ctrl-C",
            operands: [.one("SECONDS", .seconds), .rest("COMMAND", .command)],
            examples: ["watch 2 notifications --unread"]
        ),
        CommandDescription(
            id: .history,
            path: ["history"],
            topic: .shell,
            summary: "Show the command history",
            operands: [.optional("N", .count)],
            examples: ["history 20"]
        ),
        CommandDescription(
            id: .help,
            path: ["help"],
            aliases: ["?"],
            topic: .shell,
            summary: "List the commands or explain one",
            operands: [.any("COMMAND", .commandName)],
            examples: ["help costs", "help add cost"]
        ),
        CommandDescription(
            id: .quit,
            path: ["quit"],
            aliases: ["exit"],
            topic: .shell,
            summary: "Save a snapshot and quit",
            examples: ["quit"]
        ),
    ]
}
