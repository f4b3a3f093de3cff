// SPDX-License-Identifier: MIT

internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService
internal import PipelineShell

/// The texts around the line: whose prompt it is, and what there is to know about the user.
struct PromptLabels: Sendable {
    /// Whether prompts are coloured; only then is there a right one.
    let color: ColorMode

    /// The narrowest terminal that has room for a right prompt.
    private static let narrowestForStatus = 60
    /// The widest name that the prompt shows whole.
    private static let widestName = 40

    /// What stands before the line that goes on a command.
    static let continuation = "       ...> "

    /// What stands before the first line of a command.
    func prompt(userName: String?) -> String {
        guard let userName else { return StyledText("pipeline", .bold).rendered(color) + "> " }
        let name = StyledText(userName, .color(.cyan)).truncated(to: Self.widestName)
        return (StyledText("pipeline", .bold) + " (" + name).rendered(color) + ")> "
    }

    /// What stands at the right margin: the unread notifications, and what the last 30 days cost.
    func status(of state: LedgerState, user: UserID?, now: Timestamp, columns: Int?) -> String {
        guard color == .ansi, (columns ?? 80) >= Self.narrowestForStatus,
            let number = user.flatMap({ state.userNumber(of: $0) })
        else { return "" }
        var parts: [String] = []
        let unread = state.unreadCount(of: number)
        if unread > 0 { parts.append("\(Readable.grouped(unread)) unread") }
        let costs = state.costSummary(of: number, in: DateRange(.month, endingAt: now), billed: nil)
        if costs.count > 0 {
            let total = Readable.grouped(costs.total.roundedToCents.description)
            parts.append("\(total) in \(Period.month.days) days")
        }
        return StyledText(parts.joined(separator: ", "), .dim).rendered(color)
    }
}
