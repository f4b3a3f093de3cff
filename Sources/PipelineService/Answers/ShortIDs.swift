// SPDX-License-Identifier: MIT

package import PipelineCore

/// The shortest beginnings of identifiers, eight characters at least, that fit one of the user's notifications alone.
package struct ShortIDs {
    /// The identifiers that are shown, in order, each with the length that tells it from all others of the user.
    private var lengths: [UUID: Int] = [:]

    private static let shortest = 8

    /// Finds the lengths for the notifications of an answer.
    ///
    /// - Complexity: O(n log k) for n notifications of the user, k of them shown.
    package init(_ answer: NotificationsAnswer) {
        self.init(answer.items.map(\.row.id), of: answer.user, answer.shared.state)
    }

    /// Finds the lengths for identifiers of a user's notifications.
    ///
    /// - Complexity: O(n log k) for n notifications of the user, k of them given.
    package init(_ identifiers: [UUID], of user: UserNumber?, _ state: LedgerState) {
        guard let user else { return }
        let shown = identifiers.sorted()
        for id in shown { lengths[id] = Self.shortest }
        state.forEachNotification(of: user) { other in
            let id = other.row.id
            var low = 0
            var high = shown.count
            while low < high {
                let middle = (low + high) / 2
                if shown[middle] < id { low = middle + 1 } else { high = middle }
            }
            // The nearest neighbours on both sides share the most with it.
            for neighbour in [low - 1, low, low + 1] where shown.indices.contains(neighbour) && shown[neighbour] != id {
                let needed = Self.commonLength(shown[neighbour], id) + 1
                lengths[shown[neighbour]] = max(lengths[shown[neighbour]] ?? 0, needed)
            }
            return true
        }
    }

    /// The beginning of an identifier that `read` takes.
    package func text(of id: UUID) -> String {
        String(id.description.prefix(lengths[id] ?? UUID.textLength))
    }

    /// How many characters the texts of two identifiers have in common at their beginning.
    private static func commonLength(_ lhs: UUID, _ rhs: UUID) -> Int {
        let high = (lhs.high ^ rhs.high).leadingZeroBitCount / 4
        let digits = high < 16 ? high : 16 + (lhs.low ^ rhs.low).leadingZeroBitCount / 4
        return digits + (digits >= 8 ? 1 : 0) + (digits >= 12 ? 1 : 0) + (digits >= 16 ? 1 : 0) + (digits >= 20 ? 1 : 0)
    }
}
