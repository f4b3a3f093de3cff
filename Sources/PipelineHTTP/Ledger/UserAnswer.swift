// SPDX-License-Identifier: MIT

internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService

/// An answer for one user, which may be given: what it saw is on disk.
struct UserAnswer: Sendable {
    /// What an answer depends on; two answers to one question with the same version are the same.
    struct Version: Hashable, Sendable {
        /// Whom the answer is for.
        fileprivate let user: UserID
        /// The number of the user's own last change.
        fileprivate let change: UInt64
        /// How many records it has: what a rolling period leaves behind is told by them.
        fileprivate let count: Int
    }

    /// The answer's JSON.
    let json: AnswerWriter
    /// What the answer depends on.
    let version: Version

    /// Makes the answer of a user; the state that it was read from cannot be reached through it.
    init(_ answer: Answer, for user: VerifiedUser) {
        json = AnswerWriter(answer, .json)
        let (change, count) =
            switch answer {
            case .costs(let costs): (costs.lastChange, costs.summary.count)
            case .notifications(let notifications):
                (notifications.user.map { notifications.state.lastChange(of: $0) } ?? 0, 0)
            default: (0, 0)
            }
        version = Version(user: user.id, change: change, count: count)
    }
}
