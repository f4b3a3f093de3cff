// SPDX-License-Identifier: MIT

extension LedgerState {
    /// Proves that indexes, cells, counters and marks agree with the rows; returns a sentence for each that does not.
    ///
    /// - Complexity: O(n log n) in all rows; for tests and the fuzzer.
    package func checkInvariants() -> [String] {
        var checker = InvariantChecker(state: self)
        checker.checkUsers()
        checker.checkCosts()
        checker.checkNotifications()
        return checker.violations + deliveries.violations
    }
}

private struct InvariantChecker {
    let state: LedgerState
    var violations: [String] = []

    init(state: LedgerState) {
        self.state = state
    }

    private mutating func expect(_ condition: Bool, _ sentence: @autoclosure () -> String) {
        if !condition, violations.count < 100 { violations.append(sentence()) }
    }

    mutating func checkUsers() {
        let state = state
        let byID = state.usersByID.elements
        expect(byID.count == state.users.count, "the list of users by id has \(byID.count) of \(state.users.count)")
        for (earlier, later) in zip(byID, byID.dropFirst()) {
            expect(state.users[Int(earlier)].id < state.users[Int(later)].id, "the list of users by id is out of order")
        }
        let keys = state.usersByEmail.elements.map { state.users[Int($0)].email?.key ?? "" }
        let addresses = state.users.indices.count { state.users[$0].email != nil }
        expect(keys.count == addresses, "the list of users by e-mail has \(keys.count) of \(addresses)")
        for (earlier, later) in zip(keys, keys.dropFirst()) {
            expect(earlier.compareBytes(to: later) < 0, "the list of users by e-mail is out of order")
        }
        for number in state.users.indices {
            let user = state.users[number]
            expect(state.userNumber(of: user.id)?.index == number, "user \(user.id) is not found by id")
            expect(user.lastChange <= state.sequence, "user \(user.id) changed after the last change")
            if let email = user.email {
                expect(state.userNumber(ofEmail: email)?.index == number, "user \(user.id) is not found by e-mail")
            }
        }
    }

    mutating func checkCosts() {
        let state = state
        var present = 0
        var rowsOfUser = Array(repeating: 0, count: state.users.count)
        for number in state.costs.rows.indices where state.costs[number].isPresent {
            let row = state.costs[number]
            present += 1
            rowsOfUser[Int(row.user)] += 1
            expect(row.isSound, "cost \(row.id) breaks a rule of its fields")
            expect(state.costs.number(of: row.id) == number, "cost \(row.id) is not found by id")
            expect(Int(row.type) < state.costs.types.count, "cost \(row.id) has no type")
        }
        expect(present == state.costCount, "the cost index counts \(state.costCount) of \(present)")
        for number in state.users.indices {
            checkCosts(of: number, rowCount: rowsOfUser[number])
        }
    }

    private mutating func checkCosts(of number: Int, rowCount: Int) {
        let state = state
        let user = state.users[number]
        let list = user.costs.elements
        expect(
            list.count == rowCount && user.costs.count == rowCount,
            "user \(user.id) lists \(list.count) of \(rowCount) costs"
        )
        var total: Int128 = 0
        var builders = CostCellWidth.allCases.map(CostCellBuilder.init)
        for index in list.indices {
            let row = state.costs[Int(list[index])]
            expect(row.isPresent && Int(row.user) == number, "user \(user.id) lists another's cost \(row.id)")
            total += row.amount.scaled
            for builder in builders.indices { builders[builder].add(row) }
            guard index > 0 else { continue }
            let earlier = state.costs[Int(list[index - 1])]
            let isInOrder = (earlier.recordedAt, list[index - 1]) < (row.recordedAt, list[index])
            expect(isInOrder, "the costs of user \(user.id) are out of order at \(row.id)")
        }
        expect(total == user.total.scaled, "the total of user \(user.id) is wrong")
        for (width, builder) in zip(CostCellWidth.allCases, builders) {
            var builder = builder
            checkCells(user.cells(by: width), of: user, count: list.count, expected: builder.finish())
        }
    }

    private mutating func checkCells(
        _ cells: CostCells,
        of user: UserEntry,
        count: Int,
        expected: ContiguousArray<CostCell>
    ) {
        let width = cells.width
        expect(
            cells.isKept == (count >= width.threshold),
            "user \(user.id) has cells by \(width) at \(count) costs"
        )
        guard cells.isKept else { return }
        let elements = cells.list.elements
        let isSame =
            elements.count == expected.count
            && zip(elements, expected).allSatisfy { $0.key == $1.key && $0.sum == $1.sum && $0.count == $1.count }
        expect(isSame, "the cells by \(width) of user \(user.id) do not agree with the costs")
    }

    mutating func checkNotifications() {
        let state = state
        var present = 0
        var rowsOfUser = Array(repeating: 0, count: state.users.count)
        var unreadOfUser = rowsOfUser
        for number in state.notifications.rows.indices {
            let row = state.notifications[number]
            guard row.isPresent else {
                expect(!state.isRead(number), "an empty place \(number) is marked read")
                continue
            }
            present += 1
            rowsOfUser[Int(row.user)] += 1
            unreadOfUser[Int(row.user)] += state.isRead(number) ? 0 : 1
            expect(row.isSound, "notification \(row.id) breaks a rule of its fields")
            expect(state.notifications.number(of: row.id) == number, "notification \(row.id) is not found by id")
            expect(Int(row.type) < state.notifications.types.count, "notification \(row.id) has no type")
        }
        expect(
            present == state.notificationCount,
            "the notification index counts \(state.notificationCount) of \(present)"
        )
        for number in state.users.indices {
            let user = state.users[number]
            checkOrder(user.notifications, of: user, count: rowsOfUser[number], name: "notifications") { _ in true }
            checkOrder(user.unread, of: user, count: unreadOfUser[number], name: "unread ones") { !state.isRead($0) }
        }
    }

    private mutating func checkOrder(
        _ list: SortedLeaves<UInt32>,
        of user: UserEntry,
        count: Int,
        name: String,
        _ belongs: (Int) -> Bool
    ) {
        let state = state
        let rows = list.elements
        expect(rows.count == count && list.count == count, "user \(user.id) lists \(rows.count) of \(count) \(name)")
        for index in rows.indices {
            let row = state.notifications[Int(rows[index])]
            expect(state.users[Int(row.user)].id == user.id, "user \(user.id) lists another's notification \(row.id)")
            expect(belongs(Int(rows[index])), "user \(user.id) lists \(row.id) among the \(name)")
            guard index > 0 else { continue }
            let earlier = state.notifications[Int(rows[index - 1])]
            let isInOrder = (earlier.createdAt, rows[index - 1]) < (row.createdAt, rows[index])
            expect(isInOrder, "the \(name) of user \(user.id) are out of order at \(row.id)")
        }
    }
}
