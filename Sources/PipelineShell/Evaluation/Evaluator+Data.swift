// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineCore
internal import PipelineService

extension Evaluator {
    func costs(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        let user = try session.requireUser()
        let request = try CostsRequest(
            period: command[.period]?.text,
            startDate: command[.startDate]?.text,
            endDate: command[.endDate]?.text,
            now: service.clock.now
        )
        let includesRecords = AnswerRenderer.includesRecords(command.flags, session.format)
        return await service.costs(of: user, request, includesRecords: includesRecords)
    }

    func notifications(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        let user = try session.requireUser()
        let request = try NotificationsRequest(
            unread: command.flags.contains(.unread) ? "true" : nil,
            limit: command[.limit]?.text,
            before: command[.before]?.text
        )
        return try await service.notifications(of: user, request)
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
        var input = CostInput()
        input.id = command[.id]?.text
        input.jobID = command[.jobID]?.text
        input.costType = command[.type]?.text
        input.amount = command[.amount]?.text
        input.details = command[.details]?.text
        input.billingPeriod = command[.billingPeriod]?.text
        input.recordedAt = command[.recordedAt]?.text
        return try await service.addCost(input, of: user)
    }

    func addNotification(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        let user = try session.requireUser()
        var input = NotificationInput()
        input.id = command[.id]?.text
        input.type = command[.type]?.text
        input.title = command[.title]?.text
        input.message = command[.message]?.text
        input.priority = command[.priority]?.text
        input.actionURL = command[.actionURL]?.text
        input.metadata = command[.metadata]?.text
        input.createdAt = command[.createdAt]?.text
        return try await service.addNotification(input, of: user)
    }
}
