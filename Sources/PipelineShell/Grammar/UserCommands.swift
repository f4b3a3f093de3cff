// SPDX-License-Identifier: MIT

internal import CommandLanguage

extension Grammar {
    static let userCommands: [CommandDescription] = [
        CommandDescription(
            id: .login,
            path: ["login"],
            topic: .users,
            summary: "Log in as a user",
            operands: [.one("USER", .user)],
            notes: [
                "USER is a UUID, an e-mail address, or a prefix of either that matches one user.",
                "An exact match wins.",
            ],
            examples: ["login alice@example.com", "login 3f2a"]
        ),
        CommandDescription(
            id: .logout,
            path: ["logout"],
            topic: .users,
            summary: "Log out",
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
            summary: "List all users and what the store holds for each",
            examples: ["users"]
        ),
        CommandDescription(
            id: .userAdd,
            path: ["user", "add"],
            topic: .users,
            summary: "Add a user",
            operands: [.optional("ID", .uuid)],
            options: [.value(.email, .email, "E", "The e-mail address; must be unique, ignoring case.")],
            notes: ["If ID is omitted, a new one is generated."],
            examples: ["user add --email alice@example.com"]
        ),
    ]
}
