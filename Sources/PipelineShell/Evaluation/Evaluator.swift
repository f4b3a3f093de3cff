// SPDX-License-Identifier: MIT

package import CommandLanguage
package import PipelineAnswers
package import PipelineCore
package import PipelineService
internal import PipelineStore

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
    /// - Throws: `StoreError` that says what cannot be done and why.
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

/// What is to be done after a command was evaluated.
package enum Outcome: Sendable {
    /// Its answer is to be written.
    case reply(Reply)
    /// Its answer was written already: it is the file itself.
    case written
    /// The commands of a file come next.
    case source(path: String)
    /// A command is to be repeated until it is stopped.
    case watch(interval: Duration, ParsedCommand)
    /// The session is over.
    case quit
}

/// What a session remembers from one command to the next.
package struct ShellSession: Sendable {
    /// Whose data the next commands are about, nil where nobody is logged in.
    package var user: UserID?
    /// The user's e-mail address, where there is one.
    package var email: String?
    /// How answers are written.
    package var format: AnswerFormat
    /// Whether the time that a command took is shown.
    package var showsTiming = false
    /// Whether a mistyped command comes back corrected at the prompt.
    package var offersCorrections = true

    /// Makes a session in which nobody is logged in.
    package init(format: AnswerFormat = .table) {
        self.format = format
    }

    /// The user's name as the prompt shows it.
    package var userName: String? { email ?? user?.description }

    /// The user, who must be logged in.
    func requireUser() throws(StoreError) -> UserID {
        guard let user else { throw StoreError(.unauthorized, "Nobody is logged in: log in with login USER.") }
        return user
    }
}
