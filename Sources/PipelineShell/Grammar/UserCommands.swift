// SPDX-License-Identifier: MIT

internal import CommandLanguage

extension Grammar {
    static let userCommands: [CommandDescription] = [
        CommandDescription(
            id: .login,
            path: ["login"],
            topic: .users,
            summary: "Choose whose data the next commands are about",
            operands: [.one("USER", .user)],
            notes: [
                "USER is a UUID, an e-mail address, or a prefix of either that fits one user; an exact match wins."
            ],
            examples: ["login alice@example.com", "login 3f2a"]
        ),
        CommandDescription(
            id: .logout,
            path: ["logout"],
            topic: .users,
            summary: "Be nobody again",
            examples: ["logout"]
        ),
        CommandDescription(
            id: .whoami,
            path: ["whoami"],
            topic: .users,
            summary: "Show who is logged in",
            examples: ["whoami"]
        ),
        CommandDescription(
            id: .users,
            path: ["users"],
            topic: .users,
            summary: "List every user with what the store holds of them",
            examples: ["users"]
        ),
        CommandDescription(
            id: .userAdd,
            path: ["user", "add"],
            topic: .users,
            summary: "Add a user",
            operands: [.optional("ID", .uuid)],
            options: [.value(.email, .email, "E", "the e-mail address, unique without regard to case")],
            notes: ["Without an ID a new one is made."],
            examples: ["user add --email alice@example.com"]
        ),
    ]
}
