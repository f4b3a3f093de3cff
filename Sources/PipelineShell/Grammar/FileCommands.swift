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
            summary: "Import rows from a file, all or none",
            operands: [.one("TABLE", .choice(of: DataTable.self)), .one("FILE", .file)],
            options: [
                .value(.format, .choice(of: FileFormat.self), "F", "The file's format (default: from its name)."),
                .value(.user, .user, "USER", "The owner of rows that name none (default: the current user)."),
                .flag(.skipInvalid, "Import the valid rows and report each invalid one with its line."),
            ],
            notes: [
                "FILE may be - for standard input. A row that already exists with the same content",
                "is left alone, so an import can be repeated; with other content it is a conflict.",
            ],
            examples: ["import costs costs.csv", "import costs billing.csv --format focus --user alice@example.com"]
        ),
        CommandDescription(
            id: .exportFile,
            path: ["export"],
            topic: .files,
            summary: "Export rows to a file",
            operands: [.one("TABLE", .choice(of: DataTable.self)), .one("FILE", .file)],
            options: [
                .value(.format, .choice(of: writtenFormats), "F", "The file's format (default: from its name)."),
                .flag(.all, "Export the rows of all users."),
                .flag(.spreadsheet, "Put a ' before text that a spreadsheet would run as a formula."),
            ],
            notes: ["FILE may be - for standard output. An exported file can be imported again."],
            examples: ["export costs costs.csv", "export notifications - --format jsonl --all"]
        ),
    ]

    static let storeCommands: [CommandDescription] = [
        CommandDescription(
            id: .save,
            path: ["save"],
            topic: .store,
            summary: "Save a snapshot now",
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
            summary: "Show the contents and condition of the store",
            examples: ["info"]
        ),
    ]

    static let programCommands: [CommandDescription] = [
        CommandDescription(
            id: .check,
            path: ["check"],
            topic: .program,
            summary: "Check a store without changing it",
            operands: [.optional("DIR", .directory)],
            examples: ["pipeline check snapshots"]
        ),
        CommandDescription(
            id: .repair,
            path: ["repair"],
            topic: .program,
            summary: "Save the intact data of a damaged store as a new store",
            operands: [.one("DIR", .directory)],
            options: [.required(.to, .directory, "NEW", "The new store; the old one is left unchanged.")],
            examples: ["pipeline repair snapshots --to repaired"]
        ),
    ]
}
