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
            summary: "Choose how answers are written",
            operands: [.one("FORMAT", .choice(of: AnswerFormat.all.map(\.name)))],
            examples: ["format json"]
        ),
        CommandDescription(
            id: .timing,
            path: ["timing"],
            topic: .shell,
            summary: "Show how long each command took, or not",
            operands: [.one("SWITCH", onOff)],
            examples: ["timing on"]
        ),
        CommandDescription(
            id: .setCorrections,
            path: ["set", "corrections"],
            topic: .shell,
            summary: "Offer to correct a mistyped command, or not",
            operands: [.one("SWITCH", onOff)],
            examples: ["set corrections off"]
        ),
        CommandDescription(
            id: .source,
            path: ["source"],
            topic: .shell,
            summary: "Run the commands of a file",
            operands: [.one("FILE", .file)],
            examples: ["source demo.pipeline"]
        ),
        CommandDescription(
            id: .watch,
            path: ["watch"],
            topic: .shell,
            summary: "Run a command again and again until Ctrl-C",
            operands: [.one("SECONDS", .seconds), .rest("COMMAND", .command)],
            examples: ["watch 2 notifications --unread"]
        ),
        CommandDescription(
            id: .history,
            path: ["history"],
            topic: .shell,
            summary: "Show the last commands",
            operands: [.optional("N", .count)],
            examples: ["history 20"]
        ),
        CommandDescription(
            id: .help,
            path: ["help"],
            aliases: ["?"],
            topic: .shell,
            summary: "List the commands, or explain one",
            operands: [.any("COMMAND", .commandName)],
            examples: ["help costs", "help add cost"]
        ),
        CommandDescription(
            id: .quit,
            path: ["quit"],
            aliases: ["exit"],
            topic: .shell,
            summary: "Leave, after a snapshot",
            examples: ["quit"]
        ),
    ]
}
