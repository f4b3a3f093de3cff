// SPDX-License-Identifier: MIT

package import CommandLanguage
internal import PipelineCore
internal import PipelineFormats
internal import PipelineService
internal import PipelineSimulation
internal import PipelineStore

extension Evaluator {
    /// Whether a command reads the rest of standard input itself.
    package func readsStandardInput(_ command: ParsedCommand) -> Bool {
        command.command == .importFile && command.operands.count > 1
            && environment.isStandardInput(command.operands[1].text)
    }

    /// Whether a command writes to standard output itself.
    package func writesStandardOutput(_ command: ParsedCommand) -> Bool {
        command.command == .exportFile && command.operands.count > 1
            && environment.isStandardOutput(command.operands[1].text)
    }

    func importFile(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        let (table, path) = try Self.tableAndFile(command)
        let request = ImportRequest(
            table: table,
            format: try Self.format(command, path: path),
            owner: try await importOwner(command),
            skipsInvalidRows: command.flags.contains(.skipInvalid)
        )
        if request.format == .focus, table != .costs {
            throw .invalid("format", "format focus is for costs, not for \(table.rawValue).")
        }
        let source = try environment.isStandardInput(path) ? environment.standardInput() : FileSource(path: path)
        let total = source.size
        let progress = environment.progress
        return try await service.importRows(request, from: source) { progress("import", $0, total) }
    }

    /// The owner of rows that do not say whose they are: `--user`, else who is logged in.
    private func importOwner(_ command: ParsedCommand) async throws(StoreError) -> UserID? {
        guard let text = command[.user]?.text, !text.isEmpty else { return session.user }
        // A whole identifier may be of a user whom the import makes known.
        if let id = try? UUID(parsing: text) { return UserID(id) }
        return try await service.user(text).id
    }

    func exportFile(_ command: ParsedCommand) async throws(StoreError) -> Outcome {
        let (table, path) = try Self.tableAndFile(command)
        let isForAll = command.flags.contains(.all)
        let request = ExportRequest(
            table: table,
            format: try Self.format(command, path: path),
            owner: isForAll ? nil : try session.requireUser(),
            guardsSpreadsheets: command.flags.contains(.spreadsheet)
        )
        let progress = environment.progress
        if writesStandardOutput(command) {
            _ = try await service.exportRows(request, to: environment.standardOutput())
            return .written
        }
        let sink = try FileSink(path: path, outside: service.store.directory)
        return .reply(try await service.exportRows(request, to: sink) { progress("export", $0, nil) })
    }

    private static func tableAndFile(_ command: ParsedCommand) throws(StoreError) -> (DataTable, String) {
        guard command.operands.count == 2, let table = DataTable(rawValue: command.operands[0].text) else {
            throw .invalid("table", "The table must be costs, notifications or users.")
        }
        return (table, command.operands[1].text)
    }

    private static func format(_ command: ParsedCommand, path: String) throws(StoreError) -> FileFormat {
        if let name = command[.format]?.text, !name.isEmpty { return try FileFormat(named: name) }
        return try FileFormat(fileName: path)
    }

    func simulate(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        let userCount = try Self.count(command, .users)
        var simulation = Simulation(now: service.clock.now)
        if let jobs = try Self.count(command, .jobs) { simulation.jobCount = jobs }
        if let days = try Self.count(command, .days) { simulation.days = days }
        if let seed = try Self.count(command, .seed) { simulation.seed = seed }
        if let userCount {
            simulation.userCount = userCount
        } else {
            simulation.users = [try session.requireUser()]
        }
        let progress = environment.progress
        return try await service.simulate(simulation) { progress("simulate", $0, $1) }
    }

    private static func count(_ command: ParsedCommand, _ option: OptionName) throws(StoreError) -> Int? {
        guard let text = command[option]?.text, !text.isEmpty else { return nil }
        guard text.utf8.allSatisfy({ $0.decimalValue != nil }), let number = Int(text) else {
            throw ValueError("must be a whole number").described(field: option.parameter, text: text)
        }
        return number
    }
}
