// SPDX-License-Identifier: MIT

package import CommandLanguage
package import PipelineCore
package import PipelineService

/// Carries out commands: looks up what they name, asks the service, keeps what the session remembers.
package struct Evaluator: Sendable {
    /// The service that answers.
    package let service: LedgerService
    let environment: ShellEnvironment
    /// What the session remembers.
    package var session: ShellSession

    /// Makes an evaluator for a session.
    package init(service: LedgerService, environment: ShellEnvironment, session: ShellSession) {
        self.service = service
        self.environment = environment
        self.session = session
    }

    /// Carries out a command.
    ///
    /// - Returns: What is to be done next; mostly, an answer to be written.
    /// - Throws: ``StoreError`` that says what cannot be done and why.
    package mutating func evaluate(_ command: ParsedCommand) async throws(StoreError) -> Outcome {
        switch command.command {
        case .login: .reply(try await login(command))
        case .logout: .reply(logout())
        case .whoami: .reply(try whoami())
        case .users: .reply(await service.users())
        case .userAdd: .reply(try await addUser(command))
        case .costs: .reply(try await costs(command))
        case .notifications: .reply(try await notifications(command))
        case .read: .reply(try await read(command))
        case .unread: .reply(try await mark(command, isRead: false))
        case .addCost: .reply(try await addCost(command))
        case .addNotification: .reply(try await addNotification(command))
        case .importFile: .reply(try await importFile(command))
        case .exportFile: try await exportFile(command)
        case .simulate: .reply(try await simulate(command))
        case .save: .reply(try await service.save())
        case .snapshots: .reply(try await service.snapshots())
        case .info: .reply(await service.info())
        case .format: .reply(try setFormat(command))
        case .timing: .reply(setTiming(command))
        case .setCorrections: .reply(setCorrections(command))
        case .source: .source(path: command.operands.first?.text ?? "")
        case .watch: try watch(command)
        case .history: .reply(try history(command))
        case .help: .reply(try help(command))
        case .quit: .quit
        case .check, .repair:
            throw .invalid("command", "This is an argument of the program, not a command here.")
        }
    }
}
