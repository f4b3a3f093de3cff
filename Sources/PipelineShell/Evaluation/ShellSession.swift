// SPDX-License-Identifier: MIT

package import PipelineAnswers
package import PipelineCore

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
