// SPDX-License-Identifier: MIT

/// Who asks, as a token that holds proves it.
enum Caller: Sendable {
    /// A user.
    case user(VerifiedUser)
    /// The platform itself.
    case platform(VerifiedPlatform)
}
