// SPDX-License-Identifier: MIT

internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService

/// An answer that one user may be given: what it saw is on disk.
struct UserAnswer: Sendable {
    /// What an answer depends on; two answers to one question with the same version are the same.
    struct Version: Hashable, Sendable {
        /// What stands for the content of an answer.
        fileprivate enum Content: Hashable, Sendable {
            /// The number of the user's own last change, and that of records, which shrinks as a rolling period moves on;
            /// the span of another period, which moves from one set of records to another.
            case change(UInt64, count: Int, span: DateRange?)
            /// The answer itself, which is short.
            case bytes([UInt8])
        }

        /// Whom the answer is for.
        fileprivate let user: UserID
        /// What stands for its content.
        fileprivate let content: Content
    }

    /// Whom the answer is for.
    var user: UserID { version.user }
    /// The answer's bytes.
    let body: AnswerWriter
    /// The format of the bytes.
    let format: AnswerFormat
    /// What the answer depends on.
    let version: Version
    /// The id of the last row of an answer that goes on behind it; nil for one that is whole.
    let lastID: UUID?

    /// Makes the answer of a user; the state that it was read from cannot be reached through it.
    init(_ answer: Answer, for user: VerifiedUser, in format: AnswerFormat) {
        self.format = format
        body = AnswerWriter(answer, format)
        lastID = if case .notifications(let list) = answer, list.page.hasMore { list.items.last?.row.id } else { nil }
        let content: Version.Content =
            switch answer {
            case .costs(let costs):
                .change(
                    costs.lastChange,
                    count: costs.summary.count,
                    span: costs.request.period == nil ? costs.request.range : nil
                )
            case .notifications(let notifications):
                .change(
                    notifications.user.map { notifications.shared.state.lastChange(of: $0) } ?? 0,
                    count: 0,
                    span: nil
                )
            case .done, .cost, .notification, .delivery, .sheet, .help: .bytes(Self.bytes(of: body))
            }
        version = Version(user: user.id, content: content)
    }

    private static func bytes(of body: AnswerWriter) -> [UInt8] {
        var body = body
        var writer = ByteWriter()
        while body.writeNext(to: &writer, length: .max) {}
        return writer.bytes
    }
}

/// Makes the tags by which a client asks whether an answer is still the same.
///
/// A tag depends on the question, the answer's version and its format, under a key that lives as long as the process.
/// It tells nothing about other users' changes, and none outlives a store that was put back to an earlier state.
struct EntityTag: Sendable {
    private let key: (UInt64, UInt64) = (.random(in: 0...(.max)), .random(in: 0...(.max)))

    /// Returns the tag of an answer to a question.
    func tag(of answer: UserAnswer, path: String, query: String) -> String {
        // Swift's hash of keyed input is SipHash, which is made to hide what it is of.
        var hasher = Hasher()
        hasher.combine(key.0)
        hasher.combine(key.1)
        hasher.combine(answer.version)
        hasher.combine(answer.format)
        hasher.combine(path)
        hasher.combine(query)
        let digits = String(UInt(bitPattern: hasher.finalize()), radix: 16)
        return "\"\(digits)\""
    }

    /// Whether the values of `If-None-Match` hold a tag, or that of the same answer compressed.
    static func matches(_ values: [String], _ tag: String) -> Bool {
        var work = ByteWork()
        return EntityTagList.holds(tag, in: values.map { Array($0.utf8) }, &work)
    }
}
