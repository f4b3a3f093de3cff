// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService

extension Evaluator {
    func costs(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        let user = try session.requireUser()
        let options = ParameterOptions.costs
        let request = try CostsRequest(now: service.clock.now) { options.text(of: $0, in: command) }
        return await service.costs(of: user, request, includesRecords: includesRecords(command.flags))
    }

    /// Whether an answer about costs carries the records: as the command says, else as the format has it.
    private func includesRecords(_ flags: OptionNameSet) -> Bool {
        flags.contains(.noRecords) ? false : flags.contains(.records) || session.format.carriesRecordsByDefault
    }

    func notifications(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        let user = try session.requireUser()
        let options = ParameterOptions.notifications
        return try await service.notifications(of: user, try NotificationsRequest { options.text(of: $0, in: command) })
    }

    func read(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        guard command.flags.contains(.all) else { return try await mark(command, isRead: true) }
        return try await service.markAllRead(of: try session.requireUser())
    }

    func mark(_ command: ParsedCommand, isRead: Bool) async throws(StoreError) -> Reply {
        let user = try session.requireUser()
        return try await service.mark(command.operands.map(\.text), of: user, isRead: isRead)
    }

    func addCost(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        let user = try session.requireUser()
        let options = ParameterOptions.costFields
        return try await service.addCost(CostInput { options.text(of: $0, in: command) }, of: user)
    }

    func addNotification(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        let user = try session.requireUser()
        let options = ParameterOptions.notificationFields
        return try await service.addNotification(NotificationInput { options.text(of: $0, in: command) }, of: user)
    }
}
