// SPDX-License-Identifier: MIT

internal import CommandLanguage
package import PipelineCore
internal import PipelineService
internal import PipelineStore

extension Evaluator {
    /// Logs a user in by identifier, e-mail address or a prefix of either.
    package mutating func login(as text: String) async throws(StoreError) {
        let user = try await service.user(text)
        session.user = user.id
        session.email = user.email
    }

    mutating func login(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        try await login(as: command.operands.first?.text ?? "")
        return Reply(.done("Logged in as \(session.userName ?? "")."))
    }

    mutating func logout() -> Reply {
        session.user = nil
        session.email = nil
        return Reply(.done("Logged out."))
    }

    func whoami() throws(StoreError) -> Reply {
        Reply(.sheet(.user(id: try session.requireUser(), email: session.email)))
    }

    mutating func addUser(_ command: ParsedCommand) async throws(StoreError) -> Reply {
        try await service.addUser(id: command.operands.first?.text, email: command[.email]?.text)
    }
}
