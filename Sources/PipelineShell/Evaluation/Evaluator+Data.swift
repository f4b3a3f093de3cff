// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService

extension Evaluator {
    func costs(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        let user = try session.requireUser()
        let options = ParameterOptions.costs
        let byDefault = session.format.carriesRecordsByDefault
        let request = try CostsRequest(now: service.clock.now, recordsByDefault: byDefault) {
            options.text(of: $0, in: command)
        }
        return await service.costs(of: user, request)
    }

    func notifications(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        let user = try session.requireUser()
        let options = ParameterOptions.notifications
        let request = try NotificationsRequest {
            options.text(of: $0, in: command)
        } all: {
            options.texts(of: $0, in: command)
        }
        return try await service.notifications(of: user, request)
    }

    func read(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        let options = ParameterOptions.readAll
        guard command.flags.contains(.all) else {
            if options.areGiven(in: command) {
                throw .invalid("until", "--until must stand with --all: it says up to where all are marked.")
            }
            return try await mark(command, isRead: true)
        }
        let request = try ReadAllRequest { options.text(of: $0, in: command) }
        return try await service.markAllRead(of: try session.requireUser(), request)
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
