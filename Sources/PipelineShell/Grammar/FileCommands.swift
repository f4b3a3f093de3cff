// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineFormats
internal import PipelineService

extension Grammar {
    /// The formats that files can be written in: FOCUS is for reading alone.
    private static let writtenFormats = FileFormat.allCases.filter { $0 != .focus }.map(\.rawValue)

    static let fileCommands: [CommandDescription] = [
        CommandDescription(
            id: .importFile,
            path: ["import"],
            topic: .files,
            summary: "Take in the rows of a file, all or none",
            operands: [.one("TABLE", .choice(of: DataTable.self)), .one("FILE", .file)],
            options: [
                .value(.format, .choice(of: FileFormat.self), "F", "how it is written; told by its name"),
                .value(.user, .user, "USER", "the owner of rows that name none; else the user logged in"),
                .flag(.skipInvalid, "take the good rows and report each bad one with its line"),
            ],
            notes: [
                "FILE may be - for standard input. A row that is there already with the same content is left alone,",
                "so an import can be repeated; with other content it is a conflict.",
            ],
            examples: ["import costs costs.csv", "import costs billing.csv --format focus --user alice@example.com"]
        ),
        CommandDescription(
            id: .exportFile,
            path: ["export"],
            topic: .files,
            summary: "Write the user's rows to a file",
            operands: [.one("TABLE", .choice(of: DataTable.self)), .one("FILE", .file)],
            options: [
                .value(.format, .choice(of: writtenFormats), "F", "how to write it; told by its name"),
                .flag(.all, "everyone's rows"),
                .flag(.spreadsheet, "put a ' before text that a spreadsheet would run"),
            ],
            notes: ["FILE may be - for standard output. What was exported imports again to the same store."],
            examples: ["export costs costs.csv", "export notifications - --format jsonl --all"]
        ),
    ]

    static let storeCommands: [CommandDescription] = [
        CommandDescription(
            id: .save,
            path: ["save"],
            topic: .store,
            summary: "Take a snapshot now",
            examples: ["save"]
        ),
        CommandDescription(
            id: .snapshots,
            path: ["snapshots"],
            topic: .store,
            summary: "List the snapshots on disk",
            examples: ["snapshots"]
        ),
        CommandDescription(
            id: .info,
            path: ["info"],
            topic: .store,
            summary: "Show what the store holds and how it is kept",
            examples: ["info"]
        ),
    ]

    static let programCommands: [CommandDescription] = [
        CommandDescription(
            id: .check,
            path: ["check"],
            topic: .program,
            summary: "Verify a store without changing it",
            operands: [.optional("DIR", .directory)],
            examples: ["pipeline check snapshots"]
        ),
        CommandDescription(
            id: .repair,
            path: ["repair"],
            topic: .program,
            summary: "Write what is sound of a damaged store to a new one",
            operands: [.one("DIR", .directory)],
            options: [.required(.to, .directory, "NEW", "the new store; the old one is left untouched")],
            examples: ["pipeline repair snapshots --to repaired"]
        ),
    ]
}
